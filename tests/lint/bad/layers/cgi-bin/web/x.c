#include "policy/role.h"
#include "policy/store.h" /* BAD */
#include "orders/orders.h" /* BAD */
#include "web/view.h"
#include <ClearSilver.h> /* BAD */

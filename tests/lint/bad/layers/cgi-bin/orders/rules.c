#include "orders/orders.h"
#include "base/clock.h"
#include "db/db.h" /* BAD */
#include "members/members.h" /* BAD */

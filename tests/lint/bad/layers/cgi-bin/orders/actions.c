#include "orders/store.h"
#include "web/req.h" /* BAD */
#include "http/request.h" /* BAD */
#include "web/feature.h" /* BAD */
#include "members/members.h"
#include "members/store.h" /* BAD */

#include "db/db.h"
#include "members/members.h" /* BAD */
#include "db/private.h" /* BAD */

#include "db/ctx.h"
#include "audit/audit.h" /* BAD */

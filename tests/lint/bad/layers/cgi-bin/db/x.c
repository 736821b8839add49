#include "db/private.h"
#include <mysql.h>
#include "audit/audit.h" /* BAD */

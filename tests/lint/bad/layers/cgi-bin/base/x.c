#include "base/arena.h"
#include "db/db.h" /* BAD */
#include <string.h>

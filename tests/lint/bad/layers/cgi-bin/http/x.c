#include "http/request.h"
#include "db/ctx.h" /* BAD */

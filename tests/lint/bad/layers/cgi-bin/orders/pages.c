#include "web/req.h"
#include "http/request.h"
#include "check/check.h" /* BAD */
#include <mysql.h> /* BAD */

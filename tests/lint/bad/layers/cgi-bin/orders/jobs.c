#include "web/feature.h"
#include "web/req.h" /* BAD */
#include "store.h" /* BAD */

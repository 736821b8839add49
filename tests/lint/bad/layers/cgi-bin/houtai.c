#include <fcgiapp.h>
#include "web/dispatch.h"

#include "audit/audit.h" /* BAD: a circle */

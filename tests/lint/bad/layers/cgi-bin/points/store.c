#include "members/members.h" /* BAD: a circle */

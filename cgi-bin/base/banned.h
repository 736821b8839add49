/* SPDX-License-Identifier: MIT */
/* Functions that are compile errors here, after git's banned.h. Forced into every file by the Makefile. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets alloca system popen
#pragma GCC poison gmtime localtime ctime asctime rand srand atoi atol atoll setjmp longjmp

#endif

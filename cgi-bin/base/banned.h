/* SPDX-License-Identifier: MIT */
/* Functions that are compile errors here, after git's banned.h. Forced into every file by the Makefile.
 * Macros, not `#pragma GCC poison`: the headers of MariaDB and libxlsxwriter name some of them in macros of their own. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* first the headers that declare them */
#include <alloca.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(function) the_function_##function##_is_banned_here

#undef strcpy
#define strcpy(to, from) BANNED(strcpy)
#undef strcat
#define strcat(to, from) BANNED(strcat)
#undef strncpy
#define strncpy(to, from, size) BANNED(strncpy)
#undef strncat
#define strncat(to, from, size) BANNED(strncat)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef strtok
#define strtok(text, ends) BANNED(strtok)
#undef gets
#define gets(text) BANNED(gets)
#undef alloca
#define alloca(size) BANNED(alloca)
#undef system
#define system(command) BANNED(system)
#undef popen
#define popen(command, mode) BANNED(popen)
#undef gmtime
#define gmtime(at) BANNED(gmtime)
#undef localtime
#define localtime(at) BANNED(localtime)
#undef ctime
#define ctime(at) BANNED(ctime)
#undef asctime
#define asctime(tm) BANNED(asctime)
#undef rand
#define rand() BANNED(rand)
#undef srand
#define srand(seed) BANNED(srand)
#undef atoi
#define atoi(text) BANNED(atoi)
#undef atol
#define atol(text) BANNED(atol)
#undef atoll
#define atoll(text) BANNED(atoll)
#undef setjmp
#define setjmp(env) BANNED(setjmp)
#undef longjmp
#define longjmp(env, value) BANNED(longjmp)

#endif

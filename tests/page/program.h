/* SPDX-License-Identifier: MIT */
/* The program run as plain CGI: environment and standard input in, standard output and status out. Where it can be, it is started
 * once and a child of it answers each request (shim/forkserver.c); under a sanitizer, with very long headers, or if told so, it is started anew. */
#ifndef TESTS_PAGE_PROGRAM_H
#define TESTS_PAGE_PROGRAM_H

#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>

/* program_start(): finds the binary below HOUTAI_BUILD; -1 with a message if it is not there. program_stop(): ends what was started.
 *
 * program_run(): one request. `env` ends with NULL; its HOUTAI_CONFIG and LD_PRELOAD say which program it is: a child of one started
 * with other ones is not used. `anew`: started for this request alone. The answer is added to `answer`.
 * Returns the status as waitpid() gives it. */
int program_start(void);
void program_stop(void);
int program_run(const char *const *env, bool anew, const void *body, size_t length, struct buf *answer);

#endif

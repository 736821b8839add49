/* SPDX-License-Identifier: MIT */
/* Proofs about the program itself, for every build: commands of houtaictl. */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "db/ctx.h"

/* check_routes(): prints every route. check_build(): routes have rights, templates parse, statements prepare, names are
 * unique. check_sql(): architecture §4: what each statement reads. All return the exit status; `ctx` is a command's. */
int check_routes(struct ctx *ctx, int argc, char **argv);
int check_build(struct ctx *ctx, int argc, char **argv);
int check_sql(struct ctx *ctx, int argc, char **argv);

#endif

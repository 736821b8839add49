/* SPDX-License-Identifier: MIT */
/* Master of the workers: one listening unix socket, N forked workers that accept on it. */
#ifndef PREFORK_H
#define PREFORK_H

#include <stdbool.h>

struct prefork {
	const char *socket; /* path of the unix socket, made with mode 0660 */
	int workers;        /* how many at once */
	char **argv;        /* of this process: HUP runs it anew */
	/* a worker's life, in the forked child: serve connections accepted on `listener` (non-blocking) until SIGTERM, which
	 * is blocked and to be waited for; returns the exit status */
	int (*work)(int listener);
};

/* prefork_run(): until SIGTERM or SIGINT. TERM: workers finish the request in hand and end; those that don't within the
 * grace are killed. HUP: the program on disk is asked with --check, then takes this process over with the socket, starts
 * its workers and lets the old ones finish, so that no request is lost. A worker that dies is replaced, at growing
 * intervals if it dies young. Returns the exit status. */
int prefork_run(const struct prefork *prefork);

#endif

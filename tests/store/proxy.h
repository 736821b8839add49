/* SPDX-License-Identifier: MIT */
/* A wire between portal and MariaDB that can be cut at a chosen place: before a COMMIT arrives, or after it was carried out
 * and before its answer is back. */
#ifndef TESTS_STORE_PROXY_H
#define TESTS_STORE_PROXY_H

enum proxy_cut {
	PROXY_OPEN,         /* everything passes */
	PROXY_LOSE_REQUEST, /* the next COMMIT never reaches the server */
	PROXY_LOSE_ANSWER,  /* the next COMMIT is carried out, its answer lost */
	PROXY_DELAY_ANSWER /* the client is cut off at once, the server gets the COMMIT half a second later */
};

/* proxy_start(): listens on `path` and passes on to `server`, in a process of its own. proxy_set(): from now on. */
void proxy_start(const char *path, const char *server);
void proxy_set(enum proxy_cut cut);
void proxy_stop(void);

#endif

/* SPDX-License-Identifier: MIT */
/* For tests of the parsers: a request made of texts, and the folder of outside data. */
#ifndef UNIT_BYTES_H
#define UNIT_BYTES_H

#include "http/request.h"

/* A request as a test writes it down; what is NULL is not sent. The body arrives `chunk` bytes at a time (0: all at once). */
struct bytes {
	const char *method, *uri, *query, *cookie, *type, *length, *address, *https;
	const char *body;
	size_t body_length;
	size_t chunk;
	size_t given;  /* bytes of the body read so far */
	size_t breaks; /* the body breaks off after so many bytes; 0: it does not */
	char number[24];
};

/* bytes_source(): the request as a source; with a body, its length is sent unless `length` is set. */
struct source bytes_source(struct bytes *bytes);
/* data_read(): a file below the folder of outside data ($HOUTAI_DATA, else ../shared/data) as text; NULL, after saying so, if it
 * is not there. To be freed. */
char *data_read(const char *name, size_t *length);

#endif

/* SPDX-License-Identifier: MIT */
/* A response, buffered whole until the handler has returned: each failure can still become a clean page.
 * Exports are the one exception: they stream after their first bytes are sure (response_stream). */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "base/arena.h"
#include "base/rc.h"
#include <stdbool.h>
#include <stddef.h>

struct response {
	int status;
	const char *type;   /* "text/html; charset=utf-8" unless set */
	struct buf headers; /* further header lines, each ended by CRLF */
	struct buf body;
	/* where a streamed body goes; NULL while buffered */
	enum rc (*stream)(void *self, const void *data, size_t length);
	void *stream_self;
	bool streamed;
	bool
	    cut; /* a streamed answer broke off: the connection closes without its end, so that nobody takes it for whole */
	bool
	    https; /* of the request: HSTS is sent over TLS only. Set by who answers; response_clear keeps it */
};

void response_init(struct response *response, struct arena *arena);
/* response_clear(): drop what was put together, begin anew (error pages). */
void response_clear(struct response *response);
/* response_header(): name and value; CR, LF and other control characters in the value are dropped. */
void response_header(struct response *response, const char *name, const char *value);
/* response_cookie(): HttpOnly, SameSite=Lax, Path=/; Secure and the __Host- prefix over TLS; max_age < 0: session. */
void response_cookie(
    struct response *response, const char *name, const char *value, long max_age, bool https);
/* response_redirect(): 303 to a path of ours; anything that does not begin with one "/" becomes "/". */
void response_redirect(struct response *response, const char *path);
/* response_head(): status line in CGI form and all headers, ended by the empty line: the security headers, "no-store" unless
 * the page set Cache-Control itself, Content-Length unless the body is streamed. */
void response_head(const struct response *response, struct buf *out);
/* response_download(): Content-Disposition with a safe file name in both forms (RFC 6266). */
void response_download(struct response *response, struct arena *arena, const char *name);

#endif

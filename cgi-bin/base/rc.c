/* SPDX-License-Identifier: MIT */
/* The names of the result codes, for logs and tests.
 * Not their texts for users: those are language keys. */
#include "base/rc.h"

const char *
rc_name(enum rc rc)
{
	switch (rc) {
	case RC_OK:
		return "ok";
	case RC_INVALID:
		return "invalid";
	case RC_REFUSED:
		return "refused";
	case RC_NOT_FOUND:
		return "not_found";
	case RC_FORBIDDEN:
		return "forbidden";
	case RC_CONFLICT:
		return "conflict";
	case RC_BUSY:
		return "busy";
	case RC_DB:
		return "db";
	case RC_INTERNAL:
		return "internal";
	}
	return "internal";
}

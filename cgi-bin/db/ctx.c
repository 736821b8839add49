/* SPDX-License-Identifier: MIT */
/* Saying no, with the reason. Not its wording: that is in the language files. */
#include "db/ctx.h"
#include <stdarg.h>

static void
reason_set(struct ctx *ctx, const char *key, va_list args)
{
	const char *text;
	size_t count;

	ctx->reason = (struct reason){ .key = arena_strdup(ctx->arena, key) };
	for (count = 0; count < REASON_ARGS && (text = va_arg(args, const char *)); count++)
		ctx->reason.arg[count] = arena_strdup(ctx->arena, text);
}

enum rc
ctx_refuse(struct ctx *ctx, const char *key, ...)
{
	va_list args;

	va_start(args, key);
	reason_set(ctx, key, args);
	va_end(args);
	return RC_REFUSED;
}

enum rc
ctx_fail(struct ctx *ctx, enum rc rc, const char *key, ...)
{
	va_list args;

	va_start(args, key);
	reason_set(ctx, key, args);
	va_end(args);
	return rc;
}

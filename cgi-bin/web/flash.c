/* SPDX-License-Identifier: MIT */
/* Messages for the next page, kept in the session until a page has shown them.
 * Not notices (notices/): nobody but this browser sees them, and once. */
#include "base/log.h"
#include "base/utf8.h"
#include "web/frame.h"
#include "web/lang.h"
#include <stdarg.h>

#define FLASH_MOST 3900 /* code points that fit the column, less than its size */

void
flash(struct req *req, enum flash_kind kind, const char *key, ...)
{
	const char *args[REASON_ARGS] = { NULL }, *arg, *text;
	size_t count = 0;
	va_list list;

	va_start(list, key);
	while ((arg = va_arg(list, const char *)) && count < REASON_ARGS)
		args[count++] = arg;
	va_end(list);
	text = lang_fill(req->ctx.arena, req->session.lang, lang(req, key), args, count);
	if (!req->later.data)
		buf_init(&req->later, req->ctx.arena, 256);
	buf_char(&req->later, (char)('0' + kind));
	for (; *text; text++)
		buf_char(&req->later, *text == '\n' ? ' ' : *text);
	buf_char(&req->later, '\n');
}

enum rc
flash_save(struct req *req)
{
	if (!req->later.data || !req->later.length || !req->session.live)
		return RC_OK;
	req->later.data[utf8_cut(req->later.data, FLASH_MOST)] = '\0';
	return session_flash(&req->ctx, req->session.token_hash, req->later.data);
}

static void
lines_show(struct req *req, const char *lines)
{
	static const char *const kinds[] = { "ok", "warn", "error", "info" };
	struct node *list = node_child(view_root(req), "Flash");

	while (lines && *lines) {
		size_t length = strcspn(lines, "\n");
		size_t kind = (size_t)(lines[0] - '0');
		struct node *row = node_row(list);

		node_static(row, "kind", kinds[kind < 4 ? kind : FLASH_INFO]);
		node_static(row, "text", arena_strndup(req->ctx.arena, lines + 1, length ? length - 1 : 0));
		lines += length + (lines[length] == '\n');
	}
}

void
flash_show(struct req *req)
{
	if (req->flash && *req->flash) {
		lines_show(req, req->flash);
		req->flash = NULL;
		if (session_flash(&req->ctx, req->session.token_hash, "") != RC_OK)
			log_line(LOG_WARN, "flash.kept", NULL);
	}
	if (req->later.data)
		lines_show(req, req->later.data);
}

/* SPDX-License-Identifier: MIT */
/* Small texts that pages show alike: numbers, times, people, who may instead.
 * Not deadlines: due.c. */
#include "web/show.h"
#include "accounts/accounts.h"
#include "base/clock.h"

#include <inttypes.h>
#include <string.h>

const char *
number_text(struct req *req, int64_t number)
{
	const char *digits = arena_int(req->ctx.arena, number);
	struct buf out;
	size_t i, length = strlen(digits);

	buf_init(&out, req->ctx.arena, 32);
	for (i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-')
			buf_char(&out, ',');
		buf_char(&out, digits[i]);
	}
	return out.data;
}

const char *
short_time(struct req *req, int64_t at)
{
	const char *text = time_text(req->ctx.arena, at);

	return strlen(text) > 5 ? text + 5 : text; /* the year is the page's own matter */
}

const char *
account_text(struct req *req, int64_t account_id)
{
	struct account account;

	if (account_id == 0)
		return lang(req, "ui.system");
	if (account_get(&req->ctx, account_id, &account) != RC_OK)
		return arena_printf(req->ctx.arena, "#%" PRId64, account_id);
	return arena_printf(req->ctx.arena, "%s %s", account.name, account.staff_no);
}

const char *
words_join(struct req *req, const char *key, const char *before, const char *next)
{
	return before[0] == '\0' ? next : lang_text(req, key, before, next, NULL);
}

const char *
right_missing(struct req *req, const struct right *right)
{
	const char *roles = "";
	uint32_t bit;

	for (bit = 1; bit & ROLE_ALL; bit <<= 1)
		if (right->roles & bit)
			roles = words_join(req, "list.and", roles,
			    lang(req, arena_printf(req->ctx.arena, "role.%s", role_name((enum role)bit))));
	return lang_text(req, "ui.missing_right", roles, NULL);
}

void
crumb(struct req *req, const char *label, const char *path)
{
	struct node *row = node_row(node_child(node_child(view_root(req), "Page"), "crumbs"));

	node_set(row, "label", label);
	node_set(row, "path", path);
}

int64_t
id_given(const struct req *req, const char *field)
{
	const char *text = request_param(&req->http, field);
	int64_t id = text != NULL && strlen(text) < 18 ? strtoll(text, NULL, 10) : 0;

	return id > 0 ? id : 0;
}

int64_t
version_given(const struct req *req)
{
	return id_given(req, "version");
}

/* SPDX-License-Identifier: MIT */
/* Saved views: read for the tabs, saved, dropped.
 * Not their pages (lists/pages.c). */
#include "web/list_view.h"
#include "db/tx.h"

const struct right RIGHT_VIEW_SHARE = { "view.share", ROLE_SUPERVISOR | ROLE_ORDER_LEAD };

static const struct field view_fields[] = { FIELD(list_view, ID, id), FIELD(list_view, ID, account_id),
	FIELD(list_view, ID, created_by), FIELD(list_view, TEXT, name), FIELD(list_view, TEXT, query) };
static const struct record view_record = RECORD(list_view, view_fields);

struct list_name {
	const char *list;
};
static const struct field name_fields[] = { FIELD(list_name, TEXT, list) };
static const struct record name_record = RECORD(list_name, name_fields);

SQL(list_views_sql,
    "SELECT id, account_id, created_by, name, query FROM saved_view WHERE list = ? AND account_id IN (0, ?) "
    "ORDER BY account_id, id LIMIT 60",
    .samples = "SELECT list, account_id FROM saved_view WHERE id = (SELECT MAX(id) FROM saved_view) UNION "
	       "ALL SELECT '', 0");
SQL(list_view_count_sql, "SELECT COUNT(*) FROM saved_view WHERE list = ? AND account_id = ? FOR UPDATE",
    .samples = "SELECT list, account_id FROM saved_view WHERE id = (SELECT MAX(id) FROM saved_view) UNION "
	       "ALL SELECT '', 0");
SQL(list_view_add_sql,
    "INSERT INTO saved_view (list, account_id, name, query, created_by, created_at) VALUES (?, ?, ?, ?, ?, "
    "?)",
    .samples = "SELECT 'check', 0, 'check', '', 0, 0");
SQL(list_view_lock_sql,
    "SELECT list FROM saved_view WHERE id = ? AND (account_id = ? OR (account_id = 0 AND ? = 1)) FOR UPDATE",
    .samples = "SELECT MAX(id), 0, 1 FROM saved_view UNION ALL SELECT 0, 0, 0");
SQL(list_view_list_sql, "SELECT list FROM saved_view WHERE id = ? AND account_id IN (0, ?)",
    .samples = "SELECT MAX(id), 0 FROM saved_view UNION ALL SELECT 0, 0");
SQL(list_view_drop_sql, "DELETE FROM saved_view WHERE id = ?",
    .samples = "SELECT MAX(id) FROM saved_view UNION ALL SELECT 0");

/* ---- reading, with a memory of a second ---- */

struct kept {
	const struct list *list;
	int64_t account_id, at;
	struct arena *arena;
	struct rows views;
};
#define KEPT 32
static struct kept kept[KEPT];
static size_t kept_next;

static struct kept *
kept_find(const struct ctx *ctx, const struct list *list)
{
	size_t i;

	for (i = 0; i < KEPT; i++)
		if (kept[i].list == list && kept[i].account_id == ctx->actor.account_id)
			return &kept[i];
	kept_next = (kept_next + 1) % KEPT;
	return &kept[kept_next];
}

enum rc
list_views(struct ctx *ctx, const struct list *list, bool fresh, struct rows *views)
{
	struct kept *place = kept_find(ctx, list);
	struct arena *arena = ctx->arena;
	enum rc rc;

	if (fresh || place->list != list || place->account_id != ctx->actor.account_id ||
	    place->at != ctx->now) {
		if (place->arena == NULL)
			place->arena = arena_new(4096);
		arena_reset(place->arena, 16384);
		place->list = NULL;
		ctx->arena = place->arena;
		rc = db_rows(ctx, &list_views_sql, &view_record, &place->views,
		    ARGS(arg_text(list->name), arg_int(ctx->actor.account_id)));
		ctx->arena = arena;
		if (rc != RC_OK)
			return rc;
		place->list = list;
		place->account_id = ctx->actor.account_id;
		place->at = ctx->now;
	}
	*views = place->views;
	return RC_OK;
}

/* ---- changing ---- */

static enum rc
view_add(
    struct ctx *ctx, const struct list *list, const char *name, const char *query, int64_t owner, int64_t *id)
{
	int64_t count = 0;
	enum rc rc;

	rc = db_int(ctx, &list_view_count_sql, &count, ARGS(arg_text(list->name), arg_int(owner)));
	if (rc != RC_OK)
		return rc;
	if (count >= LIST_VIEW_MOST)
		return ctx_fail(ctx, RC_INVALID, "list.view.many", NULL);
	rc = db_exec(ctx, &list_view_add_sql,
	    ARGS(arg_text(list->name), arg_int(owner), arg_text(name), arg_text(query),
		arg_int(ctx->actor.account_id), arg_int(ctx->now)));
	if (rc == RC_CONFLICT)
		return ctx_fail(ctx, RC_INVALID, "list.view.taken", name, NULL);
	if (rc != RC_OK)
		return rc;
	*id = db_insert_id(ctx);
	tx_result(ctx, "view", *id);
	return RC_OK;
}

enum rc
list_view_save(
    struct ctx *ctx, const struct list *list, const char *name, const char *query, bool shared, int64_t *id)
{
	enum rc rc;

	if (shared && !actor_may(&ctx->actor, &RIGHT_VIEW_SHARE))
		return RC_FORBIDDEN;
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = view_add(ctx, list, name, query, shared ? 0 : ctx->actor.account_id, id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
list_view_list(struct ctx *ctx, int64_t id, const char **list)
{
	struct list_name of = { "" };
	enum rc rc = db_row(
	    ctx, &list_view_list_sql, &name_record, &of, ARGS(arg_int(id), arg_int(ctx->actor.account_id)));

	*list = of.list;
	return rc;
}

enum rc
list_view_drop(struct ctx *ctx, int64_t id, const char **list)
{
	struct list_name of = { "" };
	int64_t may_share = actor_may(&ctx->actor, &RIGHT_VIEW_SHARE);
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = db_row(ctx, &list_view_lock_sql, &name_record, &of,
			    ARGS(arg_int(id), arg_int(ctx->actor.account_id), arg_int(may_share)));
		if (rc == RC_OK)
			rc = db_exec(ctx, &list_view_drop_sql, ARGS(arg_int(id)));
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	*list = of.list;
	return rc;
}

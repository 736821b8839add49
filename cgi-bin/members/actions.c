/* SPDX-License-Identifier: MIT */
/* An agent changes a member's contact data and consent (RULE MEM-4). Not the form: pages_edit.c. */
#include "members/actions.h"
#include "audit/audit.h"
#include "db/tx.h"
#include "members/rules.h"
#include "members/store.h"

#include <string.h>

SQL(member_edit_sql,
    "UPDATE member SET name = ?, phone = ?, phone_last4 = ?, email = ?, province_id = ?, city_id = ?, "
    "district_id = ?, address = ?, consent = ?, version = version + 1 WHERE id = ? AND version = ?",
    .samples =
	"SELECT '', '', '', '', 0, 0, 0, '', 7, MAX(id), 1 FROM member UNION ALL SELECT '', '', '', '', "
	"0, 0, 0, '', 7, 0, 0");

static void
text_diff(struct diff *diff, const char *field, const char *before, const char *after, bool differs)
{
	if (differs)
		diff_add(diff, field, before, after);
}

/* "浙江省杭州市西湖区" */
static enum rc
region_words(struct ctx *ctx, const struct member *member, const char **words)
{
	const char *province, *city, *district;
	enum rc rc = region_name(ctx, member->province_id, &province);

	if (rc == RC_OK)
		rc = region_name(ctx, member->city_id, &city);
	if (rc == RC_OK)
		rc = region_name(ctx, member->district_id, &district);
	if (rc == RC_OK)
		*words = arena_printf(ctx->arena, "%s%s%s", province, city, district);
	return rc;
}

/* What changed, contact data masked. */
static enum rc
edit_diff(struct ctx *ctx, struct diff *diff, const struct member *before, const struct member *after)
{
	struct arena *arena = ctx->arena;
	const char *was, *is;
	enum rc rc = region_words(ctx, before, &was);

	if (rc == RC_OK)
		rc = region_words(ctx, after, &is);
	if (rc != RC_OK)
		return rc;
	text_diff(diff, "members.field.name", mask_name(arena, before->name), mask_name(arena, after->name),
	    strcmp(before->name, after->name) != 0);
	text_diff(diff, "members.field.phone", mask_phone(arena, before->phone),
	    mask_phone(arena, after->phone), strcmp(before->phone, after->phone) != 0);
	text_diff(diff, "members.field.email", mask_email(arena, before->email),
	    mask_email(arena, after->email), strcmp(before->email, after->email) != 0);
	text_diff(diff, "members.field.region", was, is, strcmp(was, is) != 0);
	text_diff(diff, "members.page.address", *before->address != '\0' ? "******" : "",
	    *after->address != '\0' ? "******" : "", strcmp(before->address, after->address) != 0);
	member_consent_diff(diff, before->consent, after->consent);
	return RC_OK;
}

static enum rc
edit_save(struct ctx *ctx, const struct member *before, const struct member *after)
{
	const bool reach = before->consent != after->consent || strcmp(before->phone, after->phone) != 0;
	const bool renamed =
	    strcmp(before->name, after->name) != 0 || strcmp(before->phone, after->phone) != 0;
	enum rc rc = db_exec(ctx, &member_edit_sql,
	    ARGS(arg_text(after->name), arg_text(after->phone), arg_text(after->phone_last4),
		arg_text(after->email), arg_int(after->province_id), arg_int(after->city_id),
		arg_int(after->district_id), arg_text(after->address), arg_int(after->consent),
		arg_int(after->id), arg_int(before->version)));

	if (rc == RC_OK)
		rc = member_counts_follow(ctx, before, after, 1);
	if (rc == RC_OK && reach)
		rc = event_send(ctx, &MEMBER_CHANGED, &after->id, 1);
	if (rc == RC_OK && renamed)
		rc = event_send(ctx, &MEMBER_WAS_RENAMED, &after->id, 1);
	return rc;
}

/* What the row becomes; RC_INVALID with the field at fault. */
static enum rc
edit_plan(struct ctx *ctx, const struct member *before, const struct member *given, struct member *after,
    const char **field)
{
	const char *phone = phone_normal(ctx->arena, given->phone), *reason = NULL;

	*after = *before;
	after->name = given->name;
	after->phone = phone != NULL ? phone : given->phone;
	after->phone_last4 = phone_last4(ctx->arena, after->phone);
	after->email = given->email;
	after->province_id = given->province_id;
	after->city_id = given->city_id;
	after->district_id = given->district_id;
	after->address = given->address;
	after->consent = given->consent & CONSENT_ALL;
	if (member_check(after, field, &reason) != RC_OK)
		return ctx_fail(ctx, RC_INVALID, reason, NULL);
	return RC_OK;
}

static enum rc
edit(struct ctx *ctx, int64_t id, int64_t version, const struct member *given, const char **field,
    bool *changed)
{
	struct diff diff = { .count = 0 };
	struct member before, after;
	enum rc rc = member_lock(ctx, id, &before);

	if (rc == RC_OK && before.state != MEMBER_ACTIVE)
		rc = ctx_refuse(ctx, "members.refused.gone", NULL);
	if (rc == RC_OK)
		rc = member_ask_identity(ctx, id);
	if (rc == RC_OK && before.version != version)
		rc = ctx_fail(ctx, RC_CONFLICT, "members.conflict", NULL);
	if (rc == RC_OK)
		rc = edit_plan(ctx, &before, given, &after, field);
	if (rc == RC_OK)
		rc = edit_diff(ctx, &diff, &before, &after);
	if (rc != RC_OK)
		return rc;
	tx_result(ctx, "member", id);
	*changed = diff.count > 0;
	if (!*changed)
		return RC_OK;
	rc = edit_save(ctx, &before, &after);
	return rc == RC_OK ? audit_add(ctx, "member.edit", "member", id, &diff) : rc;
}

enum rc
member_edit(struct ctx *ctx, int64_t id, int64_t version, const struct member *given, const char **field,
    bool *changed)
{
	enum rc rc;

	do {
		*field = "";
		*changed = false;
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = edit(ctx, id, version, given, field, changed);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

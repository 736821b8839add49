/* SPDX-License-Identifier: MIT */
/* Changes of messages and visits, each a transaction of its own. */
#include "audit/audit.h"
#include "base/utf8.h"
#include "db/tx.h"
#include "desk/store.h"
#include "members/members.h"
#include "notices/notices.h"
#include "orders/orders.h"
#include "policy/policy.h"

#include <inttypes.h>
#include <string.h>

/* The beginning of a text for lists, in one line. */
static const char *
summary_of(struct ctx *ctx, const char *text)
{
	char *line = arena_strndup(ctx->arena, text, utf8_cut(text, 60));

	for (char *c = line; *c != '\0'; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	return line;
}

/* --- messages (RULE CMP-11) -------------------------------------------------------------------------------------- */

static enum rc
message_prepare(struct ctx *ctx, const struct message *given, const char *text, struct message *message)
{
	struct service_hours hours;
	struct figure until;
	enum rc rc = policy_hours(ctx, given->left_at, &hours);

	if (rc == RC_OK)
		rc = policy_get(ctx, "complaints.message_until", given->left_at, &until);
	if (rc != RC_OK)
		return rc;
	*message = *given;
	message->summary = summary_of(ctx, text);
	message->due_at = message_due(given->left_at, &hours, until.value);
	message->policy_version = until.version;
	return RC_OK;
}

enum rc
message_add(struct ctx *ctx, const struct message *given, const char *text, int64_t *id)
{
	struct message message;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = message_prepare(ctx, given, text, &message);
		if (rc == RC_OK)
			rc = message_insert(ctx, &message, text, id);
		if (rc == RC_OK)
			rc = audit_add(ctx, "message.add", "message", *id, NULL);
		if (rc == RC_OK)
			tx_result(ctx, "message", *id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

/* What sets the three changes of a message apart. */
struct message_change {
	const char *action;
	int64_t state;      /* MESSAGE_WAITS: it is only taken */
	const char *answer; /* NULL: none */
	const char *reason; /* for the log */
};

static enum rc
message_apply(struct ctx *ctx, struct message *message, const struct message_change *change)
{
	struct diff diff = { .reason = change->reason };
	const char *staff = actor_label(ctx->arena, &ctx->actor), *refusal = message_refusal(message);
	enum rc rc;

	if (refusal != NULL)
		return ctx_refuse(
		    ctx, refusal, message->ended_staff, time_text(ctx->arena, message->ended_at), NULL);
	if (strcmp(message->owner_staff, staff) != 0)
		diff_add(&diff, "desk.field.owner", message->owner_staff, staff);
	message->owner_id = ctx->actor.account_id;
	message->owner_staff = staff;
	if (change->state != MESSAGE_WAITS) {
		diff_add(&diff, "desk.field.state", "@desk.message.1",
		    arena_printf(ctx->arena, "@desk.message.%" PRId64, change->state));
		message->state = change->state;
		message->ended_at = ctx->now;
		message->ended_staff = staff;
		message->late = ctx->now > message->due_at;
	}
	rc = message_save(ctx, message, change->answer);
	return rc == RC_OK ? audit_add(ctx, change->action, "message", message->id, &diff) : rc;
}

static enum rc
message_act(struct ctx *ctx, int64_t id, int64_t version, const struct message_change *change)
{
	struct message message;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = message_lock(ctx, id, version, &message);
		if (rc == RC_OK)
			rc = message_apply(ctx, &message, change);
		if (rc == RC_OK)
			tx_result(ctx, "message", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

enum rc
message_take(struct ctx *ctx, int64_t id, int64_t version)
{
	return message_act(
	    ctx, id, version, &(struct message_change){ "message.take", MESSAGE_WAITS, NULL, NULL });
}

enum rc
message_answer(struct ctx *ctx, int64_t id, int64_t version, const char *answer)
{
	return message_act(
	    ctx, id, version, &(struct message_change){ "message.answer", MESSAGE_ANSWERED, answer, NULL });
}

enum rc
message_dismiss(struct ctx *ctx, int64_t id, int64_t version, const char *reason)
{
	return message_act(
	    ctx, id, version, &(struct message_change){ "message.dismiss", MESSAGE_DISMISSED, NULL, reason });
}

/* --- visits (RULE CMP-12) ---------------------------------------------------------------------------------------- */

/* The customer's total, the order's and how often he came about it, as they stand now. */
static enum rc
visit_facts(struct ctx *ctx, struct visit *visit)
{
	struct member member = { .spent_fen = 0 };
	struct order order;
	int64_t contacts = 0;
	enum rc rc = RC_OK;

	if (visit->order_id != 0) {
		rc = order_get(ctx, visit->order_id, &order);
		if (rc == RC_OK && visit->member_id != 0 && order.member_id != visit->member_id)
			return ctx_fail(ctx, RC_INVALID, "desk.invalid.order_of_another", NULL);
		if (rc == RC_OK) {
			visit->member_id = order.member_id;
			visit->order_fen = order.total_fen;
		}
	}
	if (rc == RC_OK && visit->member_id != 0)
		rc = member_get(ctx, visit->member_id, &member);
	if (rc == RC_OK && visit->member_id != 0)
		visit->spent_fen = member.spent_fen;
	if (rc == RC_OK)
		rc = visit_contacts(ctx, visit->complaint_id, visit->order_id, &contacts);
	/* a complaint is itself an earlier contact about the matter */
	visit->contact_no = contacts + (visit->complaint_id != 0 ? 2 : 1);
	return rc;
}

static enum rc
visit_decide(struct ctx *ctx, struct visit *visit)
{
	struct figure spent, contact, order;
	enum rc rc = policy_get(ctx, "complaints.visit_spent", ctx->now, &spent);

	if (rc == RC_OK)
		rc = policy_get(ctx, "complaints.visit_contact", ctx->now, &contact);
	if (rc == RC_OK)
		rc = policy_get(ctx, "complaints.visit_order", ctx->now, &order);
	if (rc != RC_OK)
		return rc;
	visit->reasons =
	    visit_reasons(visit, &(struct visit_limits){ spent.value, contact.value, order.value });
	visit->policy_version = spent.version;
	return RC_OK;
}

/* Supervisors are told at once whom they are to take over. */
static enum rc
visit_tell(struct ctx *ctx, const struct visit *visit, int64_t id)
{
	if (visit->reasons == 0)
		return RC_OK;
	return notice_add(ctx, &(struct notice){ .topic = "desk.visit",
				   .subject = arena_printf(ctx->arena, "visit:%" PRId64, id),
				   .occasion = "",
				   .channel = NOTICE_PORTAL,
				   .role = ROLE_SUPERVISOR,
				   .text_key = "desk.notice.visit",
				   .text_arg = { time_text(ctx->arena, visit->arrived_at), "", "", "" },
				   .path = arena_printf(ctx->arena, "/visits/%" PRId64, id) });
}

enum rc
visit_add(struct ctx *ctx, const struct visit *given, int64_t *id)
{
	struct visit visit;
	enum rc rc;

	do {
		visit = *given;
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = visit_facts(ctx, &visit);
		if (rc == RC_OK)
			rc = visit_decide(ctx, &visit);
		if (rc == RC_OK)
			rc = visit_insert(ctx, &visit, id);
		if (rc == RC_OK)
			rc = audit_add(ctx, "visit.add", "visit", *id, NULL);
		if (rc == RC_OK)
			rc = visit_tell(ctx, &visit, *id);
		if (rc == RC_OK)
			tx_result(ctx, "visit", *id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
visit_served(struct ctx *ctx, struct visit *visit, bool supervises)
{
	const char *refusal = visit_take_refusal(visit, ctx->actor.account_id, supervises);
	struct diff diff = { .count = 0 };
	enum rc rc;

	if (refusal != NULL)
		return ctx_refuse(ctx, refusal, visit->owner_staff, NULL);
	diff_add(&diff, "desk.field.owner", visit->owner_staff, actor_label(ctx->arena, &ctx->actor));
	visit->state = VISIT_SERVED;
	visit->owner_id = ctx->actor.account_id;
	visit->owner_staff = actor_label(ctx->arena, &ctx->actor);
	if (visit->taken_at == 0)
		visit->taken_at = ctx->now;
	rc = visit_save(ctx, visit);
	return rc == RC_OK ? audit_add(ctx, "visit.take", "visit", visit->id, &diff) : rc;
}

enum rc
visit_take(struct ctx *ctx, int64_t id, int64_t version, bool supervises)
{
	struct visit visit;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = visit_lock(ctx, id, version, &visit);
		if (rc == RC_OK)
			rc = visit_served(ctx, &visit, supervises);
		if (rc == RC_OK)
			tx_result(ctx, "visit", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static enum rc
visit_ended(struct ctx *ctx, struct visit *visit, const char *outcome)
{
	const char *refusal = visit_end_refusal(visit, ctx->actor.account_id);
	struct diff diff = { .reason = outcome };
	enum rc rc;

	if (refusal != NULL)
		return ctx_refuse(ctx, refusal, visit->owner_staff, NULL);
	diff_add(&diff, "desk.field.state", "@desk.visit.2", "@desk.visit.3");
	visit->state = VISIT_OVER;
	visit->ended_at = ctx->now;
	visit->outcome = outcome;
	rc = visit_save(ctx, visit);
	return rc == RC_OK ? audit_add(ctx, "visit.end", "visit", visit->id, &diff) : rc;
}

enum rc
visit_end(struct ctx *ctx, int64_t id, int64_t version, const char *outcome)
{
	struct visit visit;
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = visit_lock(ctx, id, version, &visit);
		if (rc == RC_OK)
			rc = visit_ended(ctx, &visit, outcome);
		if (rc == RC_OK)
			tx_result(ctx, "visit", id);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

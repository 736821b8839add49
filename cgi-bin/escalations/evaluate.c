/* SPDX-License-Identifier: MIT */
/* The five rules of escalation where they become true (RULE CMP-9): what changed is turned into causes, counted, written, told.
 * Not the counting itself: rules.c; not the rows: store_cause.c, store_write.c. */
#include "escalations/evaluate.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/lookup.h"
#include "notices/notices.h"
#include "policy/policy.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#define AUDIT_ROWS 20 /* more than that are one entry, as all rows of an import are */

/* What one batch of changes gives. */
struct evaluation {
	struct ctx *ctx;
	struct escalation_limits limits;
	const struct complaint_change *changes;
	size_t count;
	struct lookup *causes_by_key, *changes_by_id;
	struct cause *causes;
	size_t cause_count;
	struct behind *behind;
	size_t behind_count, behind_room;
	struct sighting *again, *quality; /* what is new of (a) and (e) */
	size_t again_count, quality_count;
};

enum rc
escalation_limits_get(struct ctx *ctx, struct escalation_limits *limits)
{
	struct figure figure;
	enum rc rc = policy_get(ctx, "complaints.escalate_window", ctx->now, &figure);

	limits->window = figure.value * DAY;
	if (rc == RC_OK)
		rc = policy_get(ctx, "complaints.escalate_undelivered_days", ctx->now, &figure);
	limits->undelivered = figure.value * DAY;
	if (rc == RC_OK)
		rc = policy_get(ctx, "complaints.escalate_quality_customers", ctx->now, &figure);
	limits->quality_customers = figure.value;
	return rc;
}

/* --- causes ----------------------------------------------------------------------------------------------------- */

static void
behind_add(struct evaluation *all, size_t cause, int64_t complaint_id, int64_t at)
{
	if (all->behind_count == all->behind_room) {
		struct behind *more = arena_array(all->ctx->arena, all->behind_room * 2 + 64, sizeof(*more));

		if (all->behind_count > 0)
			memcpy(more, all->behind, all->behind_count * sizeof(*more));
		all->behind = more;
		all->behind_room = all->behind_room * 2 + 64;
	}
	all->behind[all->behind_count++] = (struct behind){ cause, complaint_id, at };
}

/* The cause of that key, taken in when it is new; a live complaint is preferred as the one that made it fire. */
static size_t
cause_add(struct evaluation *all, const struct cause *cause, int64_t at)
{
	int64_t place = lookup_add(all->causes_by_key, cause->key, (int64_t)all->cause_count);
	struct cause *kept = &all->causes[place];

	if (place == (int64_t)all->cause_count)
		all->causes[all->cause_count++] = *cause;
	else if (!cause->newest->imported || kept->newest->imported)
		kept->newest = cause->newest;
	if (at > kept->last_at)
		kept->last_at = at;
	return (size_t)place;
}

static const char *
key_text(struct evaluation *all, char letter, char kind, int64_t number)
{
	return arena_printf(all->ctx->arena, "%c:%c%" PRId64, letter, kind, number);
}

/* (b), (c) and (d): one complaint is enough. */
static void
single_add(struct evaluation *all, const struct complaint *complaint, struct cause cause)
{
	cause.newest = complaint;
	behind_add(all, cause_add(all, &cause, complaint->opened_at), complaint->id, complaint->opened_at);
}

static void
undelivered_add(struct evaluation *all, const struct complaint *complaint)
{
	single_add(all, complaint,
	    (struct cause){ .rule = ESCALATION_UNDELIVERED,
		.key = key_text(all, 'b', 'o', complaint->order_id),
		.department = DEPARTMENT_LOGISTICS,
		.gm = true,
		.subject_id = complaint->order_id });
}

static void
site_add(struct evaluation *all, const struct complaint *complaint)
{
	int64_t day = clock_day(complaint->opened_at);

	single_add(all, complaint,
	    (struct cause){ .rule = ESCALATION_SITE,
		.key = key_text(all, 'c', 's', day),
		.department = DEPARTMENT_TECHNOLOGY,
		.gm = true,
		.subject_id = day });
}

static void
goods_add(struct evaluation *all, const struct complaint *complaint)
{
	bool order = complaint->order_id != 0;

	single_add(all, complaint,
	    (struct cause){ .rule = ESCALATION_GOODS,
		.key = key_text(all, 'd', order ? 'o' : 'c', order ? complaint->order_id : complaint->id),
		.department = DEPARTMENT_STOCK,
		.subject_id = complaint->order_id,
		.about_id = order ? 0 : complaint->id });
}

/* --- what a change may make true -------------------------------------------------------------------------------- */

static bool
turned_to(const struct complaint_change *change, int64_t problem)
{
	return change->after.problem == problem &&
	       (change->before.id == 0 || change->before.problem != problem);
}

/* RULE CMP-9b; when its term is not over yet, the complaint is looked at again then. */
static enum rc
undelivered_check(struct evaluation *all, const struct complaint_change *change)
{
	const struct complaint *complaint = &change->after;
	int64_t due = undelivered_due(change->shipped_at, all->limits.undelivered);
	int64_t at = complaint->imported || change->before.id == 0 ? complaint->opened_at : all->ctx->now;

	if (complaint->problem != PROBLEM_NOT_RECEIVED || complaint->order_id == 0 || due == 0)
		return RC_OK;
	if (change->before.id != 0 && complaint->state == COMPLAINT_CLOSED)
		return RC_OK;
	if (at >= due)
		undelivered_add(all, complaint);
	else if (!complaint->imported)
		return watch_put(all->ctx, complaint->id, due);
	return RC_OK;
}

static void
again_want(struct evaluation *all, const struct complaint_change *change)
{
	const struct complaint *before = &change->before, *after = &change->after;
	struct sighting one = { after->department, after->member_id, after->id, after->opened_at, false };

	if (after->member_id == 0 ||
	    (before->id != 0 && before->member_id == after->member_id &&
		before->department == after->department && before->about_id == after->about_id))
		return;
	all->again[all->again_count++] = one;
	one.subject = -after->about_id;
	if (after->about_id != 0)
		all->again[all->again_count++] = one;
}

static enum rc
change_check(struct evaluation *all, const struct complaint_change *change)
{
	again_want(all, change);
	if (turned_to(change, PROBLEM_SITE_FAULT))
		site_add(all, &change->after);
	if (turned_to(change, PROBLEM_OTHER_GOODS))
		goods_add(all, &change->after);
	return undelivered_check(all, change);
}

/* Products of new complaints come with the change; those of changed ones are read. */
static enum rc
quality_want(struct evaluation *all)
{
	struct ctx *ctx = all->ctx;
	int64_t *ids = arena_array(ctx->arena, all->count + 1, sizeof(*ids));
	struct rows stored = { NULL, 0 };
	size_t asked = 0, given = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < all->count; i++) {
		const struct complaint_change *change = &all->changes[i];

		given += change->product_count;
		if (change->before.id != 0 &&
		    (change->before.problem != change->after.problem || change->product_count > 0 ||
			change->before.member_id != change->after.member_id))
			ids[asked++] = change->after.id;
	}
	if (asked > 0)
		rc = quality_products(ctx, ids, asked, &stored);
	if (rc != RC_OK)
		return rc;
	all->quality = arena_array(ctx->arena, stored.count + given + 1, sizeof(*all->quality));
	if (stored.count > 0)
		memcpy(all->quality, stored.items, stored.count * sizeof(*all->quality));
	all->quality_count = stored.count;
	for (size_t i = 0; i < all->count; i++) {
		const struct complaint_change *change = &all->changes[i];

		for (size_t p = 0; change->before.id == 0 && p < change->product_count; p++)
			if (change->products[p].quality)
				all->quality[all->quality_count++] =
				    (struct sighting){ change->products[p].product_id,
					    change->after.member_id, change->after.id,
					    change->after.opened_at, false };
	}
	return RC_OK;
}

/* --- (a) and (e): together with what is there ------------------------------------------------------------------- */

/* What was read, and what is new and may not be written yet, each once. */
static struct sighting *
sightings_join(struct ctx *ctx, const struct rows *stored, const struct sighting *fresh, size_t fresh_count,
    size_t *count)
{
	const struct sighting *row = stored->items;
	struct sighting *both = arena_array(ctx->arena, stored->count + fresh_count + 1, sizeof(*both));
	struct lookup *seen = lookup_new(ctx->arena, stored->count + fresh_count + 1);

	*count = 0;
	for (size_t i = 0; i < stored->count + fresh_count; i++) {
		const struct sighting *one = i < stored->count ? &row[i] : &fresh[i - stored->count];
		const char *key =
		    arena_printf(ctx->arena, "%" PRId64 ":%" PRId64, one->subject, one->complaint_id);

		if (lookup_add(seen, key, (int64_t)i) == (int64_t)i)
			both[(*count)++] = *one;
	}
	return both;
}

/* The complaint of this batch that belongs to a marked run: without one nothing changed for that cause. */
static const struct complaint *
newest_of(const struct evaluation *all, const struct sighting *run, size_t count)
{
	const struct complaint *newest = NULL;

	for (size_t i = 0; i < count; i++) {
		int64_t place =
		    run[i].behind ? lookup_find_id(all->changes_by_id, run[i].complaint_id, -1) : -1;

		if (place >= 0 && (newest == NULL || newest->imported || !all->changes[place].after.imported))
			newest = &all->changes[place].after;
	}
	return newest;
}

static void
run_add(struct evaluation *all, struct cause cause, const struct sighting *run, size_t count)
{
	size_t place;

	cause.newest = newest_of(all, run, count);
	if (cause.newest == NULL)
		return;
	place = cause_add(all, &cause, 0);
	for (size_t i = 0; i < count; i++) {
		if (!run[i].behind)
			continue;
		behind_add(all, place, run[i].complaint_id, run[i].at);
		if (run[i].at > all->causes[place].last_at)
			all->causes[place].last_at = run[i].at;
	}
}

static struct cause
again_cause(struct evaluation *all, const struct sighting *one)
{
	bool person = one->subject < 0;

	return (struct cause){ .rule = ESCALATION_AGAIN,
		.key = arena_printf(all->ctx->arena, "a:m%" PRId64 ":%c%" PRId64, one->customer,
		    person ? 'p' : 'd', person ? -one->subject : one->subject),
		.department = person ? DEPARTMENT_GM : one->subject,
		.subject_id = one->customer,
		.about_id = person ? -one->subject : 0,
		.about_person = person };
}

static enum rc
again_evaluate(struct evaluation *all)
{
	struct rows stored;
	struct sighting *both;
	size_t count, end;
	enum rc rc;

	if (all->again_count == 0)
		return RC_OK;
	rc = again_read(all->ctx, all->again, all->again_count, all->limits.window, &stored);
	if (rc != RC_OK)
		return rc;
	both = sightings_join(all->ctx, &stored, all->again, all->again_count, &count);
	again_sort(both, count);
	for (size_t begin = 0; begin < count; begin = end) {
		for (end = begin; end < count && both[end].customer == both[begin].customer &&
				  both[end].subject == both[begin].subject;
		     end++)
			;
		if (again_mark(both + begin, end - begin, all->limits.window) > 0)
			run_add(all, again_cause(all, &both[begin]), both + begin, end - begin);
	}
	return RC_OK;
}

static enum rc
quality_evaluate(struct evaluation *all)
{
	struct rows stored;
	struct sighting *both;
	size_t count, end;
	enum rc rc;

	if (all->quality_count == 0)
		return RC_OK;
	rc = quality_read(all->ctx, all->quality, all->quality_count, all->limits.window, &stored);
	if (rc != RC_OK)
		return rc;
	both = sightings_join(all->ctx, &stored, all->quality, all->quality_count, &count);
	quality_sort(both, count);
	for (size_t begin = 0; begin < count; begin = end) {
		for (end = begin; end < count && both[end].subject == both[begin].subject; end++)
			;
		if (quality_mark(all->ctx->arena, both + begin, end - begin, all->limits.window,
			all->limits.quality_customers) > 0)
			run_add(all,
			    (struct cause){ .rule = ESCALATION_QUALITY,
				.key = key_text(all, 'e', 'p', both[begin].subject),
				.department = DEPARTMENT_QUALITY,
				.gm = true,
				.subject_id = both[begin].subject },
			    both + begin, end - begin);
	}
	return RC_OK;
}

/* --- writing and telling ---------------------------------------------------------------------------------------- */

static enum rc
fired_audit(struct ctx *ctx, const struct escalation *fired, size_t count)
{
	crypto_generichash_state state;
	unsigned char hash[32];
	enum rc rc = RC_OK;

	if (count <= AUDIT_ROWS) {
		for (size_t i = 0; i < count && rc == RC_OK; i++) {
			struct diff diff = { .count = 0 };

			diff_add(&diff, "escalations.field.rule", "",
			    arena_printf(ctx->arena, "@%s", escalation_rule_key(fired[i].rule)));
			diff_add(&diff, "escalations.field.cause", "", fired[i].subject);
			rc = audit_add(ctx, "escalation.raise", "escalation", fired[i].id, &diff);
		}
		return rc;
	}
	crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < count; i++)
		crypto_generichash_update(
		    &state, (const unsigned char *)fired[i].cause, strlen(fired[i].cause) + 1);
	crypto_generichash_final(&state, hash, sizeof(hash));
	return audit_batch(ctx, "escalation.raise", "escalation", fired[0].id, (int64_t)count, hash);
}

static enum rc
fired_notice(struct ctx *ctx, const struct escalation *fired, int64_t role)
{
	return notice_add(
	    ctx, &(struct notice){ .topic = "escalations.raised",
		     .subject = arena_printf(ctx->arena, "escalation:%" PRId64, fired->id),
		     .occasion = "",
		     .channel = NOTICE_PORTAL,
		     .role = (uint32_t)role,
		     .text_key = arena_printf(ctx->arena, "escalations.notice.%" PRId64, fired->rule),
		     .text_arg = { fired->subject, arena_printf(ctx->arena, "%" PRId64, fired->records) },
		     .path = arena_printf(ctx->arena, "/complaints/escalations/%" PRId64, fired->id) });
}

static enum rc
fired_tell(struct ctx *ctx, const struct escalation *fired, size_t count)
{
	int64_t gm = department_role(DEPARTMENT_GM);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++) {
		int64_t role = department_role(fired[i].department);

		rc = fired_notice(ctx, &fired[i], role);
		if (rc == RC_OK && fired[i].gm && role != gm)
			rc = fired_notice(ctx, &fired[i], gm);
	}
	return rc;
}

static enum rc
fired_send(struct evaluation *all, const struct escalation *fired, size_t count)
{
	struct escalation_fired *items = arena_array(all->ctx->arena, count + 1, sizeof(*items));
	enum rc rc = fired_audit(all->ctx, fired, count);

	if (rc == RC_OK)
		rc = fired_tell(all->ctx, fired, count);
	for (size_t i = 0; i < count; i++) {
		int64_t place = lookup_find_id(all->changes_by_id, fired[i].complaint_id, 0);

		items[i] = (struct escalation_fired){ fired[i].id, fired[i].rule, all->changes[place].after };
	}
	return rc == RC_OK ? event_send(all->ctx, &ESCALATION_FIRED, items, count) : rc;
}

static enum rc
causes_finish(struct evaluation *all)
{
	struct rows fired;
	enum rc rc;

	if (all->cause_count == 0)
		return RC_OK;
	rc = causes_write(all->ctx, all->causes, all->cause_count, all->behind, all->behind_count, &fired);
	return rc == RC_OK && fired.count > 0 ? fired_send(all, fired.items, fired.count) : rc;
}

/* --- all five --------------------------------------------------------------------------------------------------- */

/* Customers, products and what single causes are about: whoever counts the same waits. */
static enum rc
evaluation_lock(struct evaluation *all)
{
	size_t most = all->again_count + all->quality_count + all->cause_count;
	int64_t *keys = arena_array(all->ctx->arena, most + 1, sizeof(*keys));
	size_t count = 0;

	for (size_t i = 0; i < all->again_count; i++)
		keys[count++] = all->again[i].customer;
	for (size_t i = 0; i < all->quality_count; i++)
		keys[count++] =
		    all->quality[i].subject + 17; /* not always the row of the same number's customer */
	for (size_t i = 0; i < all->cause_count; i++)
		keys[count++] = all->causes[i].subject_id + 31;
	return causes_lock(all->ctx, keys, count);
}

static void
evaluation_begin(
    struct evaluation *all, struct ctx *ctx, const struct complaint_change *changes, size_t count)
{
	*all = (struct evaluation){ .ctx = ctx, .changes = changes, .count = count };
	all->changes_by_id = lookup_new(ctx->arena, count + 1);
	for (size_t i = 0; i < count; i++)
		lookup_add_id(all->changes_by_id, changes[i].after.id, (int64_t)i);
	all->again = arena_array(ctx->arena, 2 * count + 1, sizeof(*all->again));
}

/* How many causes there can be is known once it is known what is counted. */
static void
causes_room(struct evaluation *all, size_t most)
{
	all->causes = arena_array(all->ctx->arena, most + 1, sizeof(*all->causes));
	all->causes_by_key = lookup_new(all->ctx->arena, most + 1);
}

static enum rc
complaints_changed(struct ctx *ctx, const void *items, size_t count)
{
	struct evaluation all;
	enum rc rc;

	evaluation_begin(&all, ctx, items, count);
	rc = escalation_limits_get(ctx, &all.limits);
	if (rc == RC_OK)
		rc = quality_want(&all);
	causes_room(&all, 5 * count + (rc == RC_OK ? all.quality_count : 0));
	for (size_t i = 0; i < count && rc == RC_OK; i++)
		rc = change_check(&all, &all.changes[i]);
	if (rc == RC_OK && all.again_count + all.quality_count + all.cause_count > 0)
		rc = evaluation_lock(&all);
	if (rc == RC_OK)
		rc = again_evaluate(&all);
	if (rc == RC_OK)
		rc = quality_evaluate(&all);
	return rc == RC_OK ? causes_finish(&all) : rc;
}

enum rc
escalation_undelivered(struct ctx *ctx, const struct complaint *complaint)
{
	const struct complaint_change change = { .before = *complaint, .after = *complaint, .did = "" };
	struct evaluation all;
	enum rc rc;

	evaluation_begin(&all, ctx, &change, 1);
	causes_room(&all, 1);
	undelivered_add(&all, &change.after);
	rc = evaluation_lock(&all);
	return rc == RC_OK ? causes_finish(&all) : rc;
}

const struct listener escalation_listeners[] = { { &COMPLAINT_CHANGED, complaints_changed }, { NULL, NULL } };

/* SPDX-License-Identifier: MIT */
/* Rows of loyalty/ as its own files read and write them. */
#ifndef LOYALTY_STORE_H
#define LOYALTY_STORE_H

#include "db/db.h"
#include "loyalty/rules.h"

/* What a member's total and tier were and are. Region, consent and state are those of the member, for the lists' counts. */
struct standing {
	int64_t id, spent_fen, tier, province_id, consent, state;
};
extern const struct record standing_record;

enum tier_cause { TIER_ORDER = 1, TIER_POLICY = 2 }; /* the numbers are stored */

/* standings_lock(): FOR UPDATE, ascending ids: the order in which all writers lock. */
enum rc standings_lock(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *standings) MUST_CHECK;

/* A member's move from one standing to another, and why. */
struct tier_move {
	struct standing before, after;
	int64_t orders, last_order_at; /* added; the later one counts */
	int64_t cause, cause_id;       /* enum tier_cause */
	const char *cause_no;
};
/* tier_moves_save(): totals and tiers of locked members, all that follows from them: buckets, the lists' counts, history, the
 * queue's rows, the event. Inside a transaction only. */
enum rc tier_moves_save(
    struct ctx *ctx, const struct tier_move *moves, size_t count, int64_t policy_version) MUST_CHECK;

/* spent_between(): members who spent `from` … below `to` fen, exact; bounded by the number of buckets, and the members of two of
 * them. `from` 0 or less: those who spent nothing are in. */
enum rc spent_between(struct ctx *ctx, int64_t from, int64_t to, int64_t *members) MUST_CHECK;

/* tier_run_get(): the moving of members under the newest version: RC_NOT_FOUND before the first. */
struct tier_run {
	int64_t policy_version, since, started_at, ended_at;
	const char *ranges;
	int64_t range_no, after_fen, after_id, total, seen, moved;
};
enum rc tier_run_get(struct ctx *ctx, struct tier_run *run) MUST_CHECK;

/* retier_due(): job: begins what has to be begun, and moves members until all stand where they belong. */
enum rc retier_due(struct ctx *ctx) MUST_CHECK;

#endif

/* SPDX-License-Identifier: MIT */
/* Escalations (RULE CMP-9): five rules, evaluated in the transaction that makes them true; each fires once per cause, goes on
 * counting, and shows the complaints that made it fire. Listens to COMPLAINT_CHANGED. Owns: escalation, escalation_record,
 * escalation_lock, escalation_watch.
 *
 * Decided here, where the rules leave it open:
 * - (a) The cause is customer and department, or customer and person. Unknown callers cannot be told apart and never count; the
 *   department answers, for a person the GM.
 * - (b) The cause is the order. Seven days to the second are not yet more than seven. A complaint that comes earlier is looked at
 *   again when they are over, as long as it is open. Logistics and the GM.
 * - (c) The cause is the day: one outage brings many complaints and is one fault. Only a fault of the site itself: who cannot order
 *   or pay is handed to technology (CMP-3), and escalates when the problem is set to a fault of the site. Technology and the GM.
 * - (d) The cause is the order, without one the complaint. The warehouse.
 * - (e) The cause is the product. Unknown callers do not count. Quality and the GM.
 * - Windows of (a) and (e) are between two complaints, whichever way round they come in: exactly 90 days is within. A complaint is
 *   behind an escalation if it stands in such a window; what comes years later does not count.
 * - Imported complaints count, but nobody is told of what happened long ago. The first live one that adds to such a cause raises it. */
#ifndef ESCALATIONS_ESCALATIONS_H
#define ESCALATIONS_ESCALATIONS_H

#include "complaints/complaints.h"
#include "policy/role.h"

/* The numbers are stored. */
enum escalation_rule {
	ESCALATION_AGAIN = 1,       /* (a) the same customer twice about the same department or person */
	ESCALATION_UNDELIVERED = 2, /* (b) not received though shipped more than 7 days ago */
	ESCALATION_SITE = 3,        /* (c) fault of the web site */
	ESCALATION_GOODS = 4,       /* (d) more or other goods received than ordered */
	ESCALATION_QUALITY = 5      /* (e) more than 3 customers report a quality fault of the same product */
};
#define ESCALATION_RULES 5
enum escalation_state {
	ESCALATION_RAISED = 1,
	ESCALATION_ANSWERED = 2,
	ESCALATION_CLOSED = 3,
	ESCALATION_HISTORY = 4 /* by imported complaints only: nobody was told */
};

/* A row of `escalation`; columns of the same names. */
struct escalation {
	int64_t id, rule;
	const char *cause;
	int64_t state, department;
	bool gm;
	int64_t records, raised_at, last_at, complaint_id;
	const char *subject, *answer;
	int64_t answered_at;
	const char *answered_staff;
	int64_t closed_at;
	const char *closed_staff;
	int64_t version;
};
extern const struct record escalation_record;

/* Sent inside the transaction in which a rule fires for live complaints. */
struct escalation_fired {
	int64_t escalation_id, rule;
	struct complaint complaint; /* that made it fire */
};
extern const struct event ESCALATION_FIRED; /* items: struct escalation_fired[] */

/* escalation_day(): those raised on a day of the shop's zone, oldest first, at most `most`. */
struct rows;
enum rc escalation_day(struct ctx *ctx, int64_t day, int64_t most, struct rows *escalations) MUST_CHECK;
/* escalation_answer(): by the department or the GM. escalation_close(): once answered. Each a transaction of its own. */
enum rc escalation_answer(struct ctx *ctx, int64_t id, int64_t version, const char *answer) MUST_CHECK;
enum rc escalation_close(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
/* escalation_watch_due(): what houtai-jobs does: (b) for complaints whose seven days are over now. */
enum rc escalation_watch_due(struct ctx *ctx) MUST_CHECK;

/* "escalations.rule.1" …, "escalations.state.1" …. Static. */
const char *escalation_rule_key(int64_t rule);
const char *escalation_state_key(int64_t state);

extern const struct right RIGHT_ESCALATION_SEE, RIGHT_ESCALATION_ANSWER, RIGHT_ESCALATION_CLOSE;
struct feature;
extern const struct feature escalations_feature;
struct list;
extern const struct list escalations_list;

#endif

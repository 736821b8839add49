/* SPDX-License-Identifier: MIT */
/* Decisions about complaints (domain.md §7): pure, no clock, no database, no request. Private to complaints/ and its tests.
 *
 * An action reads a complaint with what belongs to it as `struct complaint_work`, a plan changes that or says which rule forbids
 * it, and what a plan marked as changed is saved.
 *
 * Decided here, where the rules leave it open:
 * - What CMP-3 does not name is handed to the department the agent chooses, within complaints.handoff_other.
 * - The problem form (CMP-4) is the first hand-off: its clock runs where CMP-3 names the problem.
 * - Hours run on the service clock, spans of 24 hours and more on `elapsed`, as in CMP-3.
 * - Daily progress (CMP-4): each message to the customer begins the next 24 hours, until the solution is written.
 * - A complaint is closed once solution and result are written, every hand-off is told or withdrawn, and the customer has been told
 *   something after the solution was written. Reopened, it needs a new solution; the old one stays among its entries.
 * - A score of at most complaints.unsatisfied reopens (CMP-6).
 * - Limits of ORG-3 are for all compensation of a complaint together; above a supervisor's the GM decides. */
#ifndef COMPLAINTS_RULES_H
#define COMPLAINTS_RULES_H

#include "base/clock.h"
#include "complaints/complaints.h"

/* --- terms: how long, on which clock, by which rule ------------------------------------------------------------- */

enum complaint_term {
	TERM_NONE,
	TERM_FORM,     /* CMP-4 */
	TERM_ANSWER,   /* CMP-4 */
	TERM_SOLUTION, /* CMP-4 */
	TERM_PROGRESS, /* CMP-4 */
	TERM_CALLBACK, /* CMP-6 */
	TERM_DELIVERY, /* CMP-7 */
	TERM_REFUND,   /* CMP-7 */
	TERM_FINANCE,  /* CMP-3, as all below */
	TERM_OPERATIONS,
	TERM_GOODS,
	TERM_TECHNOLOGY,
	TERM_OTHER,
	TERM_PROMISE /* AFT-9: the wait itself */
};
#define TERMS (TERM_PROMISE + 1)
struct term_rule {
	const char *key; /* of the policy figure */
	enum clock_kind clock;
	const char *rule;
};
const struct term_rule *term_rule(enum complaint_term term);

/* The figures in force: seconds, working days for CLOCK_WORKDAYS. */
struct complaint_terms {
	struct {
		int64_t amount, version;
	} of[TERMS];
	struct service_hours hours;
	const struct calendar *calendar;
	int64_t limit_fen;   /* ORG-3: of the actor */
	int64_t unsatisfied; /* CMP-6: the highest score that reopens */
};

/* --- problems (CMP-3, CMP-2) ------------------------------------------------------------------------------------ */

struct problem_rule {
	int64_t problem;
	const char *key;          /* "complaints.problem.101" */
	int64_t department;       /* whom it is laid to and handed off to */
	enum complaint_term term; /* TERM_NONE: CMP-3 does not name it */
	int64_t urgency;          /* that the rule suggests (CMP-2) */
	bool tried;               /* CMP-3: the agent must have tried */
	bool quality;             /* a fault of the goods themselves (CMP-9e) */
};
#define PROBLEMS 31
extern const struct problem_rule complaint_problems[PROBLEMS];
/* problem_rule(): NULL for a number that is no problem. */
const struct problem_rule *problem_rule(int64_t problem);

/* --- what may be done ------------------------------------------------------------------------------------------- */

enum complaint_act {
	ACT_TAKE = 1,
	ACT_TRANSFER,
	ACT_NOTE,       /* a note, a file */
	ACT_HEARD,      /* a message from the customer */
	ACT_TELL,       /* a message to the customer */
	ACT_STEP,       /* CMP-5: empathy, apology */
	ACT_SOLVE,      /* CMP-5: solution, result */
	ACT_COMPENSATE, /* CMP-5, ORG-3 */
	ACT_DECIDE,     /* approve or reject compensation */
	ACT_HAND_OFF,   /* CMP-3 */
	ACT_REPLY,
	ACT_TOLD, /* a reply has reached the customer */
	ACT_WITHDRAW,
	ACT_FACTS,    /* CMP-7: the facts of a delivery question are known */
	ACT_CLASSIFY, /* another problem, urgency, department */
	ACT_CLOSE,
	ACT_CALL_BACK, /* CMP-6 */
	ACT_REOPEN
};
#define ACTS ACT_REOPEN

/* complaint_moves(): may this act lead from one state to the other: the table of all transitions. */
bool complaint_moves(enum complaint_act act, int64_t from, int64_t to);

struct complaint_clock {
	int64_t clock_no, kind, handoff_no, started_at, due_at, clock;
	const char *rule;
	int64_t policy_version, ended_at, outcome;
	bool changed, fresh;
};
enum clock_outcome { CLOCK_RUNS, CLOCK_MET, CLOCK_MISSED, CLOCK_DROPPED };

enum handoff_state { HANDOFF_ASKED = 1, HANDOFF_REPLIED = 2, HANDOFF_TOLD = 3, HANDOFF_WITHDRAWN = 4 };
struct complaint_handoff {
	int64_t handoff_no, department, cause;
	bool tried;
	const char *question;
	int64_t asked_at, asked_by, due_at, remind_at;
	const char *reply;
	int64_t replied_at, replied_by;
	const char *replied_staff;
	int64_t told_at, state, version;
	bool changed, fresh;
};
#define HANDOFFS_MOST 50 /* of one complaint */

enum compensation_state { COMPENSATION_WAITS = 1, COMPENSATION_GIVEN = 2, COMPENSATION_REJECTED = 3 };
struct complaint_compensation {
	int64_t compensation_no, amount_fen;
	const char *reason;
	int64_t state, asked_at, asked_by;
	const char *asked_staff;
	int64_t decided_at, decided_by;
	const char *decided_staff, *decided_reason;
	bool changed, fresh;
};

struct complaint_entry {
	int64_t entry_no, at, kind, account_id;
	const char *staff;
	int64_t
	    detail; /* a message's channel, a hand-off's department, a step, what became of it (enum entry_detail) */
	const char *text;
};

enum entry_detail { /* of ENTRY_STATE */
	DETAIL_APPROVED = 1,
	DETAIL_REJECTED = 2,
	DETAIL_CLOSED = 3,
	DETAIL_REOPENED = 4,
	DETAIL_SCORE = 10 /* and the score */
};

/* What one act adds, at the most. */
#define WORK_CLOCKS 6
#define WORK_ENTRIES 4

struct complaint_work {
	struct complaint before, after;
	struct complaint_text text;
	bool text_changed;
	/* with room for what is added */
	struct complaint_clock *clocks;
	size_t clock_count;
	struct complaint_handoff *handoffs;
	size_t handoff_count;
	struct complaint_compensation *compensations;
	size_t compensation_count;
	struct complaint_entry entries[WORK_ENTRIES]; /* to be added */
	size_t entry_count;
	/* who and when */
	const struct actor *actor;
	const char *staff;     /* the actor as entries name him */
	int64_t actor_answers; /* bits: departments the actor answers for */
	bool leads;            /* the actor may act on other people's complaints */
	int64_t now;
	const struct complaint_terms *terms;
	/* why not: language key, text for {0} or "@key", the form's field for RC_INVALID */
	const char *refused, *refused_arg, *field;
};

/* complaint_may(): RC_OK, or RC_REFUSED with work->refused: state, owner and what is missing. `handoff_no` for acts on a hand-off,
 * else 0. */
enum rc complaint_may(struct complaint_work *work, enum complaint_act act, int64_t handoff_no) MUST_CHECK;
/* complaint_close_missing(): everything that is missing for closing, as language keys; returns how many. */
#define MISSING_MOST 6
size_t complaint_close_missing(const struct complaint_work *work, const char *keys[MISSING_MOST]);

/* Plans. Each: RC_OK with what is to be saved in `work`, RC_REFUSED or RC_INVALID with work->refused. */
/* complaint_plan_open(): `after` and `text` as taken in; terms->of[TERM_PROMISE] is the wait promised, after->promise the sentence said for it:
 * only the second and third are a promise to call (AFT-9). */
enum rc complaint_plan_open(struct complaint_work *work) MUST_CHECK;
enum rc complaint_plan_take(struct complaint_work *work) MUST_CHECK;
enum rc complaint_plan_transfer(
    struct complaint_work *work, int64_t owner_id, const char *owner_staff, const char *note) MUST_CHECK;
enum rc complaint_plan_note(struct complaint_work *work, const char *text) MUST_CHECK;
enum rc complaint_plan_heard(struct complaint_work *work, int64_t channel, const char *text) MUST_CHECK;
enum rc complaint_plan_tell(struct complaint_work *work, int64_t channel, const char *text) MUST_CHECK;
enum rc complaint_plan_step(struct complaint_work *work, int64_t step, const char *text) MUST_CHECK;
enum rc complaint_plan_solve(
    struct complaint_work *work, const char *solution, const char *result) MUST_CHECK;
enum rc complaint_plan_compensate(
    struct complaint_work *work, int64_t amount_fen, const char *reason) MUST_CHECK;
enum rc complaint_plan_decide(struct complaint_work *work, bool approve, const char *reason) MUST_CHECK;
struct handoff_ask {
	int64_t cause;      /* a problem; its line of CMP-3 gives department and term */
	int64_t department; /* where CMP-3 does not name the cause */
	bool tried;
	const char *question;
	int64_t remind_before; /* seconds before the deadline */
};
enum rc complaint_plan_hand_off(struct complaint_work *work, const struct handoff_ask *ask) MUST_CHECK;
enum rc complaint_plan_reply(struct complaint_work *work, int64_t handoff_no, const char *reply) MUST_CHECK;
enum rc complaint_plan_told(
    struct complaint_work *work, int64_t handoff_no, int64_t channel, const char *text) MUST_CHECK;
enum rc complaint_plan_withdraw(
    struct complaint_work *work, int64_t handoff_no, const char *reason) MUST_CHECK;
enum rc complaint_plan_facts(struct complaint_work *work) MUST_CHECK;
enum rc complaint_plan_classify(
    struct complaint_work *work, const struct complaint_class *wanted, const char *reason) MUST_CHECK;
enum rc complaint_plan_close(struct complaint_work *work) MUST_CHECK;
enum rc complaint_plan_call_back(struct complaint_work *work, int64_t score, const char *text) MUST_CHECK;
enum rc complaint_plan_reopen(struct complaint_work *work, const char *reason) MUST_CHECK;

/* --- smaller ones ----------------------------------------------------------------------------------------------- */

/* RULE CMP-7: how the customer is told: the first that exists. Only a mobile number (11 digits from 1 on) takes an SMS. */
enum tell_way { TELL_NONE, TELL_MAIL, TELL_SMS, TELL_PHONE };
enum tell_way complaint_tell_way(int64_t problem, bool has_mail, const char *phone);
/* The beginning of what happened, for lists: one line of at most 60 code points. */
const char *complaint_summary(struct arena *arena, const char *happened);
/* "KS260512-018". */
const char *complaint_number(struct arena *arena, int64_t day, int64_t number);
/* handoff_remind_next(): after a reminder at `now`: the deadline's own, then none (0). */
int64_t handoff_remind_next(int64_t due_at, int64_t now);
/* complaint_nearest(): due time of the nearest running clock, 0 if none runs. */
int64_t complaint_nearest(const struct complaint_clock *clocks, size_t count);

#endif

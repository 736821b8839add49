/* SPDX-License-Identifier: MIT */
/* A complaint to try rules on: an agent's own, under the figures of domain.md, with the calendar of 2026. */
#ifndef TESTS_UNIT_COMPLAINT_CASE_H
#define TESTS_UNIT_COMPLAINT_CASE_H

#include "base/clock.h"
#include "complaints/rules.h"

extern struct complaint_terms terms;
extern const struct actor agent, other; /* whose it is; somebody else */

/* complaint_setup(): group set-up. at(): "2026-05-12 10:00" in the shop's zone. */
int complaint_setup(void **state);
int64_t at(const char *text);
/* work_new(): about to be taken in. work_opened(): taken in at that time. work_saved(): what was decided is what stands there. */
struct complaint_work work_new(int64_t problem, const char *when);
struct complaint_work work_opened(int64_t problem, const char *when);
void work_saved(struct complaint_work *work);
/* does(): the plan went through (`when` names the place) and is saved. refuses(): it did not, for this reason; nothing changes. */
void does(struct complaint_work *work, enum rc rc, const char *when);
void refuses(struct complaint_work *work, enum rc got, enum rc expected, const char *reason);
/* due_is(): the last clock of a kind; NULL: there is none. outcome_is(): what became of it. */
void due_is(const struct complaint_work *work, enum complaint_clock_kind kind, const char *wanted);
void outcome_is(
    const struct complaint_work *work, enum complaint_clock_kind kind, enum clock_outcome outcome);

#endif

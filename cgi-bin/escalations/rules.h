/* SPDX-License-Identifier: MIT */
/* The five rules of RULE CMP-9, pure, and who may answer. Private to escalations/. */
#ifndef ESCALATIONS_RULES_H
#define ESCALATIONS_RULES_H

#include "base/arena.h"
#include "base/rc.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* [policy] figures in the units of the rules. */
struct escalation_limits {
	int64_t window;            /* seconds, (a) and (e) */
	int64_t undelivered;       /* seconds, (b) */
	int64_t quality_customers; /* (e): more than so many */
};

/* A complaint as (a) and (e) see it; `subject` is what is counted together: a department, a person, a product. */
struct sighting {
	int64_t subject, customer, complaint_id, at;
	bool behind; /* set: it stands behind the escalation */
};
/* again_sort(): by customer, subject, time. quality_sort(): by subject, time. */
void again_sort(struct sighting *sightings, size_t count);
void quality_sort(struct sighting *sightings, size_t count);
/* again_mark(): RULE CMP-9a: sightings of one customer and subject, sorted by time: marks those that have another one within the
 * window, the bound included; returns how many. Customer 0 never counts. */
size_t again_mark(struct sighting *sightings, size_t count, int64_t window);
/* quality_mark(): RULE CMP-9e: sightings of one product, sorted by time: marks those that stand in a window with more than
 * `customers` different customers; returns how many. Customer 0 never counts. */
size_t quality_mark(
    struct arena *arena, struct sighting *sightings, size_t count, int64_t window, int64_t customers);

/* undelivered_due(): when (b) becomes true of an order shipped then: the first second that is more than the term; 0 if it was
 * not shipped. */
int64_t undelivered_due(int64_t shipped_at, int64_t undelivered);

/* RC_OK or RC_REFUSED with the reason's key. `asked`: the role bit that answers for its department; `gm` that of the GM. */
enum rc escalation_may_answer(
    int64_t state, int64_t roles, int64_t asked, int64_t gm, const char **reason) MUST_CHECK;
enum rc escalation_may_close(int64_t state, const char **reason) MUST_CHECK;

#endif

/* SPDX-License-Identifier: MIT */
/* The rules of escalation (RULE CMP-9): what counts together, what is too many. Not where complaints come from: evaluate.c. */
#include "escalations/rules.h"
#include "escalations/escalations.h"

#include "base/lookup.h"

#include <stdlib.h>

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
time_compare(const struct sighting *a, const struct sighting *b)
{
	return a->at != b->at ? compare(a->at, b->at) : compare(a->complaint_id, b->complaint_id);
}

static int
again_compare(const void *left, const void *right)
{
	const struct sighting *a = left, *b = right;

	if (a->customer != b->customer)
		return compare(a->customer, b->customer);
	return a->subject != b->subject ? compare(a->subject, b->subject) : time_compare(a, b);
}

static int
quality_compare(const void *left, const void *right)
{
	const struct sighting *a = left, *b = right;

	return a->subject != b->subject ? compare(a->subject, b->subject) : time_compare(a, b);
}

void
again_sort(struct sighting *sightings, size_t count)
{
	qsort(sightings, count, sizeof(*sightings), again_compare);
}

void
quality_sort(struct sighting *sightings, size_t count)
{
	qsort(sightings, count, sizeof(*sightings), quality_compare);
}

size_t
again_mark(struct sighting *sightings, size_t count, int64_t window)
{
	size_t marked = 0;

	for (size_t i = 0; i < count; i++) {
		bool before = i > 0 && sightings[i].at - sightings[i - 1].at <= window;
		bool after = i + 1 < count && sightings[i + 1].at - sightings[i].at <= window;

		sightings[i].behind = sightings[i].customer != 0 && (before || after);
		marked += sightings[i].behind;
	}
	return marked;
}

/* Two marks go along in time: `first` is the oldest sighting still within the window of the newest. How many different customers
 * stand between them is kept by customer. */
size_t
quality_mark(struct arena *arena, struct sighting *sightings, size_t count, int64_t window, int64_t customers)
{
	struct lookup *places = lookup_new(arena, count + 1);
	int64_t *times = arena_array(arena, count + 1, sizeof(*times)), different = 0, known = 0;
	size_t first = 0, done = 0, marked = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t place = lookup_add_id(places, sightings[i].customer, known);

		known += place == known;
		different += sightings[i].customer != 0 && times[place]++ == 0;
		for (; sightings[i].at - sightings[first].at > window; first++) {
			place = lookup_find_id(places, sightings[first].customer, 0);
			different -= sightings[first].customer != 0 && --times[place] == 0;
		}
		if (different <= customers)
			continue;
		for (size_t j = done > first ? done : first; j <= i; j++) {
			sightings[j].behind = sightings[j].customer != 0;
			marked += sightings[j].behind;
		}
		done = i + 1;
	}
	return marked;
}

int64_t
undelivered_due(int64_t shipped_at, int64_t undelivered)
{
	return shipped_at > 0 ? shipped_at + undelivered + 1 : 0;
}

static enum rc
refuse(const char **reason, const char *key)
{
	*reason = key;
	return RC_REFUSED;
}

enum rc
escalation_may_answer(int64_t state, int64_t roles, int64_t asked, int64_t gm, const char **reason)
{
	if (state == ESCALATION_ANSWERED || state == ESCALATION_CLOSED)
		return refuse(reason, "escalations.refused.answered");
	if (state != ESCALATION_RAISED)
		return refuse(reason, "escalations.refused.history");
	if ((roles & (asked | gm)) == 0)
		return refuse(reason, "escalations.refused.department");
	return RC_OK;
}

enum rc
escalation_may_close(int64_t state, const char **reason)
{
	if (state == ESCALATION_CLOSED)
		return refuse(reason, "escalations.refused.closed");
	if (state != ESCALATION_ANSWERED)
		return refuse(reason, "escalations.refused.unanswered");
	return RC_OK;
}

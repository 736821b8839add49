/* SPDX-License-Identifier: MIT */
/* Decisions about reports: pure. Private to reports/ and its tests.
 * A month is a number, 202605, in the shop's zone. */
#ifndef REPORTS_RULES_H
#define REPORTS_RULES_H

#include "complaints/complaints.h"

/* RULE CMP-10. The numbers are stored. */
enum month_dimension {
	MONTH_ALL,
	MONTH_TYPE,
	MONTH_DEPARTMENT,
	MONTH_PROBLEM,
	MONTH_PROVINCE,
	MONTH_CITY,
	MONTH_DISTRICT,
	MONTH_PRODUCT
};
#define MONTH_DIMENSIONS 8

/* month_of(): the month a moment (UTC seconds) falls on. month_add(): so many months later (earlier if negative).
 * month_parse(): "2026-05" from 2000-01 to 2099-12, 0 for anything else. month_first(): its first day, month_last(): its last. */
int64_t month_of(int64_t at);
int64_t month_add(int64_t month, int64_t count);
int64_t month_parse(const char *text);
int64_t month_first(int64_t month);
int64_t month_last(int64_t month);

struct month_delta {
	int64_t dimension, month, value, parent, opened;
};
#define MONTH_DELTAS 16 /* of one change without its products, at most */

/* month_deltas(): what a change of a complaint does to the counts, products left out: a complaint counts in the month it was
 * opened, for what it is about now. Returns how many; a change that moves nothing gives none. */
size_t month_deltas(const struct complaint_change *change, struct month_delta deltas[MONTH_DELTAS]);
/* month_deltas_merge(): sorted by place, those of one place merged, zeros dropped; returns how many are left. */
size_t month_deltas_merge(struct month_delta *deltas, size_t count);

/* change_permille(): by how much `now` is more than `before`, in thousandths, rounded half away from zero; false when there is
 * nothing to compare with (before = 0): then no figure is shown. */
bool change_permille(int64_t before, int64_t now, int64_t *permille);
/* share_permille(): the part of `whole`, likewise. */
bool share_permille(int64_t part, int64_t whole, int64_t *permille);

#endif

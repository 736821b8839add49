/* SPDX-License-Identifier: MIT */
/* Rows of members/ as its own files see them. Other features use members/members.h. */
#ifndef MEMBERS_STORE_H
#define MEMBERS_STORE_H

#include "db/db.h"
#include "members/members.h"

#define MEMBER_COLUMNS                                                                                       \
	"id, member_no, name, phone, phone_last4, email, province_id, city_id, district_id, address, "       \
	"since_at, spent_fen, tier, orders, last_order_at, state, merged_into, consent, points, "            \
	"complaints, open_complaints, follow_at, contact_at, "                                               \
	"follow_state, follow_fixed, version"

/* member_store_find(): those members whose numbers are among the given ones. */
enum rc member_store_find(
    struct ctx *ctx, const char *const *numbers, size_t count, struct rows *members) MUST_CHECK;

/* member_consent_diff(): which ways of contact changed, as rows of a log entry (audit/audit.h). */
struct diff;
void member_consent_diff(struct diff *diff, int64_t before, int64_t after);

#endif

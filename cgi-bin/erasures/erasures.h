/* SPDX-License-Identifier: MIT */
/* Erasure of personal data on request (RULE SEC-4): asked for after an identity check, approved by a second person who gives the
 * password again, carried out in one transaction; features with copies listen to MEMBER_WAS_ERASED. Irreversible. Owns: erasure.
 * Kept: member number, province and city (statistics, CMP-10), orders, ledger, the audit log, which holds masked data only. */
#ifndef ERASURES_ERASURES_H
#define ERASURES_ERASURES_H

#include "base/record.h"
#include "db/ctx.h"
#include "policy/role.h"

enum erasure_state { ERASURE_ASKED = 1, ERASURE_DONE = 2, ERASURE_REJECTED = 3, ERASURE_WITHDRAWN = 4 };

struct erasure {
	int64_t id, member_id;
	const char *member_no;
	int64_t state;
	const char *reason;
	int64_t asked_at, asked_by;
	const char *asked_staff;
	int64_t due_at, policy_version, decided_at, decided_by;
	const char *decided_staff, *decided_reason;
	int64_t version;
};
extern const struct record erasure_record;

enum rc erasure_get(struct ctx *ctx, int64_t id, struct erasure *erasure) MUST_CHECK;
/* erasure_ask(): RC_REFUSED: identity was not checked (MEM-4), the member is none any more, or one waits already.
 * erasure_approve(): RULE ORG-2: never by who asked; the caller has taken the password (SEC-1). erasure_reject(): with the
 * reason. erasure_withdraw(): by who asked, or who may approve. Each RC_REFUSED where it does not wait any more. */
enum rc erasure_ask(struct ctx *ctx, int64_t member_id, const char *reason, int64_t *id) MUST_CHECK;
enum rc erasure_approve(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc erasure_reject(struct ctx *ctx, int64_t id, int64_t version, const char *reason) MUST_CHECK;
enum rc erasure_withdraw(struct ctx *ctx, int64_t id, int64_t version, const char *reason) MUST_CHECK;

struct feature;
extern const struct feature erasures_feature;
struct list;
extern const struct list erasures_list;

#endif

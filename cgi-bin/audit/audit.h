/* SPDX-License-Identifier: MIT */
/* Audit: everything that changes data is written down where nobody can alter it unnoticed (RULE SEC-2).
 * Owns: audit_log, audit_open, audit_seal, signature. Workers may add to and read them, never change them.
 *
 * Each row carries the MAC of its writer and stands in audit_open until houtai-jobs, alone in holding the Ed25519 key, has
 * sealed it: a batch's Merkle root is chained to the head before it, signed, and appended to a file outside the database. */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "db/ctx.h"

/* One changed value, before → after; texts as the history shows them. A value that begins with "@" is a language key. */
struct diff_item {
	const char *field; /* language key of the field, "orders.field.state" */
	const char *before;
	const char *after;
};
#define DIFF_MOST 12
struct diff {
	struct diff_item item[DIFF_MOST];
	size_t count;
	const char *reason; /* the person's own words, or NULL */
};
void diff_add(struct diff *diff, const char *field, const char *before, const char *after);

/* audit_add(): `action` is "order.confirm", `kind` and `id` name the record. Inside a transaction only. `diff` may be NULL. */
enum rc audit_add(
    struct ctx *ctx, const char *action, const char *kind, int64_t id, const struct diff *diff) MUST_CHECK;
/* audit_open_ahead(), audit_opened(), audit_add_opened(): the same in two steps, for actions that wait as seldom as they can:
 * the row's id is asked for ahead (db_send), known after the next statement that is waited for, and used for the row. */
enum rc audit_open_ahead(struct ctx *ctx) MUST_CHECK;
int64_t audit_opened(struct ctx *ctx);
enum rc audit_add_opened(struct ctx *ctx, int64_t opened, const char *action, const char *kind, int64_t id,
    const struct diff *diff) MUST_CHECK;
/* audit_batch(): one row for a whole batch of an import or demo, with the batch's hash (BLAKE2b-256 of its rows). */
enum rc audit_batch(struct ctx *ctx, const char *action, const char *kind, int64_t first_id, int64_t rows,
    const unsigned char hash[32]) MUST_CHECK;

/* history_show(): the newest entries of a record as History.* for the page (pages only; templates: call:history()). */
struct req;
enum rc history_show(struct req *req, const char *kind, int64_t id) MUST_CHECK;
extern const struct feature audit_feature;
extern const struct list audit_list;

/* One entry as the record history and the audit list show it. */
struct audit_entry {
	int64_t id;
	int64_t at;
	int64_t account_id;
	const char *staff_no;
	const char *name;
	const char *action;
	const char *kind;
	int64_t record_id;
	const char *diff; /* JSON as stored: {"reason":"…","items":[["field","before","after"],…]} */
	bool sealed;
};
extern const struct record audit_entry_record;
/* audit_history(): the newest `most` entries of one record, newest first. */
struct rows;
enum rc audit_history(
    struct ctx *ctx, const char *kind, int64_t id, int64_t most, struct rows *entries) MUST_CHECK;

/* audit_conflict(): RC_CONFLICT for a record that is at another version than was read: the reason says who changed it, when and how. */
enum rc audit_conflict(struct ctx *ctx, const char *kind, int64_t id) MUST_CHECK;

/* Sign-off (RULE SEC-1, CMP-8, ORD-4): a snapshot's text is frozen and hashed; `meaning` is "sign", "receive", …
 * Re-authentication and four eyes are the caller's to check first (web/reauth, the feature's rules). */
struct signature {
	int64_t id;
	int64_t at;
	int64_t account_id;
	const char *staff_no;
	const char *name;
	const char *meaning;
	const char *digest; /* hex BLAKE2b-256 of the snapshot */
	int64_t seal_no;    /* 0: not sealed yet */
	const char *seal;   /* hex of the sealed head, "" until then */
};
enum rc signature_add(struct ctx *ctx, const char *kind, int64_t id, const char *meaning,
    const char *snapshot, size_t length) MUST_CHECK;
/* signature_list(): all signatures of a record, oldest first. */
enum rc signature_list(struct ctx *ctx, const char *kind, int64_t id, struct rows *signatures) MUST_CHECK;

/* signature_prove(): proves one record's sign-offs: each snapshot against its digest, against the row of the log that carries
 * it, that row's seal and the signed head over it. `key` NULL: nothing is wrong; else the language key of the finding with its
 * texts for {0} and {1}. `sealed`: none waits for its seal. What the snapshots say is the feature's to compare. */
struct signed_text {
	const char *meaning, *snapshot, *digest; /* hex */
};
struct signature_proof {
	const struct signed_text *texts; /* oldest first */
	size_t count;
	bool sealed;
	const char *key, *first, *second;
};
enum rc signature_prove(
    struct ctx *ctx, const char *kind, int64_t id, struct signature_proof *proof) MUST_CHECK;

/* audit_seal(): seal what stands in audit_open, at most `most` rows; `*sealed` tells how many. houtai-jobs only. */
enum rc audit_seal(struct ctx *ctx, int64_t most, int64_t *sealed) MUST_CHECK;

/* audit_verify(): proves the log from first to last. `*finding` is NULL when all is well, else one sentence that names the
 * first altered, forged, removed or inserted row, or a cut-off tail. */
enum rc audit_verify(struct ctx *ctx, const char **finding, int64_t *rows_checked) MUST_CHECK;

/* audit_keys(): read the writer's key (Audit.WriterKey) and, for houtai-jobs, the sealing key (Audit.SealKey);
 * paths come from the configuration. Ends the process with a clear sentence if a key is unreadable. */
void audit_keys(bool sealing);

#endif

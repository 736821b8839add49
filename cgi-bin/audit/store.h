/* SPDX-License-Identifier: MIT */
/* Rows of the audit tables as audit/'s own files see them. Other features use audit/audit.h. */
#ifndef AUDIT_STORE_H
#define AUDIT_STORE_H

#include "audit/audit.h"
#include "audit/encode.h"
#include "db/db.h"

/* diff_write(): a diff as audit_log.diff has it. diff_read(): the same back, texts in the arena; false: nothing that
 * diff_write() writes, and `diff` means nothing. */
const char *diff_write(struct arena *arena, const struct diff *diff);
bool diff_read(struct arena *arena, const char *json, struct diff *diff);

extern const struct record audit_row_record;
#define AUDIT_ROW_COLUMNS                                                                                    \
	"l.id, l.at, l.account_id, l.staff_no, l.name, l.action, l.kind, l.record_id, l.request_id, "        \
	"l.diff, l.mac"

/* audit_write(): one row, by the actor, in the running transaction; `*id` is its id. */
enum rc audit_write(struct ctx *ctx, const char *action, const char *kind, int64_t record_id,
    const char *diff, int64_t *id) MUST_CHECK;
/* audit_sign(): the row that carries a sign-off's digest (hex) into the log: action "signature.add". */
enum rc audit_sign(struct ctx *ctx, const char *kind, int64_t record_id, const char *meaning,
    const char *digest, int64_t *id) MUST_CHECK;
/* A row of audit_head as it comes from the database, and as a head; false if a column has not its length. */
struct audit_head_row {
	int64_t batch, first_seq, last_seq, at;
	struct blob root, prev, hash, signature, witness;
};
extern const struct record audit_head_row_record;
#define AUDIT_HEAD_COLUMNS "batch, first_seq, last_seq, at, root, prev, hash, signature, witness"
bool audit_head_take(const struct audit_head_row *row, struct audit_head *head);

/* audit_hex(): bytes as lower-case hex, in the arena. */
const char *audit_hex(struct arena *arena, const void *bytes, size_t length);

#endif

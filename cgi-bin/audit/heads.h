/* SPDX-License-Identifier: MIT */
/* The head file: each signed head of the audit log, one line each, outside the database, only ever appended to.
 * First line: "houtai-audit-heads 1 WITNESS PUBLICKEY"; then per head its fields, hash and signature in hex, and the ids of
 * its rows as ranges: "7 101 103 1767225600 ROOT PREV HASH SIGNATURE 118-119,121 .". */
#ifndef AUDIT_HEADS_H
#define AUDIT_HEADS_H

#include "audit/encode.h"
#include "base/arena.h"
#include "base/rc.h"
#include <stdbool.h>
#include <stdio.h>

/* head_file_lock(): open for appending, made if missing, and hold it against other sealers of this machine until
 * head_file_release (or the process's end). `witness` is the file's id. -1 (logged) if it cannot be. */
int head_file_lock(const char *path, const unsigned char public_key[32], unsigned char witness[16]);
void head_file_release(int fd);
/* head_file_append(): one head with the ids of its rows, ascending; on the disk when it returns RC_OK. */
enum rc head_file_append(
    int fd, struct arena *arena, const struct audit_head *head, const int64_t *ids, size_t count) MUST_CHECK;

/* Reading, for the proof. head_file_open(): RC_NOT_FOUND if there is no file, RC_INVALID if its first line is not right.
 * head_file_next(): RC_NOT_FOUND at the end (ask again when more may have come); lines that are no heads are passed over. */
struct head_file {
	FILE *file;
	unsigned char witness[16], public_key[32];
	int64_t line; /* number of the line read last */
	char *text;
	size_t room;
};
enum rc head_file_open(const char *path, struct head_file *file) MUST_CHECK;
/* `ids` is the text of ranges; it lives until the next call. */
enum rc head_file_next(struct head_file *file, struct audit_head *head, const char **ids) MUST_CHECK;
void head_file_close(struct head_file *file);
/* head_file_range(): the next range of the text, `*ids` moves on; false at its end or where it is malformed. */
bool head_file_range(const char **ids, int64_t *first, int64_t *last);

#endif

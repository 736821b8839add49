/* SPDX-License-Identifier: MIT */
/* Rows of the audit log as bytes: what the writer's MAC and the seal's leaf cover. Each field goes in with its length, in a
 * fixed order, so that no two different rows give the same bytes. */
#ifndef AUDIT_ENCODE_H
#define AUDIT_ENCODE_H

#include "base/record.h"
#include <stddef.h>
#include <stdint.h>

#define AUDIT_HASH 32

/* A row of audit_log, columns of the same names. */
struct audit_row {
	int64_t id, at, account_id;
	const char *staff_no, *name, *action, *kind;
	int64_t record_id;
	const char *request_id, *diff;
	struct blob mac;
};

/* audit_row_mac(): keyed BLAKE2b-256 over all fields but the MAC. audit_row_leaf(): hash over all, the MAC included. */
void audit_row_mac(
    const struct audit_row *row, const unsigned char key[AUDIT_HASH], unsigned char mac[AUDIT_HASH]);
void audit_row_leaf(const struct audit_row *row, unsigned char leaf[AUDIT_HASH]);

/* audit_root(): Merkle root of `count` leaves (RFC 6962's shape: leaves and inner nodes are hashed under different marks,
 * an odd one goes up alone). `leaves` is overwritten. */
void audit_root(unsigned char (*leaves)[AUDIT_HASH], size_t count, unsigned char root[AUDIT_HASH]);

/* The head of a batch. `hash` covers all fields above it and is what is signed. */
struct audit_head {
	int64_t batch, first_seq, last_seq, at;
	unsigned char root[AUDIT_HASH], prev[AUDIT_HASH], witness[16];
	unsigned char hash[AUDIT_HASH], signature[64];
};
void audit_head_hash(struct audit_head *head);

#endif

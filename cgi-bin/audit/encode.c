/* SPDX-License-Identifier: MIT */
/* Hashes of audit rows, Merkle roots and heads, over one canonical form.
 * Not keys, not files, not the database. */
#include "audit/encode.h"

#include <sodium.h>
#include <string.h>

static void
hash_number(crypto_generichash_state *state, int64_t number)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
	crypto_generichash_update(state, bytes, sizeof(bytes));
}

static void
hash_bytes(crypto_generichash_state *state, const void *data, size_t length)
{
	hash_number(state, (int64_t)length);
	crypto_generichash_update(state, data, length);
}

static void
hash_text(crypto_generichash_state *state, const char *text)
{
	hash_bytes(state, text == NULL ? "" : text, text == NULL ? 0 : strlen(text));
}

static void
hash_row(crypto_generichash_state *state, const struct audit_row *row)
{
	hash_number(state, row->id);
	hash_number(state, row->at);
	hash_number(state, row->account_id);
	hash_text(state, row->staff_no);
	hash_text(state, row->name);
	hash_text(state, row->action);
	hash_text(state, row->kind);
	hash_number(state, row->record_id);
	hash_text(state, row->request_id);
	hash_text(state, row->diff);
}

void
audit_row_mac(const struct audit_row *row, const unsigned char key[AUDIT_HASH], unsigned char mac[AUDIT_HASH])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, key, AUDIT_HASH, AUDIT_HASH);
	hash_text(&state, "houtai audit row 1");
	hash_row(&state, row);
	crypto_generichash_final(&state, mac, AUDIT_HASH);
}

void
audit_row_leaf(const struct audit_row *row, unsigned char leaf[AUDIT_HASH])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, AUDIT_HASH);
	hash_text(&state, "houtai audit leaf 1");
	hash_row(&state, row);
	hash_bytes(&state, row->mac.data, row->mac.length);
	crypto_generichash_final(&state, leaf, AUDIT_HASH);
}

void
audit_root(unsigned char (*leaves)[AUDIT_HASH], size_t count, unsigned char root[AUDIT_HASH])
{
	crypto_generichash_state state;

	while (count > 1) {
		size_t up = 0;

		for (size_t i = 0; i < count; i += 2, up++) {
			if (i + 1 == count) {
				memmove(leaves[up], leaves[i], AUDIT_HASH);
				continue;
			}
			crypto_generichash_init(&state, NULL, 0, AUDIT_HASH);
			hash_text(&state, "houtai audit node 1");
			crypto_generichash_update(&state, leaves[i], AUDIT_HASH);
			crypto_generichash_update(&state, leaves[i + 1], AUDIT_HASH);
			crypto_generichash_final(&state, leaves[up], AUDIT_HASH);
		}
		count = up;
	}
	if (count == 1)
		memcpy(root, leaves[0], AUDIT_HASH);
	else
		memset(root, 0, AUDIT_HASH);
}

void
audit_head_hash(struct audit_head *head)
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, AUDIT_HASH);
	hash_text(&state, "houtai audit head 1");
	hash_number(&state, head->batch);
	hash_number(&state, head->first_seq);
	hash_number(&state, head->last_seq);
	hash_number(&state, head->at);
	crypto_generichash_update(&state, head->root, sizeof(head->root));
	crypto_generichash_update(&state, head->prev, sizeof(head->prev));
	crypto_generichash_update(&state, head->witness, sizeof(head->witness));
	crypto_generichash_final(&state, head->hash, sizeof(head->hash));
}

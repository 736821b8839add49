/* SPDX-License-Identifier: MIT */
/* The throttle of failed log-ins, per account and per address, without shutting the owner out.
 * Not the bound on hashing (password.c), not nginx's rate limit.
 *
 * Three counters slow strangers down: one for the pair of name and address (guessing from one place), one for the address
 * (many names from one place), one for the name (one name from many places). Each leaves some tries free, then asks for
 * a pause that doubles with every further failure, and forgets after a quiet time. The last of them alone would let anybody
 * keep an owner out by guessing on purpose. Therefore a browser that has logged in to this very account before carries
 * a random cookie; with it only a counter of its own holds, which no stranger can raise. A name that does not exist is
 * counted like one that does.
 *
 * Counters live in a fixed number of slots, chosen by a hash: at most 4 × 65,536 small rows. Two that share a slot share
 * their failures, which is rare and costs a pause only.
 *
 * A try is counted before its password is looked at and taken back if it was right: a burst at once gains nothing. */
#include "accounts/accounts.h"
#include "base/clock.h"
#include "db/db.h"
#include <sodium.h>

enum counter { COUNTER_PAIR, COUNTER_ADDRESS, COUNTER_NAME, COUNTER_DEVICE, COUNTERS };
#define SLOTS 65536

struct counter_rule {
	int64_t free_tries, first, most, forget;
	bool clear; /* success forgets all its failures, else it takes back its own try only */
};
static const struct counter_rule counter_rules[COUNTERS] = {
	[COUNTER_PAIR] = { 5, 5, 15 * MINUTE, HOUR, true },
	[COUNTER_ADDRESS] = { 30, 5, 15 * MINUTE, HOUR, false },
	[COUNTER_NAME] = { 20, 30, 15 * MINUTE, HOUR, false },
	[COUNTER_DEVICE] = { 5, 2, 5 * MINUTE, HOUR, true },
};

struct slot {
	int64_t slot, failures, last_at;
};
static const struct field slot_fields[] = {
	FIELD(slot, INT, slot),
	FIELD(slot, INT, failures),
	FIELD(slot, TIME, last_at),
};
static const struct record slot_record = RECORD(slot, slot_fields);

static int64_t
slot_number(enum counter counter, const char *a, const char *b)
{
	crypto_generichash_state state;
	unsigned char hash[16];
	const unsigned char kind = (unsigned char)counter;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	(void)crypto_generichash_update(&state, &kind, 1);
	(void)crypto_generichash_update(&state, (const unsigned char *)a, strlen(a) + 1);
	(void)crypto_generichash_update(&state, (const unsigned char *)b, strlen(b) + 1);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	return (int64_t)counter * SLOTS + (int64_t)hash[0] * 256 + hash[1];
}

/* The counters that hold for this try; returns how many. */
static size_t
slots_of(const struct throttle *throttle, int64_t slots[COUNTERS])
{
	if (throttle->known_device) {
		slots[0] = slot_number(COUNTER_DEVICE, throttle->login, throttle->device);
		return 1;
	}
	slots[0] = slot_number(COUNTER_PAIR, throttle->login, throttle->address);
	slots[1] = slot_number(COUNTER_ADDRESS, throttle->address, "");
	slots[2] = slot_number(COUNTER_NAME, throttle->login, "");
	return 3;
}

static const struct counter_rule *
slot_rule(int64_t slot)
{
	return &counter_rules[slot / SLOTS];
}

SQL(throttle_check_sql, "SELECT slot, failures, last_at FROM login_throttle WHERE slot IN (?, ?, ?)",
    .samples = "SELECT MAX(slot), 0, 0 FROM login_throttle UNION ALL SELECT -1, -1, -1");

enum rc
throttle_check(struct ctx *ctx, const struct throttle *throttle)
{
	int64_t slots[COUNTERS] = { -1, -1, -1, -1 }, until = 0;
	struct rows rows;
	const struct slot *slot;
	enum rc rc;

	(void)slots_of(throttle, slots);
	rc = db_rows(ctx, &throttle_check_sql, &slot_record, &rows,
	    ARGS(arg_int(slots[0]), arg_int(slots[1]), arg_int(slots[2])));
	if (rc != RC_OK)
		return rc;
	slot = rows.items;
	for (size_t i = 0; i < rows.count; i++) {
		const struct counter_rule *rule = slot_rule(slot[i].slot);
		int64_t end = slot[i].last_at +
			      throttle_wait(slot[i].failures, rule->free_tries, rule->first, rule->most);

		if (ctx->now - slot[i].last_at < rule->forget && end > until)
			until = end;
	}
	if (until <= ctx->now)
		return RC_OK;
	return ctx_fail(ctx, RC_BUSY, "accounts.login.wait",
	    arena_printf(ctx->arena, "%lld", (long long)(until - ctx->now)), NULL);
}

SQL(throttle_count_sql,
    "INSERT INTO login_throttle (slot, failures, last_at) VALUES (?, 1, ?) "
    "ON DUPLICATE KEY UPDATE failures = IF(last_at < ?, 1, failures + 1), last_at = ?",
    .samples = "SELECT COALESCE(MAX(slot), 0), 0, 0, 0 FROM login_throttle UNION ALL SELECT 1, 0, 0, 0");

enum rc
throttle_count(struct ctx *ctx, const struct throttle *throttle)
{
	int64_t slots[COUNTERS];
	size_t count = slots_of(throttle, slots);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++)
		rc = db_exec(ctx, &throttle_count_sql,
		    ARGS(arg_int(slots[i]), arg_int(ctx->now),
			arg_int(ctx->now - slot_rule(slots[i])->forget), arg_int(ctx->now)));
	return rc;
}

SQL(throttle_clear_sql, "UPDATE login_throttle SET failures = 0 WHERE slot = ?",
    .samples = "SELECT MAX(slot) FROM login_throttle UNION ALL SELECT 0");
SQL(throttle_back_sql, "UPDATE login_throttle SET failures = failures - 1 WHERE slot = ? AND failures > 0",
    .samples = "SELECT MAX(slot) FROM login_throttle UNION ALL SELECT 0");

enum rc
throttle_passed(struct ctx *ctx, const struct throttle *throttle)
{
	int64_t slots[COUNTERS];
	size_t count = slots_of(throttle, slots);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < count && rc == RC_OK; i++)
		rc = db_exec(ctx, slot_rule(slots[i])->clear ? &throttle_clear_sql : &throttle_back_sql,
		    ARGS(arg_int(slots[i])));
	return rc;
}

SQL(throttle_purge_sql, "DELETE FROM login_throttle WHERE last_at < ? ORDER BY last_at LIMIT 500",
    .samples = "SELECT 0");
SQL(device_purge_sql, "DELETE FROM login_device WHERE seen_at < ? ORDER BY seen_at LIMIT 500",
    .samples = "SELECT 0");

#define DEVICE_KEPT (180 * (int64_t)DAY)

enum rc
throttle_purge(struct ctx *ctx)
{
	enum rc rc = db_exec(ctx, &throttle_purge_sql, ARGS(arg_int(ctx->now - DAY)));

	if (rc == RC_OK)
		rc = db_exec(ctx, &device_purge_sql, ARGS(arg_int(ctx->now - DEVICE_KEPT)));
	return rc;
}

static void
device_hash(int64_t account_id, const char *device, unsigned char hash[TOKEN_HASH_SIZE])
{
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, TOKEN_HASH_SIZE);
	(void)crypto_generichash_update(&state, (const unsigned char *)&account_id, sizeof(account_id));
	(void)crypto_generichash_update(&state, (const unsigned char *)device, strlen(device));
	(void)crypto_generichash_final(&state, hash, TOKEN_HASH_SIZE);
}

SQL(device_known_sql, "SELECT account_id FROM login_device WHERE device_hash = ?",
    .samples = "SELECT MAX(device_hash) FROM login_device UNION ALL SELECT ''");

enum rc
device_known(struct ctx *ctx, int64_t account_id, const char *device, bool *known)
{
	unsigned char hash[TOKEN_HASH_SIZE];
	int64_t owner = 0;
	enum rc rc;

	device_hash(account_id, device ? device : "", hash);
	rc = db_int(ctx, &device_known_sql, &owner, ARGS(arg_bytes(hash, sizeof(hash))));
	*known = rc == RC_OK && device && *device && account_id && owner == account_id;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

SQL(device_add_sql,
    "INSERT INTO login_device (device_hash, account_id, seen_at) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE "
    "seen_at = ?",
    .samples = "SELECT 'sample', 1, 0, 0");

enum rc
device_add(struct ctx *ctx, int64_t account_id, const char *device)
{
	unsigned char hash[TOKEN_HASH_SIZE];

	device_hash(account_id, device, hash);
	return db_exec(ctx, &device_add_sql,
	    ARGS(arg_bytes(hash, sizeof(hash)), arg_int(account_id), arg_int(ctx->now), arg_int(ctx->now)));
}

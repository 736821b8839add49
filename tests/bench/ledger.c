/* SPDX-License-Identifier: MIT */
/* A process that works on the points ledger, for `make bench` and `make fault` (points.mjs in both folders):
 *
 *   ledger --config FILE ours|bare SECONDS MEMBERS SEED     transactions one after the other; prints their number, p50 and p99 in µs
 *   ledger --config FILE work COUNT MEMBERS SEED LOG        COUNT events, each asked for until it is acknowledged, then written to LOG
 *
 * `bare` is what the ledger is measured against: SELECT … FOR UPDATE, INSERT, UPDATE on the same tables, prepared once. */
#include "accounts/accounts.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "db/config.h"
#include "db/tx.h"
#include "orders/orders.h"
#include "points/points.h"

#include <fcntl.h>
#include <inttypes.h>
#include <mysql.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SAMPLES 1000000

static uint64_t chance;

static int64_t
below(int64_t limit)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (int64_t)(chance % (uint64_t)limit);
}

static int64_t
micros(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static int
compare(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

static void
report(uint32_t *samples, size_t count)
{
	qsort(samples, count, sizeof(*samples), compare);
	printf("%zu %u %u\n", count, count ? samples[count / 2] : 0, count ? samples[count * 99 / 100] : 0);
}

/* --- ours --------------------------------------------------------------------------------------------------------- */

static int
ours(struct ctx *ctx, int64_t seconds, int64_t members)
{
	uint32_t *samples = calloc(SAMPLES, sizeof(*samples));
	int64_t end = micros() + seconds * 1000000, number = 0, waiting;
	size_t count = 0;

	while (micros() < end && count < SAMPLES) {
		int64_t began = micros();
		const char *key =
		    arena_printf(ctx->arena, "bench:%d:%" PRId64 ":%" PRId64, getpid(), end, number++);
		enum rc rc = points_adjust(ctx, 1 + below(members), 1 + below(400), "bench", key, &waiting);

		if (rc != RC_OK && rc != RC_NOT_FOUND) {
			fprintf(stderr, "ledger: %s\n", rc_name(rc));
			return 1;
		}
		if (rc == RC_OK)
			samples[count++] = (uint32_t)(micros() - began);
		arena_reset(ctx->arena, 1 << 20);
	}
	report(samples, count);
	return 0;
}

/* --- bare --------------------------------------------------------------------------------------------------------- */

static void
die(MYSQL *mysql, const char *what)
{
	fprintf(stderr, "ledger: %s: %s\n", what, mysql_error(mysql));
	exit(1);
}

static MYSQL_STMT *
prepare(MYSQL *mysql, const char *text)
{
	MYSQL_STMT *stmt = mysql_stmt_init(mysql);

	if (stmt == NULL || mysql_stmt_prepare(stmt, text, strlen(text)) != 0)
		die(mysql, text);
	return stmt;
}

static void
execute(MYSQL *mysql, MYSQL_STMT *stmt, int64_t *numbers, unsigned count, const char *text)
{
	MYSQL_BIND binds[10];
	unsigned long length = text ? strlen(text) : 0;

	memset(binds, 0, sizeof(binds));
	for (unsigned i = 0; i < count; i++) {
		binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
		binds[i].buffer = &numbers[i];
	}
	if (text) {
		binds[count].buffer_type = MYSQL_TYPE_STRING;
		binds[count].buffer = (void *)(uintptr_t)text;
		binds[count].buffer_length = length;
		binds[count].length = &length;
	}
	if (mysql_stmt_bind_param(stmt, binds) != 0 || mysql_stmt_execute(stmt) != 0)
		die(mysql, mysql_stmt_error(stmt));
}

static int
bare(int64_t seconds, int64_t members)
{
	struct db_config config = config_database(config_get(), "worker");
	uint32_t *samples = calloc(SAMPLES, sizeof(*samples));
	MYSQL *mysql = mysql_init(NULL);
	int64_t end = micros() + seconds * 1000000, number = 0, row[3];
	MYSQL_BIND out[3];
	MYSQL_STMT *lock, *entry, *balance;
	size_t count = 0;

	if (!mysql_real_connect(mysql, NULL, config.user, config.password, config.name, 0, config.socket, 0))
		die(mysql, "connect");
	if (mysql_query(mysql, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED") != 0)
		die(mysql, "isolation");
	lock = prepare(mysql, "SELECT points, points_no, points_gained FROM member WHERE id = ? FOR UPDATE");
	entry = prepare(mysql, "INSERT INTO points_entry (member_id, entry_no, at, kind, points, balance, "
			       "gained, event_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
	balance =
	    prepare(mysql, "UPDATE member SET points = ?, points_no = ?, points_gained = ? WHERE id = ?");
	memset(out, 0, sizeof(out));
	for (int i = 0; i < 3; i++) {
		out[i].buffer_type = MYSQL_TYPE_LONGLONG;
		out[i].buffer = &row[i];
	}
	while (micros() < end && count < SAMPLES) {
		int64_t began = micros(), member = 1 + below(members), points = 1 + below(400);
		char key[64];
		bool there;

		snprintf(key, sizeof(key), "bare:%d:%" PRId64 ":%" PRId64, getpid(), end, number++);
		if (mysql_query(mysql, "START TRANSACTION") != 0)
			die(mysql, "begin");
		execute(mysql, lock, &member, 1, NULL);
		if (mysql_stmt_bind_result(lock, out) != 0 || mysql_stmt_store_result(lock) != 0)
			die(mysql, "lock");
		there = mysql_stmt_fetch(lock) == 0;
		mysql_stmt_free_result(lock);
		if (there) {
			int64_t in[7] = { member, row[1] + 1, clock_now(), POINTS_ADJUST, points,
				row[0] + points, row[2] + points };
			int64_t now[4] = { row[0] + points, row[1] + 1, row[2] + points, member };

			execute(mysql, entry, in, 7, key);
			execute(mysql, balance, now, 4, NULL);
		}
		if (mysql_commit(mysql) != 0)
			die(mysql, "commit");
		if (there)
			samples[count++] = (uint32_t)(micros() - began);
	}
	report(samples, count);
	return 0;
}

/* --- work --------------------------------------------------------------------------------------------------------- */

/* One event, asked for until somebody says yes or a rule says no; every so often an acknowledged one is asked for again. */
static enum rc
event_ask(struct ctx *ctx, int64_t member, int64_t what, int64_t points, const char *key)
{
	int64_t waiting;
	enum rc rc;

	for (int tries = 0; tries < 2000; tries++) {
		ctx->reason = (struct reason){ 0 };
		ctx->now = clock_now();
		if (what < 5)
			rc = points_adjust(ctx, member, points, "earned", key, &waiting);
		else if (what < 9)
			rc = points_redeem(ctx, member, points, "fault", key);
		else
			rc = points_adjust(ctx, member, -points, "reversed", key, &waiting);
		if (rc == RC_OK || rc == RC_REFUSED || rc == RC_NOT_FOUND || rc == RC_INVALID)
			return rc;
		usleep(20000);
	}
	return rc;
}

static int
work(struct ctx *ctx, int64_t count, int64_t members, const char *path)
{
	int log = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
	uint64_t run = chance;

	for (int64_t i = 0; i < count; i++) {
		int64_t member = 1 + below(members), what = below(10), points = 1 + below(200);
		char key[64], line[100];
		enum rc rc;

		snprintf(key, sizeof(key), "fault:%016" PRIx64 ":%" PRId64, run, i);
		rc = event_ask(ctx, member, what, points, key);
		if (rc == RC_OK && below(10) == 0 && event_ask(ctx, member, what, points, key) != RC_OK)
			return 1;
		if (rc != RC_OK && rc != RC_REFUSED && rc != RC_NOT_FOUND) {
			fprintf(stderr, "ledger: %s %s\n", key, rc_name(rc));
			return 1;
		}
		snprintf(line, sizeof(line), "%s %s\n", rc == RC_OK ? "ok" : "no", key);
		if (write(log, line, strlen(line)) < 0)
			return 1;
		arena_reset(ctx->arena, 1 << 20);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct db_config config;
	struct ctx ctx = { .request_id = "ledger" };

	if (sodium_init() < 0 || argc < 7)
		return 2;
	config_start(argc, argv);
	config = config_database(config_get(), "worker");
	audit_keys(false);
	ctx.arena = arena_new(1 << 20);
	ctx.db = db_new(&config);
	ctx.now = clock_now();
	ctx.actor = (struct actor){
		.account_id = 1, .staff_no = "KF0001", .name = "ledger", .roles = ROLE_ALL, .denied = ""
	};
	chance = strtoull(argv[6], NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) + 1;
	if (strcmp(argv[3], "ours") == 0)
		return ours(&ctx, strtoll(argv[4], NULL, 10), strtoll(argv[5], NULL, 10));
	if (strcmp(argv[3], "bare") == 0)
		return bare(strtoll(argv[4], NULL, 10), strtoll(argv[5], NULL, 10));
	return strcmp(argv[3], "work") == 0 && argc == 8
		   ? work(&ctx, strtoll(argv[4], NULL, 10), strtoll(argv[5], NULL, 10), argv[7])
		   : 2;
}

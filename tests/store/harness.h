/* SPDX-License-Identifier: MIT */
/* What every store test stands on: a fresh, migrated database on a real MariaDB, connected to as the portal is.
 *
 *	int main(void)
 *	{
 *		const struct CMUnitTest tests[] = { cmocka_unit_test(…), … };
 *		return cmocka_run_group_tests(tests, test_start, test_stop);
 *	}
 *
 * The server is the runner's ($HOUTAI_TEST_SOCKET), and no other program's while this one runs. */
#ifndef TESTS_STORE_HARNESS_H
#define TESTS_STORE_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "db/config.h"
#include "db/ctx.h"
#include "db/db.h"
#include "db/tx.h"
#include "policy/role.h"

/* test_start(), test_stop(): group set-up and tear-down. */
int test_start(void **state);
int test_stop(void **state);

/* test_ctx(): the connection of the test, as houtai_worker; `now` is TEST_NOW, the actor account 1 with all roles.
 * test_connect(): one more, as "worker", "jobs" or "admin"; test_close() ends it, test_exit() the process of a test with it. */
struct ctx *test_ctx(void);
struct ctx *test_connect(const char *who);
void test_close(struct ctx *ctx);
_Noreturn void test_exit(struct ctx *ctx, int status);
#define TEST_NOW INT64_C(1778565600) /* 2026-05-12 14:00 in Asia/Shanghai, a Tuesday */

/* test_actor(): who acts from now on. */
void test_actor(struct ctx *ctx, int64_t account_id, const char *staff_no, uint32_t roles);

/* test_sql(): any statement by the administrator (printf); the test fails if it does. test_number(): its first value. */
void test_sql(const char *format, ...) __attribute__((format(printf, 1, 2)));
int64_t test_number(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *test_word(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* test_empty(): remove all rows of a table. test_account(), test_member(), test_product(): a new row each, synthetic, with
 * a number of its own; the id. */
void test_empty(const char *table);
int64_t test_account(const char *staff_no, uint32_t roles);
int64_t test_member(void);
int64_t test_product(int64_t price_fen);

/* test_figure(): another value of a policy figure, approved, from `since` on. test_figures_drop(): none of these any more. */
void test_figure(const char *key, int64_t value, int64_t since);
void test_figures_drop(void);

/* test_config(): path of the configuration this program runs with, for programs started by a test. test_folder(): a folder
 * of this program alone, removed at the end. */
const char *test_config(void);
const char *test_folder(void);

/* test_connection_id(): MariaDB's number of a connection, for KILL. */
int64_t test_connection_id(struct ctx *ctx);

/* test_meet(): waits until the process at the other end of a socket pair calls it too. False if that one ended instead. */
bool test_meet(int other);

#define assert_rc(rc, expected) assert_string_equal(rc_name(rc), rc_name(expected))

#endif

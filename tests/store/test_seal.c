/* SPDX-License-Identifier: MIT */
/* The sealer killed with kill -9 again and again while others write, and several sealers at once: the proof never cries
 * wolf, nothing stays unsealed, and a row that was acknowledged is never lost.
 * Not tampering: test_audit.c. */
#include "harness.h"

#include "audit/audit.h"
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WRITERS 3
#define KILLS 25
#define EACH 120 /* rows of a writer */

static void
pause_us(long microseconds)
{
	nanosleep(&(struct timespec){ .tv_nsec = microseconds * 1000 }, NULL);
}

static _Noreturn void
writer_run(int number)
{
	struct ctx *ctx = test_connect("worker");

	ctx->now = TEST_NOW + 1;
	for (int i = 0; i < EACH; i++) {
		enum rc rc;

		do {
			rc = tx_begin(ctx);
			if (rc == RC_OK)
				rc = audit_add(ctx, "order.confirm", "order", number * 1000 + i, NULL);
			/* some commit late, behind rows with later ids */
			if (i % 7 == 0)
				pause_us(3000);
			rc = tx_end(ctx, rc);
		} while (tx_again(ctx, rc));
		if (rc != RC_OK)
			_exit(1);
		pause_us(500);
	}
	_exit(0);
}

static _Noreturn void
sealer_run(void)
{
	struct ctx *ctx = test_connect("jobs");

	ctx->now = TEST_NOW + 1;
	for (;;) {
		int64_t sealed;

		if (audit_seal(ctx, 10, &sealed) != RC_OK)
			_exit(1);
		if (sealed == 0)
			pause_us(300);
	}
}

/* A writer with a number, or a sealer for 0; gone with the test. */
static pid_t
child_start(int number)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (number > 0)
		writer_run(number);
	sealer_run();
}

static const char *
verify(struct ctx *ctx)
{
	const char *finding;
	int64_t rows;

	assert_rc(audit_verify(ctx, &finding, &rows), RC_OK);
	return finding;
}

/* End one sealer at whatever line it is, prove, start another. */
static void
sealer_kill(pid_t *sealer, struct ctx *admin, int round)
{
	const char *finding;
	int status;

	assert_int_equal(kill(*sealer, SIGKILL), 0);
	assert_int_equal(waitpid(*sealer, &status, 0), *sealer);
	assert_true(WIFSIGNALED(status)); /* it was still at work */
	finding = verify(admin);
	if (finding != NULL)
		fail_msg("false alarm after kill %d: %s", round, finding);
	*sealer = child_start(0);
}

static void
seal_rest(struct ctx *jobs)
{
	int64_t sealed;

	do
		assert_rc(audit_seal(jobs, 1000, &sealed), RC_OK);
	while (sealed > 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_open"), 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log l LEFT JOIN audit_seal s ON s.audit_id = l.id"
			" WHERE s.seq IS NULL"),
	    0);
}

/* Two sealers at a time, one of them killed at some moment or other, proved in between. */
static void
test_killed(void **state)
{
	struct ctx *jobs = test_connect("jobs"), *admin = test_connect("admin");
	pid_t writers[WRITERS], sealers[2];
	int64_t before = test_number("SELECT COUNT(*) FROM audit_log");
	unsigned random = 1;
	int status;

	(void)state;
	admin->now = TEST_NOW + 1;
	for (int i = 0; i < WRITERS; i++)
		writers[i] = child_start(i + 1);
	sealers[0] = child_start(0);
	sealers[1] = child_start(0);
	for (int i = 0; i < KILLS; i++) {
		random = random * 1103515245u + 12345u;
		pause_us(2000 + (long)(random >> 16) % 20000);
		sealer_kill(&sealers[i % 2], admin, i + 1);
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
		assert_int_equal(status, 0);
	}
	for (int i = 0; i < 2; i++) {
		kill(sealers[i], SIGKILL);
		waitpid(sealers[i], NULL, 0);
	}
	seal_rest(jobs);
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_log"), before + WRITERS * EACH);
	assert_null(verify(admin));
	/* and it does not only look away: the last row gone is found */
	test_sql("DELETE FROM audit_log ORDER BY id DESC LIMIT 1");
	assert_non_null(verify(admin));
	test_close(jobs);
	test_close(admin);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_killed) };

	return cmocka_run_group_tests(tests, test_start, test_stop);
}

/* SPDX-License-Identifier: MIT */
/* The real houtai-jobs: claims by row, two at once, kill -9 in the middle of a job, TERM. Its own job "once.purge" is held
 * up by a row lock wherever a job has to take its time. */
#include "db/job.h"
#include "harness.h"
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

SQL(hold_sql, "SELECT at FROM once WHERE at = 1 FOR UPDATE");

static int
fresh(void **state)
{
	(void)state;
	test_empty("once");
	test_empty("job_run");
	test_sql("INSERT INTO once (hash, at) VALUES (UNHEX(SHA2('old', 256)), 1)");
	return 0;
}

static pid_t
jobs_start(bool once)
{
	char program[PATH_MAX] = "", *end;
	pid_t pid = fork();
	int null;

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (readlink("/proc/self/exe", program, sizeof(program) - 1) < 0 ||
	    !(end = strstr(program, "/tests/store/")))
		_exit(1);
	snprintf(end, sizeof(program) - (size_t)(end - program), "/houtai-jobs");
	null = open("/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(null, STDERR_FILENO);
	execl(program, "houtai-jobs", "--config", test_config(), once ? "--once" : NULL, NULL);
	_exit(127);
}

static int
ended(pid_t pid)
{
	int status = 0;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* Wait at most a minute for a number to become what it ought to. */
static void
wait_for(const char *query, int64_t expected)
{
	int i;

	for (i = 0; i < 3000; i++) {
		if (test_number("%s", query) == expected)
			return;
		usleep(20000);
	}
	fail_msg("%s is not %lld", query, (long long)expected);
}

/* What the process has open as `fd`. */
static const char *
opened(const char *process, int fd)
{
	static char target[64];
	char path[64];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/%s/fd/%d", process, fd);
	length = readlink(path, target, sizeof(target) - 1);
	target[length > 0 ? length : 0] = '\0';
	return target;
}

/* Until the process has a connection that it did not get from us: from then on it ends well when it is told to. */
static void
wait_ready(pid_t pid)
{
	bool ready = false;
	char process[24];

	snprintf(process, sizeof(process), "%d", (int)pid);
	for (int i = 0; i < 3000 && !ready; i++) {
		usleep(20000);
		for (int fd = 3; fd < 64 && !ready; fd++) {
			char theirs[64];

			strcpy(theirs, opened(process, fd));
			ready = strncmp(theirs, "socket:", 7) == 0 && strcmp(theirs, opened("self", fd)) != 0;
		}
	}
	assert_true(ready);
}

#define CLAIMED "SELECT COUNT(*) FROM job_run WHERE name = 'once.purge' AND claimed_by <> ''"
#define RUNS "SELECT COALESCE(MAX(runs), 0) FROM job_run WHERE name = 'once.purge'"
#define WAITING                                                                                              \
	"SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE 'DELETE "   \
	"FROM once%'"

static struct ctx *
hold(void)
{
	struct ctx *ctx = test_connect("worker");
	int64_t at;

	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(db_int(ctx, &hold_sql, &at, NO_ARGS), RC_OK);
	return ctx;
}

static void
let_go(struct ctx *ctx)
{
	assert_rc(tx_end(ctx, RC_REFUSED), RC_REFUSED);
	test_close(ctx);
}

static void
test_once(void **state)
{
	pid_t one = jobs_start(true), two = jobs_start(true);

	(void)state;
	assert_int_equal(ended(one), 0);
	assert_int_equal(ended(two), 0);
	assert_int_equal(test_number("%s", RUNS), 1); /* by one of the two */
	assert_int_equal(test_number("SELECT COUNT(*) FROM once WHERE at = 1"), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM job_run WHERE claimed_by <> ''"), 0);
}

static void
test_killed(void **state)
{
	struct ctx *holder = hold();
	pid_t jobs = jobs_start(false);

	(void)state;
	wait_for(WAITING, 1);
	kill(jobs, SIGKILL);
	assert_true(WIFSIGNALED(ended(jobs)));
	wait_for(WAITING, 0); /* the job's own process goes with it */
	assert_int_equal(test_number("%s", CLAIMED), 1);
	jobs = jobs_start(true);
	assert_int_equal(ended(jobs), 0);
	assert_int_equal(test_number("%s", RUNS), 0); /* the claim holds */
	let_go(holder);
	test_sql("UPDATE job_run SET claimed_until = claimed_until - %d", JOB_LEASE + 1);
	jobs = jobs_start(true);
	assert_int_equal(ended(jobs), 0);
	assert_int_equal(test_number("%s", RUNS), 1); /* and expires */
	assert_int_equal(test_number("SELECT COUNT(*) FROM once WHERE at = 1"), 0);
}

/* The process of the job alone is killed: the loop sees it and lets go of the claim. */
static void
test_job_killed(void **state)
{
	struct ctx *holder = hold();
	pid_t jobs = jobs_start(false), job;
	char path[80], line[80] = "";
	FILE *children;

	(void)state;
	wait_for(WAITING, 1);
	snprintf(path, sizeof(path), "/proc/%ld/task/%ld/children", (long)jobs, (long)jobs);
	children = fopen(path, "r");
	assert_non_null(children);
	assert_non_null(fgets(line, sizeof(line), children));
	fclose(children);
	job = (pid_t)strtol(line, NULL, 10);
	assert_true(job > 0);
	kill(job, SIGKILL);
	wait_for(CLAIMED, 0);
	assert_int_equal(test_number("SELECT failures FROM job_run WHERE name = 'once.purge'"), 1);
	kill(jobs, SIGTERM);
	assert_int_equal(ended(jobs), 0);
	let_go(holder);
}

/* A claim is kept while its job runs: nobody else takes it, however long that is. */
static void
test_kept(void **state)
{
	struct ctx *holder = hold();
	pid_t jobs = jobs_start(false), other;

	(void)state;
	wait_for(WAITING, 1);
	test_sql("UPDATE job_run SET claimed_until = claimed_until - 25 WHERE name = 'once.purge'");
	other = jobs_start(false);
	wait_ready(other);
	usleep(700000);
	assert_int_equal(test_number("%s", WAITING), 1);
	let_go(holder);
	wait_for(RUNS, 1);
	wait_for(CLAIMED, 0);
	kill(jobs, SIGTERM);
	kill(other, SIGTERM);
	assert_int_equal(ended(jobs), 0);
	assert_int_equal(ended(other), 0);
	assert_int_equal(test_number("%s", RUNS), 1);
}

static void
test_term(void **state)
{
	struct ctx *holder = hold();
	pid_t jobs = jobs_start(false);

	(void)state;
	wait_for(WAITING, 1);
	kill(jobs, SIGTERM);
	usleep(300000);
	assert_int_equal(waitpid(jobs, NULL, WNOHANG), 0); /* the step is not over */
	let_go(holder);
	assert_int_equal(ended(jobs), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM job_run WHERE claimed_by <> ''"), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM once WHERE at = 1"), 0);
}

static void
test_claim(void **state)
{
	struct ctx *ctx = test_connect("jobs");
	struct rows rows;
	struct job_row row;

	(void)state;
	assert_rc(job_add(ctx, "a"), RC_OK);
	assert_rc(job_add(ctx, "a"), RC_OK);
	assert_rc(job_list(ctx, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	row = *(struct job_row *)rows.items;
	assert_rc(job_claim(ctx, &row, "me"), RC_OK);
	assert_rc(job_claim(ctx, &row, "you"), RC_NOT_FOUND); /* read before, taken since */
	ctx->now += 10;
	assert_rc(job_keep(ctx, "a", "me"), RC_OK);
	assert_rc(job_keep(ctx, "a", "you"), RC_NOT_FOUND);
	assert_rc(job_release(ctx, "a", "you", 5, RC_OK), RC_OK);
	assert_int_equal(test_number("SELECT runs FROM job_run WHERE name = 'a'"), 0);
	assert_rc(job_release(ctx, "a", "me", 5, RC_DB), RC_OK);
	assert_int_equal(test_number("SELECT failures FROM job_run WHERE name = 'a'"), 1);
	assert_string_equal(test_word("SELECT last_rc FROM job_run WHERE name = 'a'"), "db");
	test_close(ctx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_claim, fresh),
		cmocka_unit_test_setup(test_once, fresh),
		cmocka_unit_test_setup(test_killed, fresh),
		cmocka_unit_test_setup(test_job_killed, fresh),
		cmocka_unit_test_setup(test_kept, fresh),
		cmocka_unit_test_setup(test_term, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}

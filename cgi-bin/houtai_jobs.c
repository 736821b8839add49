/* SPDX-License-Identifier: MIT */
/* Background jobs: one loop that claims what is due by row and runs each claimed job in a process of its own, so that a
 * long import keeps nothing waiting and a crash takes one job only. Any number of these run, on any node.
 * Not the jobs themselves: features declare them. */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/config.h"
#include "db/job.h"
#include "db/tx.h"
#include "web/feature.h"
#include "web/view.h"
#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS_MOST 64
#define RUNNING_MOST 4   /* at once: as many more connections */
#define POLL_MS 300      /* how late a due job may begin */
#define GRACE_SECONDS 20 /* after TERM, before KILL */
#define ONCE_DAYS 3

/* One job: as declared, and its process while it runs. */
struct work {
	const struct job *job;
	pid_t pid;
	int64_t kept_at;
	bool ran; /* with --once: never twice */
};

static struct work works[JOBS_MOST];
static size_t work_count;
static char owner[80];
static volatile sig_atomic_t stopping;

static enum rc
once_purge_run(struct ctx *ctx)
{
	int64_t purged;
	enum rc rc;

	do {
		rc = once_purge(ctx, ctx->now - ONCE_DAYS * DAY, &purged);
	} while (rc == RC_OK && purged > 0 && !stopping);
	return rc;
}

static const struct job own_jobs[] = {
	{ "once.purge", 10 * MINUTE, once_purge_run },
	{ NULL, 0, NULL },
};

static void
works_add(const struct job *job)
{
	for (; job && job->name; job++) {
		if (work_count == JOBS_MOST) {
			fputs("houtai-jobs: too many jobs\n", stderr);
			exit(1);
		}
		works[work_count++] = (struct work){ .job = job };
	}
}

static struct ctx
context(const char *request_id)
{
	struct db_config config = config_database(config_get(), "jobs");

	return (struct ctx){ .arena = arena_new(0),
		.db = db_new(&config),
		.actor = actor_system(),
		.now = clock_now(),
		.request_id = request_id };
}

static void
stop(int signal)
{
	(void)signal;
	stopping = 1;
}

/* A failed job waits longer each time, ten minutes at most. */
static int64_t
due_next(struct ctx *ctx, const struct job *job, int64_t started_at, enum rc rc)
{
	int64_t failures = 0, wait;

	if (rc == RC_OK)
		return started_at + job->every > ctx->now ? started_at + job->every : ctx->now;
	if (rc == RC_BUSY && stopping)
		return ctx->now; /* goes on wherever it is claimed next */
	if (job_failures(ctx, job->name, &failures) != RC_OK || failures > 8)
		failures = 8;
	wait = job->every << failures;
	return ctx->now + (wait < 10 * MINUTE ? wait : 10 * MINUTE);
}

/* The process of one job. */
static _Noreturn void
job_process(const struct job *job, pid_t parent)
{
	struct sigaction action = { .sa_handler = stop };
	sigset_t none;
	struct ctx ctx;
	int64_t started_at;
	enum rc rc;

	prctl(PR_SET_PDEATHSIG, SIGKILL); /* its claim is kept by the parent: without it, none of it */
	if (getppid() != parent)
		_exit(1);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	tx_stop_when(&stopping);
	ctx = context("");
	ctx.request_id = arena_printf(ctx.arena, "job:%s:%ld", job->name, (long)getpid());
	log_request(ctx.request_id);
	started_at = ctx.now;
	rc = job->run(&ctx);
	if (rc != RC_OK && !(rc == RC_BUSY && stopping))
		log_line(LOG_ERROR, "job.failed", "job", job->name, "rc", rc_name(rc), NULL);
	ctx.now = clock_now();
	if (job_release(&ctx, job->name, owner, due_next(&ctx, job, started_at, rc), rc) != RC_OK)
		_exit(1); /* the parent releases it, or the claim expires */
	db_free(ctx.db);
	_exit(0);
}

static void
work_start(struct ctx *ctx, struct work *work, const struct job_row *row)
{
	pid_t parent = getpid();

	if (job_claim(ctx, row, owner) != RC_OK)
		return;
	work->pid = fork();
	if (work->pid == 0)
		job_process(work->job, parent);
	if (work->pid < 0) {
		log_line(LOG_ERROR, "job.fork", "job", work->job->name, "error", strerror(errno), NULL);
		work->pid = 0;
		if (job_release(ctx, work->job->name, owner, ctx->now + MINUTE, RC_BUSY) != RC_OK)
			log_line(LOG_WARN, "job.release", "job", work->job->name, NULL);
		return;
	}
	work->kept_at = ctx->now;
	work->ran = true;
}

/* A process that ended by itself has released its claim; one that crashed has not. */
static void
works_reap(struct ctx *ctx)
{
	pid_t pid;
	int status;
	size_t i;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (i = 0; i < work_count && works[i].pid != pid; i++)
			;
		if (i == work_count)
			continue;
		works[i].pid = 0;
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			continue;
		log_line(LOG_ERROR, "job.crashed", "job", works[i].job->name, "signal",
		    log_count(WIFSIGNALED(status) ? WTERMSIG(status) : 0), NULL);
		if (job_release(
			ctx, works[i].job->name, owner, ctx->now + works[i].job->every, RC_INTERNAL) != RC_OK)
			log_line(LOG_WARN, "job.release", "job", works[i].job->name, NULL);
	}
}

static size_t
works_running(void)
{
	size_t i, count = 0;

	for (i = 0; i < work_count; i++)
		count += works[i].pid > 0;
	return count;
}

/* Claims of what runs are kept; who has lost his (a stopped machine, a moved clock) ends at once. */
static void
works_keep(struct ctx *ctx)
{
	size_t i;
	enum rc rc;

	for (i = 0; i < work_count; i++) {
		if (works[i].pid <= 0 || ctx->now - works[i].kept_at < JOB_LEASE / 3)
			continue;
		rc = job_keep(ctx, works[i].job->name, owner);
		if (rc == RC_OK)
			works[i].kept_at = ctx->now;
		if (rc == RC_NOT_FOUND || ctx->now - works[i].kept_at >= JOB_LEASE) {
			log_line(LOG_WARN, "job.claim_lost", "job", works[i].job->name, NULL);
			kill(works[i].pid, SIGKILL);
		}
	}
}

#define NO_DATABASE SIZE_MAX

/* Start what is due, in the order of the table; returns how many are left to do, or NO_DATABASE. */
static size_t
works_claim(struct ctx *ctx, bool once)
{
	struct rows rows;
	const struct job_row *row;
	size_t i, j, left = 0;

	if (job_list(ctx, &rows) != RC_OK)
		return NO_DATABASE;
	row = rows.items;
	for (i = 0; i < work_count; i++) {
		if (works[i].pid > 0 || (once && works[i].ran))
			continue;
		for (j = 0; j < rows.count && strcmp(row[j].name, works[i].job->name) != 0; j++)
			;
		if (j == rows.count) {
			if (job_add(ctx, works[i].job->name) == RC_OK)
				left++;
		} else if (job_ready(&row[j], works[i].job->every, ctx->now)) {
			left++;
			if (works_running() < RUNNING_MOST)
				work_start(ctx, &works[i], &row[j]);
		}
	}
	return left;
}

static void
signal_works(int signal)
{
	size_t i;

	for (i = 0; i < work_count; i++)
		if (works[i].pid > 0)
			kill(works[i].pid, signal);
}

/* The exit status: 1 if --once met no database. */
static int
loop(struct ctx *ctx, const sigset_t *signals, bool once)
{
	const struct timespec pause = { 0, POLL_MS * 1000000L }, patience = { 2, 0 };
	int64_t stopped_at = 0;
	size_t left;
	int signal;

	for (;;) {
		ctx->now = clock_now();
		works_reap(ctx);
		works_keep(ctx);
		left = stopping ? 0 : works_claim(ctx, once);
		if (once && left == NO_DATABASE)
			return 1;
		if (works_running() == 0 && (stopping || (once && left == 0)))
			return 0;
		signal = sigtimedwait(signals, NULL, left == NO_DATABASE ? &patience : &pause);
		if ((signal == SIGTERM || signal == SIGINT) && !stopping) {
			stopping = 1;
			stopped_at = ctx->now;
			signal_works(SIGTERM);
		}
		if (stopping && ctx->now - stopped_at > GRACE_SECONDS)
			signal_works(SIGKILL); /* the transaction rolls back, the claim goes on elsewhere */
		arena_reset(ctx->arena, 65536);
	}
}

int
main(int argc, char **argv)
{
	char host[40] = "";
	unsigned char chance[8];
	char hex[17];
	sigset_t signals;
	struct ctx ctx;
	bool once = false;
	size_t i;
	int arg, status;

	if (sodium_init() < 0)
		return 1;
	for (arg = 1; arg < argc; arg++)
		once = once || strcmp(argv[arg], "--once") == 0;
	config_start(argc, argv);
	audit_keys(true);
	view_start(config_text(config_get(), "Templates", "templates")); /* words of both languages */
	works_add(own_jobs);
	for (i = 0; features[i]; i++)
		works_add(features[i]->jobs);
	gethostname(host, sizeof(host) - 1);
	randombytes_buf(chance, sizeof(chance));
	sodium_bin2hex(hex, sizeof(hex), chance, sizeof(chance));
	snprintf(owner, sizeof(owner), "%s:%ld:%s", host, (long)getpid(), hex);
	/* waited for in the loop, so that none is missed between two looks */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	ctx = context("jobs");
	log_request("jobs");
	log_line(LOG_INFO, "jobs.started", "owner", owner, "jobs", log_count((long long)work_count), NULL);
	status = loop(&ctx, &signals, once);
	log_line(LOG_INFO, "jobs.ended", NULL);
	db_free(ctx.db);
	arena_free(ctx.arena);
	return status;
}

/* SPDX-License-Identifier: MIT */
/* Master of the workers: fork, wait, respawn, drain, roll.
 * Not a server: it reads no request and touches no database. */
#include "prefork.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS_MOST 256
#define BACKLOG 1024
#define GRACE_MS 30000 /* a worker told to end may finish its request for so long */
#define YOUNG_MS 2000  /* one that dies younger is replaced at growing intervals */
#define PAUSE_MOST_MS 5000

/* What the program on disk needs to take over: "fd:pid,pid,…". */
#define HANDOVER "HOUTAI_HANDOVER"

struct worker {
	pid_t pid; /* 0: free place */
	int64_t born;
	int64_t kill_at; /* when it is killed; 0: it was not told to end */
};

struct master {
	const struct prefork *prefork;
	char program[4096];
	int listener;
	sigset_t signals;
	struct worker worker[2 * WORKERS_MOST]; /* while rolling there are two generations */
	int64_t pause_ms, start_at;             /* back-off: no new worker before start_at */
	bool ending;
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Is somebody listening there already? */
static bool
socket_answers(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool answers = fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof *address) == 0;

	if (fd >= 0)
		close(fd);
	return answers;
}

static int
socket_listen(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t mask;
	int fd, bound;

	if (strlen(path) >= sizeof address.sun_path) {
		fprintf(stderr, "houtai: the socket's path is longer than %zu bytes: %s\n",
		    sizeof address.sun_path - 1, path);
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (socket_answers(&address)) {
		fprintf(stderr, "houtai: already running: somebody answers on %s\n", path);
		return -1;
	}
	unlink(path);
	/* no SOCK_CLOEXEC: the program that takes over after HUP inherits it */
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	mask = umask(0117);
	bound = fd < 0 ? -1 : bind(fd, (const struct sockaddr *)&address, sizeof address);
	umask(mask);
	if (bound != 0 || listen(fd, BACKLOG) != 0) {
		fprintf(stderr, "houtai: cannot listen on %s: %s\n", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

static struct worker *
worker_find(struct master *master, pid_t pid)
{
	for (size_t i = 0; i < sizeof master->worker / sizeof master->worker[0]; i++)
		if (master->worker[i].pid == pid)
			return &master->worker[i];
	return NULL;
}

/* Workers that were not told to end. */
static int
workers_count(const struct master *master, bool all)
{
	int count = 0;

	for (size_t i = 0; i < sizeof master->worker / sizeof master->worker[0]; i++)
		if (master->worker[i].pid != 0 && (all || master->worker[i].kill_at == 0))
			count++;
	return count;
}

static void
workers_end(struct master *master)
{
	for (size_t i = 0; i < sizeof master->worker / sizeof master->worker[0]; i++) {
		struct worker *worker = &master->worker[i];

		if (worker->pid != 0 && worker->kill_at == 0) {
			kill(worker->pid, SIGTERM);
			worker->kill_at = now_ms() + GRACE_MS;
		}
	}
}

static void
worker_start(struct master *master)
{
	struct worker *worker = worker_find(master, 0);
	pid_t parent = getpid();
	pid_t pid;

	if (worker == NULL)
		return;
	pid = fork();
	if (pid < 0) {
		log_line(LOG_ERROR, "worker.fork", "error", strerror(errno), NULL);
		master->start_at = now_ms() + 1000;
		return;
	}
	if (pid == 0) {
		/* a master that is killed takes its workers with it, each after the request in hand */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			_exit(0);
		_exit(master->prefork->work(master->listener));
	}
	worker->pid = pid;
	worker->born = now_ms();
	worker->kill_at = 0;
}

static void
workers_start(struct master *master)
{
	while (!master->ending && now_ms() >= master->start_at &&
	       workers_count(master, false) < master->prefork->workers && worker_find(master, 0) != NULL)
		worker_start(master);
}

/* A worker ended. One that died young holds the next one back: a defect must not become a fork storm. */
static void
worker_ended(struct master *master, pid_t pid, int status)
{
	struct worker *worker = worker_find(master, pid);
	int64_t age;

	if (worker == NULL)
		return;
	age = now_ms() - worker->born;
	if (WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) != 0))
		log_line(LOG_ERROR, "worker.died", "pid", log_count(pid),
		    WIFSIGNALED(status) ? "signal" : "status",
		    log_count(WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status)), "age_ms",
		    log_count(age), NULL);
	if (worker->kill_at == 0 && age < YOUNG_MS) {
		master->pause_ms = master->pause_ms == 0 ? 50 : master->pause_ms * 2;
		if (master->pause_ms > PAUSE_MOST_MS)
			master->pause_ms = PAUSE_MOST_MS;
		master->start_at = now_ms() + master->pause_ms;
	} else if (worker->kill_at == 0) {
		master->pause_ms = 0;
	}
	worker->pid = 0;
}

static void
workers_reap(struct master *master)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		worker_ended(master, pid, status);
}

/* The grace is over: end them the hard way; nginx asks another worker for what was a GET. */
static void
workers_kill(struct master *master)
{
	int64_t now = now_ms();

	for (size_t i = 0; i < sizeof master->worker / sizeof master->worker[0]; i++) {
		struct worker *worker = &master->worker[i];

		if (worker->pid != 0 && worker->kill_at != 0 && now >= worker->kill_at) {
			log_line(LOG_WARN, "worker.killed", "pid", log_count(worker->pid), NULL);
			kill(worker->pid, SIGKILL);
			worker->kill_at = now + GRACE_MS;
		}
	}
}

/* Does the program on disk start? Asked in a process of its own: a broken one must not take this one's place. */
static bool
program_checks(const struct master *master)
{
	char *argv[64] = { (char *)(uintptr_t)master->program, (char *)(uintptr_t) "--check" };
	size_t count = 2;
	int status;
	pid_t pid;

	for (char **arg = master->prefork->argv + 1; *arg != NULL && count < 63; arg++)
		argv[count++] = *arg;
	pid = fork();
	if (pid == 0) {
		execv(master->program, argv);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* HUP: become the program on disk. Comes back only if that failed; then all goes on as before. */
static void
program_replace(struct master *master)
{
	char handover[32 + 12 * 2 * WORKERS_MOST];
	size_t length;

	if (!program_checks(master)) {
		log_line(LOG_ERROR, "master.roll_refused", "program", master->program, NULL);
		return;
	}
	length = (size_t)snprintf(handover, sizeof handover, "%d:", master->listener);
	for (size_t i = 0; i < sizeof master->worker / sizeof master->worker[0]; i++)
		if (master->worker[i].pid != 0 && length + 12 < sizeof handover)
			length += (size_t)snprintf(
			    handover + length, sizeof handover - length, "%ld,", (long)master->worker[i].pid);
	setenv(HANDOVER, handover, 1);
	log_line(LOG_INFO, "master.roll", "program", master->program, NULL);
	execv(master->program, master->prefork->argv);
	log_line(LOG_ERROR, "master.roll_failed", "error", strerror(errno), NULL);
	unsetenv(HANDOVER);
}

/* After HUP: take over the socket and the old workers, which end as soon as new ones stand ready. */
static bool
handover_take(struct master *master)
{
	const char *text = getenv(HANDOVER);
	struct stat info;
	char *end;
	size_t count = 0;

	if (text == NULL)
		return false;
	master->listener = (int)strtol(text, &end, 10);
	if (*end != ':' || fstat(master->listener, &info) != 0 || !S_ISSOCK(info.st_mode)) {
		unsetenv(HANDOVER);
		return false;
	}
	while (*end != '\0' && count < 2 * WORKERS_MOST) {
		pid_t pid = (pid_t)strtol(end + 1, &end, 10);

		if (pid > 0)
			master->worker[count++] = (struct worker){ .pid = pid, .born = now_ms() };
	}
	unsetenv(HANDOVER);
	return true;
}

static void
signals_take(struct master *master)
{
	sigemptyset(&master->signals);
	sigaddset(&master->signals, SIGTERM);
	sigaddset(&master->signals, SIGINT);
	sigaddset(&master->signals, SIGQUIT);
	sigaddset(&master->signals, SIGHUP);
	sigaddset(&master->signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &master->signals, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void
master_signal(struct master *master, int number)
{
	switch (number) {
	case SIGTERM:
	case SIGINT:
	case SIGQUIT:
		master->ending = true;
		workers_end(master);
		break;
	case SIGHUP:
		if (!master->ending)
			program_replace(master);
		break;
	default: /* SIGCHLD, or the time is up */
		break;
	}
}

int
prefork_run(const struct prefork *prefork)
{
	static struct master master;
	ssize_t length;
	int rolled;

	master.prefork = prefork;
	length = readlink("/proc/self/exe", master.program, sizeof master.program - 1);
	if (length <= 0 || prefork->workers < 1 || prefork->workers > WORKERS_MOST) {
		fprintf(stderr, "houtai: between 1 and %d workers, and /proc is needed\n", WORKERS_MOST);
		return 1;
	}
	signals_take(&master);
	rolled = handover_take(&master);
	if (!rolled && (master.listener = socket_listen(prefork->socket)) < 0)
		return 1;
	if (rolled) {
		struct worker old[sizeof master.worker / sizeof master.worker[0]];

		/* the new generation accepts first, then the old one is told to end */
		memcpy(old, master.worker, sizeof old);
		for (int i = 0; i < prefork->workers; i++)
			worker_start(&master);
		for (size_t i = 0; i < sizeof old / sizeof old[0]; i++) {
			struct worker *worker = old[i].pid == 0 ? NULL : worker_find(&master, old[i].pid);

			if (worker != NULL && kill(worker->pid, SIGTERM) == 0)
				worker->kill_at = now_ms() + GRACE_MS;
			else if (worker != NULL)
				worker->pid = 0;
		}
	}
	log_line(LOG_INFO, "master.ready", "socket", prefork->socket, "workers", log_count(prefork->workers),
	    NULL);
	while (!master.ending || workers_count(&master, true) > 0) {
		bool soon = master.ending || master.start_at > now_ms();
		struct timespec wait = { .tv_sec = soon ? 0 : 1, .tv_nsec = soon ? 50000000 : 0 };

		workers_start(&master);
		master_signal(&master, sigtimedwait(&master.signals, NULL, &wait));
		workers_reap(&master);
		workers_kill(&master);
	}
	unlink(prefork->socket);
	log_line(LOG_INFO, "master.ended", NULL);
	return 0;
}

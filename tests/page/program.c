/* SPDX-License-Identifier: MIT */
/* Starting the program and talking with it. Knows nothing of HTTP. */
#include "page/program.h"
#include "store/harness.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SERVERS 4
#define ENVIRONMENT 65535 /* bytes that a program which has started takes */
#define ANSWER_MS 60000

/* A program that waits for requests; `key`: the variables that it was started with. */
struct server {
	char *key;
	int socket;
	pid_t pid;
};

static char program[4096], shim[4096];
static struct server servers[SERVERS];

int
program_start(void)
{
	const char *build = getenv("HOUTAI_BUILD");

	build = build && *build ? build : "build";
	snprintf(program, sizeof(program), "%s/houtai", build);
	snprintf(shim, sizeof(shim), "%s/tests/page/forkserver.so", build);
	if (access(shim, R_OK) != 0)
		*shim = '\0'; /* a sanitizer's build */
	if (access(program, X_OK) == 0)
		return 0;
	fprintf(stderr, "%s: %s\n", program, strerror(errno));
	return -1;
}

static void
server_end(struct server *server)
{
	if (!server->key)
		return;
	close(server->socket);
	waitpid(server->pid, NULL, 0);
	free(server->key);
	*server = (struct server){ .key = NULL };
}

void
program_stop(void)
{
	for (size_t i = 0; i < SERVERS; i++)
		server_end(&servers[i]);
}

/* ---- starting ---- */

/* `out` -1: the test's own. */
static pid_t
spawn(const char *const *env, int in, int out)
{
	char *const argv[] = { program, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int error;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	if (out >= 0)
		posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	error = posix_spawn(&pid, program, &actions, NULL, argv, (char *const *)(uintptr_t)env);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		fail_msg("%s: %s", program, strerror(error));
	return pid;
}

static const char *
variable(const char *const *env, const char *name)
{
	size_t length = strlen(name);

	for (; *env; env++)
		if (!strncmp(*env, name, length) && (*env)[length] == '=')
			return *env + length + 1;
	return "";
}

static void
server_start(struct server *server, const char *const *env, const char *key)
{
	const char *own[32], *preload = variable(env, "LD_PRELOAD");
	char *line = NULL;
	size_t count = 0;
	int ends[2];

	if (asprintf(&line, "LD_PRELOAD=%s%s%s", shim, *preload ? ":" : "", preload) < 0)
		abort();
	own[count++] = line;
	if (!*preload) /* who fails a request's allocations is to meet those of its first connection */
		own[count++] = "FORKSERVER_READY=1";
	for (; *env && count < 31; env++)
		if (strncmp(*env, "LD_PRELOAD=", 11) != 0)
			own[count++] = *env;
	own[count] = NULL;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		fail_msg("socketpair: %s", strerror(errno));
	*server = (struct server){ .key = strdup(key), .socket = ends[0] };
	server->pid = spawn(own, ends[1], -1);
	close(ends[1]);
	free(line);
}

static struct server *
server_find(const char *const *env)
{
	static size_t next;
	struct server *found = NULL;
	char key[8192];

	snprintf(key, sizeof(key), "%s\n%s", variable(env, "HOUTAI_CONFIG"), variable(env, "LD_PRELOAD"));
	for (size_t i = 0; i < SERVERS && !found; i++)
		if (servers[i].key && !strcmp(servers[i].key, key))
			found = &servers[i];
	if (found)
		return found;
	found = &servers[next++ % SERVERS];
	server_end(found);
	server_start(found, env, key);
	return found;
}

/* ---- a request ---- */

static size_t
environment_length(const char *const *env)
{
	size_t length = 0;

	for (; *env; env++)
		length += strlen(*env) + 1;
	return length;
}

static void
request_send(const struct server *server, const char *const *env, int in, int out)
{
	static char block[ENVIRONMENT];
	char control[CMSG_SPACE(3 * sizeof(int))] = { 0 };
	struct iovec part = { .iov_base = block };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)
	};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	for (; *env; env++) {
		size_t length = strlen(*env) + 1;

		memcpy(block + part.iov_len, *env, length);
		part.iov_len += length;
	}
	*head = (struct cmsghdr){
		.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(3 * sizeof(int))
	};
	memcpy(CMSG_DATA(head), (const int[3]){ in, out, STDERR_FILENO }, 3 * sizeof(int));
	if (sendmsg(server->socket, &message, MSG_NOSIGNAL) < 0)
		fail_msg("the program does not start: %s", strerror(errno));
}

/* Writes the body and reads the answer at the same time: neither side may wait for the other. */
static void
talk(int to, int from, const char *body, size_t length, struct buf *answer)
{
	char piece[65536];
	ssize_t got = 1;

	fcntl(to, F_SETFL, O_NONBLOCK);
	while (got > 0) {
		struct pollfd wait[2] = { { .fd = from, .events = POLLIN }, { .fd = to, .events = POLLOUT } };

		if (to >= 0 && !length) {
			close(to);
			to = wait[1].fd = -1;
		}
		if (poll(wait, 2, ANSWER_MS) <= 0)
			fail_msg("no answer within a minute");
		if (to >= 0 && (wait[1].revents & (POLLERR | POLLHUP))) {
			length = 0; /* the program takes no more of it */
		} else if (to >= 0 && (wait[1].revents & POLLOUT)) {
			ssize_t put = write(to, body, length);

			if (put > 0) {
				body += put;
				length -= (size_t)put;
			} else if (put < 0 && errno != EAGAIN) {
				length = 0;
			}
		}
		if (wait[0].revents) {
			got = read(from, piece, sizeof(piece));
			if (got > 0)
				buf_add(answer, piece, (size_t)got);
		}
	}
	if (to >= 0)
		close(to);
	close(from);
}

int
program_run(const char *const *env, bool anew, const void *body, size_t length, struct buf *answer)
{
	bool alone = anew || !*shim || environment_length(env) > ENVIRONMENT;
	const struct server *server = alone ? NULL : server_find(env);
	int in[2], out[2], status = 0;
	pid_t pid = 0;

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		fail_msg("pipe: %s", strerror(errno));
	if (server)
		request_send(server, env, in[0], out[1]);
	else
		pid = spawn(env, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	talk(in[1], out[0], body, length, answer);
	if (server && recv(server->socket, &status, sizeof(status), 0) != sizeof(status))
		fail_msg("the program ended");
	if (!server && waitpid(pid, &status, 0) != pid)
		fail_msg("waitpid: %s", strerror(errno));
	return status;
}

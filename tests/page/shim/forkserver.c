/* SPDX-License-Identifier: MIT */
/* LD_PRELOAD for page tests: the program started once, and a child of it for each request. Starting takes most of the time of a
 * plain CGI request, in the dynamic linker and in reading texts, and is the same for all of them: where the program asks whether it
 * is CGI, start-up is done and nothing of the request has been read.
 *
 * FORKSERVER_READY: what Connector/C does at a process's first connection (a service's port, TLS) is done by then as well.
 *
 * Standard input is a SOCK_SEQPACKET socket. A message: the environment, variables ended by NUL, and three descriptors: the request's
 * standard input, output and error. The answer: the child's status as waitpid() gives it. The end of the socket ends the program.
 *
 * Built by:  cc -shared -fPIC -O1 -o forkserver.so tests/page/shim/forkserver.c */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define VARIABLES 64

extern char **environ;

int FCGX_IsCGI(void);
extern int mysql_server_init(int argc, char **argv, char **groups) __attribute__((weak)); /* the program's */

static char block[65536];
static char *variables[VARIABLES + 1];

static void
environment_set(char *text, char *end)
{
	int count = 0;

	for (; text < end && count < VARIABLES; text += strlen(text) + 1)
		variables[count++] = text;
	variables[count] = NULL;
	environ = variables;
}

/* Bytes of the next request's environment; 0 if there is none. */
static size_t
request_receive(int given[3])
{
	char control[CMSG_SPACE(3 * sizeof(int))];
	struct iovec part = { block, sizeof(block) - 1 };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)
	};
	ssize_t got = recvmsg(STDIN_FILENO, &message, MSG_CMSG_CLOEXEC);
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	if (got <= 0 || !head || head->cmsg_len != CMSG_LEN(3 * sizeof(int)))
		return 0;
	memcpy(given, CMSG_DATA(head), 3 * sizeof(int));
	return (size_t)got;
}

int
FCGX_IsCGI(void)
{
	int given[3], status;
	size_t length;
	pid_t child;

	if (getenv("FORKSERVER_READY") && mysql_server_init)
		mysql_server_init(0, NULL, NULL);
	while ((length = request_receive(given)) > 0) {
		child = fork();
		if (child == 0) {
			environment_set(block, block + length);
			for (int i = 0; i < 3; i++)
				if (dup2(given[i], i) < 0)
					_exit(126);
			return 1;
		}
		for (int i = 0; i < 3; i++)
			close(given[i]);
		if (child < 0 || waitpid(child, &status, 0) != child ||
		    send(STDIN_FILENO, &status, sizeof(status), MSG_NOSIGNAL) != sizeof(status))
			break;
	}
	_exit(0);
}

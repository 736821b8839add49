/* SPDX-License-Identifier: MIT */
/* The wire that can be cut. It knows one packet of the protocol: COM_QUERY with COMMIT. */
#include "proxy.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int *cut;
static pid_t proxy;

static struct sockaddr_un
address(const char *path)
{
	struct sockaddr_un made = { .sun_family = AF_UNIX };

	snprintf(made.sun_path, sizeof(made.sun_path), "%s", path);
	return made;
}

static void
pass(int to, const char *data, ssize_t length)
{
	ssize_t sent;

	for (; length > 0; data += sent, length -= sent) {
		sent = send(to, data, (size_t)length, MSG_NOSIGNAL);
		if (sent <= 0)
			_exit(0);
	}
}

/* One connection, until either side ends it. */
static void
wire(int client, int server)
{
	struct pollfd ends[2] = { { client, POLLIN, 0 }, { server, POLLIN, 0 } };
	char data[65536];
	ssize_t length;
	int mode;

	for (;;) {
		poll(ends, 2, -1);
		if (ends[1].revents) {
			length = read(server, data, sizeof(data));
			if (length <= 0)
				_exit(0);
			pass(client, data, length);
		}
		if (!ends[0].revents)
			continue;
		length = read(client, data, sizeof(data));
		if (length <= 0)
			_exit(0);
		mode = memmem(data, (size_t)length, "\003COMMIT", 7) ? *cut : PROXY_OPEN;
		if (mode == PROXY_OPEN) {
			pass(server, data, length);
			continue;
		}
		*cut = PROXY_OPEN;
		if (mode == PROXY_LOSE_REQUEST)
			_exit(0);
		if (mode == PROXY_DELAY_ANSWER) {
			shutdown(client, SHUT_RDWR);
			close(client);
			usleep(500000);
		}
		pass(server, data, length);
		if (read(server, data, sizeof(data)) < 0)
			_exit(1);
		_exit(0);
	}
}

static void
serve(int listener, const char *server_path)
{
	struct sockaddr_un to = address(server_path);
	int client, server;

	for (;;) {
		client = accept(listener, NULL, NULL);
		if (client < 0)
			continue;
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			close(listener);
			server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
			if (connect(server, (struct sockaddr *)&to, sizeof(to)) != 0)
				_exit(1);
			wire(client, server);
		}
		close(client);
	}
}

void
proxy_start(const char *path, const char *server)
{
	struct sockaddr_un at = address(path);
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	cut = mmap(NULL, sizeof(*cut), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (cut == MAP_FAILED || bind(listener, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(listener, 16) != 0) {
		fprintf(stderr, "proxy: %s\n", strerror(errno));
		exit(1);
	}
	proxy = fork();
	if (proxy == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGCHLD, SIG_IGN);
		serve(listener, server);
	}
	close(listener);
}

void
proxy_set(enum proxy_cut mode)
{
	*cut = (int)mode;
}

void
proxy_stop(void)
{
	kill(proxy, SIGKILL);
	waitpid(proxy, NULL, 0);
}

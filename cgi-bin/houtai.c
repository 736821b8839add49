/* SPDX-License-Identifier: MIT */
/* The worker: accept a connection, hand the request to web/dispatch, send the answer; plain CGI goes the same way.
 * The only file that knows libfcgi; knows neither routes nor sessions. */
#include "base/arena.h"
#include "base/log.h"
#include "db/config.h"
#include "http/response.h"
#include "prefork.h"
#include "web/dispatch.h"
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/uio.h>
#include <unistd.h>

#define ARENA_KEEP ((size_t)1 << 20) /* bytes of the arena a worker keeps between requests */

/* --- the FastCGI record, as the specification lays it out --------------------------------------------------------- */
#define RECORD_HEAD 8
#define RECORD_MOST 65528 /* bytes of content, a multiple of eight so that no padding is needed */
enum { RECORD_END_REQUEST = 3, RECORD_STDOUT = 6 };

/* A connection being answered. */
struct connection {
	FCGX_Request *fcgi; /* NULL: plain CGI on standard input and output */
	int fd;
	long body_left; /* plain CGI: bytes of the body still to come */
	bool head_only; /* HEAD: the body is not sent */
	bool broken;    /* the other side is gone */
};

static void
record_head(unsigned char head[RECORD_HEAD], int type, int id, size_t length)
{
	head[0] = 1;
	head[1] = (unsigned char)type;
	head[2] = (unsigned char)(id >> 8);
	head[3] = (unsigned char)id;
	head[4] = (unsigned char)(length >> 8);
	head[5] = (unsigned char)length;
	head[6] = 0;
	head[7] = 0;
}

/* Write all of it, in as few calls as the kernel allows. */
static void
write_all(struct connection *connection, struct iovec *parts, int count)
{
	while (count > 0 && !connection->broken) {
		ssize_t written = writev(connection->fd, parts, count);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			connection->broken = true;
		while (count > 0 && written >= (ssize_t)parts->iov_len) {
			written -= (ssize_t)parts->iov_len;
			parts++;
			count--;
		}
		if (count > 0 && written > 0) {
			parts->iov_base = (char *)parts->iov_base + written;
			parts->iov_len -= (size_t)written;
		}
	}
}

static void
part_add(struct iovec *parts, int *count, const void *data, size_t length)
{
	if (length > 0)
		parts[(*count)++] = (struct iovec){ (void *)(uintptr_t)data, length };
}

/* Send head and body as STDOUT records and, if `last`, the end of the request: up to about a megabyte goes out in a
 * single writev. libfcgi would cut it into pieces of 8 KB and copy each. */
static void
records_send(struct connection *connection, const char *head, size_t head_length, const char *body,
    size_t body_length, bool last)
{
	enum { BATCH = 16 };
	unsigned char heads[BATCH + 2][RECORD_HEAD];
	static const unsigned char end[8]; /* status 0, request complete */
	struct iovec parts[3 * BATCH + 3];
	int id = connection->fcgi->requestId;
	bool more = true;

	while (more && !connection->broken) {
		int count = 0;
		int record = 0;

		for (; record < BATCH && head_length + body_length > 0; record++) {
			size_t from_head = head_length < RECORD_MOST ? head_length : RECORD_MOST;
			size_t from_body =
			    RECORD_MOST - from_head < body_length ? RECORD_MOST - from_head : body_length;

			record_head(heads[record], RECORD_STDOUT, id, from_head + from_body);
			part_add(parts, &count, heads[record], RECORD_HEAD);
			part_add(parts, &count, head, from_head);
			part_add(parts, &count, body, from_body);
			head += from_head;
			head_length -= from_head;
			body += from_body;
			body_length -= from_body;
		}
		more = head_length + body_length > 0;
		if (last && !more) {
			record_head(heads[record], RECORD_STDOUT, id, 0);
			part_add(parts, &count, heads[record], RECORD_HEAD);
			record_head(heads[record + 1], RECORD_END_REQUEST, id, sizeof end);
			part_add(parts, &count, heads[record + 1], RECORD_HEAD);
			part_add(parts, &count, end, sizeof end);
		}
		write_all(connection, parts, count);
	}
}

/* --- what dispatch sees ------------------------------------------------------------------------------------------- */
static const char *
fastcgi_param(void *self, const char *name)
{
	struct connection *connection = self;

	return FCGX_GetParam(name, connection->fcgi->envp);
}

static long
fastcgi_read(void *self, void *data, size_t room)
{
	struct connection *connection = self;
	FCGX_Stream *in = connection->fcgi->in;
	int got = FCGX_GetStr(data, room > 1 << 20 ? 1 << 20 : (int)room, in);

	return got == 0 && FCGX_GetError(in) != 0 ? -1 : got;
}

static const char *
cgi_param(void *self, const char *name)
{
	(void)self;
	return getenv(name);
}

static long
cgi_read(void *self, void *data, size_t room)
{
	struct connection *connection = self;
	ssize_t got;

	if ((long)room > connection->body_left)
		room = (size_t)connection->body_left;
	do
		got = room == 0 ? 0 : read(STDIN_FILENO, data, room);
	while (got < 0 && errno == EINTR);
	if (got > 0)
		connection->body_left -= got;
	return got;
}

/* Streamed answers (exports): each piece goes out as it comes. */
static enum rc
stream_send(void *self, const void *data, size_t length)
{
	struct connection *connection = self;
	struct iovec part = { (void *)(uintptr_t)data, length };

	if (connection->head_only)
		return RC_INTERNAL;
	if (connection->fcgi == NULL)
		write_all(connection, &part, 1);
	else
		records_send(connection, NULL, 0, data, length, false);
	return connection->broken ? RC_INTERNAL : RC_OK;
}

/* To nginx, a mere close of the connection is the end of the answer. A record of no known version makes it close the client's
 * connection without the last chunk, so that a download shows as failed. */
static void
answer_cut(struct connection *connection)
{
	unsigned char record[RECORD_HEAD] = { 0 };
	struct iovec part = { record, sizeof record };

	write_all(connection, &part, 1);
}

static void
answer_send(struct connection *connection, struct arena *arena, const struct response *out)
{
	struct buf head;
	size_t body_length = connection->head_only ? 0 : out->body.length;

	if (out->streamed) {
		if (connection->fcgi != NULL && out->cut)
			answer_cut(connection);
		else if (connection->fcgi != NULL)
			records_send(connection, NULL, 0, NULL, 0, true);
		return;
	}
	buf_init(&head, arena, 2048);
	response_head(out, &head);
	if (connection->fcgi != NULL) {
		records_send(connection, head.data, head.length, out->body.data, body_length, true);
	} else {
		struct iovec parts[2] = { { head.data, head.length }, { out->body.data, body_length } };

		write_all(connection, parts, 2);
	}
}

static void
serve(struct connection *connection, struct arena *arena)
{
	const struct source source = {
		.self = connection,
		.param = connection->fcgi != NULL ? fastcgi_param : cgi_param,
		.read = connection->fcgi != NULL ? fastcgi_read : cgi_read,
	};
	const char *method = source.param(connection, "REQUEST_METHOD");
	struct response out;

	connection->head_only = method != NULL && strcmp(method, "HEAD") == 0;
	dispatch_serve(arena, &source, &out, stream_send, connection);
	answer_send(connection, arena, &out);
	log_request(NULL);
}

/* --- the worker's loop -------------------------------------------------------------------------------------------- */

/* A request read to its end is closed at once. Otherwise libfcgi's way: it shuts down its side and reads what is left, for
 * a server that still sends a body would take a closed connection for a failure and not deliver the answer. */
static void
connection_close(FCGX_Request *fcgi)
{
	char byte;

	if (FCGX_GetStr(&byte, 1, fcgi->in) == 0)
		FCGX_Detach(fcgi);
	FCGX_Free(fcgi, 1);
}

static void
connection_serve(FCGX_Request *fcgi, struct arena *arena)
{
	struct connection connection = { .fcgi = fcgi };

	if (FCGX_Accept_r(fcgi) != 0)
		return; /* another worker took it, or it was no FastCGI */
	connection.fd = fcgi->ipcFd;
	serve(&connection, arena);
	connection_close(fcgi);
	arena_reset(arena, ARENA_KEEP);
}

/* Serve until SIGTERM. Signals stay blocked and come in by descriptor beside the connections: none is missed and no call
 * is interrupted. Of several idle workers one is woken for a connection (EPOLLEXCLUSIVE). */
static int
worker_run(int listener)
{
	struct epoll_event event = { .events = EPOLLIN };
	struct arena *arena = arena_new(0);
	int waiting = epoll_create1(EPOLL_CLOEXEC);
	FCGX_Request fcgi;
	sigset_t ends;
	int end;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	end = signalfd(-1, &ends, SFD_CLOEXEC);
	prctl(PR_SET_NAME, "houtai-worker");
	event.data.fd = end;
	if (end < 0 || waiting < 0 || epoll_ctl(waiting, EPOLL_CTL_ADD, end, &event) != 0)
		return 1;
	event.events = EPOLLIN | EPOLLEXCLUSIVE;
	event.data.fd = listener;
	if (epoll_ctl(waiting, EPOLL_CTL_ADD, listener, &event) != 0 || FCGX_Init() != 0 ||
	    FCGX_InitRequest(&fcgi, listener, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		return 1;
	log_keep();
	for (;;) {
		struct epoll_event ready[2];
		int count = epoll_wait(waiting, ready, 2, 0);

		if (count == 0) { /* nobody waits */
			log_flush();
			count = epoll_wait(waiting, ready, 2, -1);
		}
		for (int i = 0; i < count; i++)
			if (ready[i].data.fd == end) {
				log_flush();
				return 0;
			}
		if (count > 0)
			connection_serve(&fcgi, arena);
		else if (count < 0 && errno != EINTR)
			return 1;
	}
}

/* One request from environment and standard input. */
static int
cgi_run(void)
{
	struct connection connection = { .fd = STDOUT_FILENO };
	const char *length = getenv("CONTENT_LENGTH");
	struct arena *arena = arena_new(0);

	signal(SIGPIPE, SIG_IGN);
	if (length != NULL)
		connection.body_left = strtol(length, NULL, 10);
	if (connection.body_left < 0)
		connection.body_left = 0;
	serve(&connection, arena);
	arena_free(arena);
	return connection.broken ? 1 : 0;
}

/* Started by a FastCGI process manager: standard input is the listening socket. */
static int
inherited_run(void)
{
	int flags = fcntl(STDIN_FILENO, F_GETFL);
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (flags < 0 || fcntl(STDIN_FILENO, F_SETFL, flags | O_NONBLOCK) != 0)
		return 1;
	return worker_run(STDIN_FILENO);
}

static const char usage[] = "usage: houtai [--config FILE] [--check | --socket PATH [--workers N]]\n"
			    "Without --socket: FastCGI on standard input, or one request as plain CGI.\n";

int
main(int argc, char **argv)
{
	struct prefork prefork = {
		.workers = 2 * (int)sysconf(_SC_NPROCESSORS_ONLN), .argv = argv, .work = worker_run
	};
	bool check = false;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--check") == 0)
			check = true;
		else if (strcmp(argv[i], "--socket") == 0 && i + 1 < argc)
			prefork.socket = argv[++i];
		else if (strcmp(argv[i], "--workers") == 0 && i + 1 < argc)
			prefork.workers = (int)strtol(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
			i++; /* config_start() reads it */
		else {
			fputs(usage, stderr);
			return 2;
		}
	}
	config_start(argc, argv);
	dispatch_start();
	if (check)
		return 0;
	if (prefork.socket != NULL)
		return prefork_run(&prefork);
	return FCGX_IsCGI() ? cgi_run() : inherited_run();
}

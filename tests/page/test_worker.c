/* SPDX-License-Identifier: MIT */
/* A FastCGI worker over 10,000 requests: at most 10 MB of its own memory, none gained after the first thousand. */
#include "page/page.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char socket_path[108];
static pid_t master;

static int
socket_open(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", socket_path);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* ---- as much FastCGI as it takes to ask ---- */

static size_t
record_add(unsigned char *out, int type, const void *data, size_t length)
{
	const unsigned char head[8] = { 1, (unsigned char)type, 0, 1, (unsigned char)(length >> 8),
		(unsigned char)length, 0, 0 };

	memcpy(out, head, 8);
	memcpy(out + 8, data, length);
	return length + 8;
}

static size_t
param_add(unsigned char *out, const char *name, const char *value)
{
	size_t names = strlen(name), values = strlen(value);

	out[0] = (unsigned char)names;
	out[1] = (unsigned char)values;
	memcpy(out + 2, name, names);
	memcpy(out + 2 + names, value, values);
	return 2 + names + values;
}

static size_t
request_make(unsigned char *out, const char *path, const char *query, const char *cookie)
{
	static const unsigned char begin[8] = { 0, 1, 0, 0, 0, 0, 0, 0 };
	unsigned char params[2000];
	size_t length = 0, done;

	length += param_add(params + length, "REQUEST_METHOD", "GET");
	length += param_add(params + length, "REQUEST_URI", path);
	length += param_add(params + length, "SCRIPT_NAME", path);
	length += param_add(params + length, "QUERY_STRING", query);
	length += param_add(params + length, "HTTP_COOKIE", cookie);
	length += param_add(params + length, "REMOTE_ADDR", "127.0.0.1");
	done = record_add(out, 1, begin, sizeof(begin));
	done += record_add(out + done, 4, params, length);
	done += record_add(out + done, 4, "", 0);
	return done + record_add(out + done, 5, "", 0);
}

/* The status answered, 0 if there was no answer. */
static int
worker_ask(const char *path, const char *query, const char *cookie)
{
	unsigned char request[4000];
	char answer[200000];
	size_t length = request_make(request, path, query, cookie), got = 0;
	int fd = socket_open();
	const char *status;

	if (fd < 0)
		return 0;
	if (write(fd, request, length) != (ssize_t)length)
		fail_msg("worker: %s", strerror(errno));
	for (ssize_t n;
	     got < sizeof(answer) - 1 && (n = read(fd, answer + got, sizeof(answer) - 1 - got)) > 0;)
		got += (size_t)n;
	close(fd);
	answer[got] = '\0';
	status = got > 8 ? strstr(answer + 8, "Status: ") : NULL;
	return status ? (int)strtol(status + 8, NULL, 10) : 0;
}

/* ---- the worker ---- */

static void
master_start(void)
{
	const char *build = getenv("HOUTAI_BUILD");
	const char *program = text_format("%s/houtai", build && *build ? build : "build");

	snprintf(socket_path, sizeof(socket_path), "%s/w.sock", test_folder());
	master = fork();
	if (master == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(126);
		execl(program, program, "--socket", socket_path, "--workers", "1", (char *)NULL);
		_exit(127);
	}
}

static pid_t
worker_find(void)
{
	char path[100];
	int worker = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)master, (int)master);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%d", &worker) != 1)
		fail_msg("no worker of %d", (int)master);
	(void)fclose(file);
	return worker;
}

/* Kilobytes that are the worker's alone. Clean ones are pages of files, which the kernel takes and brings back as it likes: what grows
 * is dirty. */
struct own {
	long clean, dirty;
};

static struct own
memory_own(pid_t worker)
{
	char path[100], line[200];
	struct own own = { 0, 0 };
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)worker);
	file = fopen(path, "r");
	if (!file)
		fail_msg("%s: %s", path, strerror(errno));
	while (fgets(line, sizeof(line), file)) {
		(void)sscanf(line, "Private_Clean: %ld", &own.clean);
		(void)sscanf(line, "Private_Dirty: %ld", &own.dirty);
	}
	(void)fclose(file);
	assert_true(own.dirty > 0);
	return own;
}

static void
requests_send(struct visitor *visitor, int count)
{
	static const char *const paths[] = { "/", "/help", "/search", "/nowhere", "/login", "/orders",
		"/orders/confirm", "/members", "/tasks", "/audit" };
	const char *cookie = text_format("session=%s", visitor->session);

	for (int i = 0; i < count; i++) {
		const char *path = paths[(size_t)i % (sizeof(paths) / sizeof(paths[0]))];
		int status = worker_ask(path, strcmp(path, "/search") ? "" : "q=2026", cookie);

		if (status != 200 && status != 303 && status != 404)
			fail_msg("%s: %d", path, status);
	}
}

/* Under a sanitizer or valgrind the memory is theirs. */
static bool
watched(void)
{
#ifdef __SANITIZE_ADDRESS__
	return true;
#else
	const char *preload = getenv("LD_PRELOAD");

	return preload && strstr(preload, "vgpreload");
#endif
}

static void
test_memory(void **state)
{
	struct visitor *visitor = visitor_new(ROLE_ALL, "");
	pid_t worker;
	struct own early, late;

	(void)state;
	master_start();
	for (int tries = 0; worker_ask("/login", "", "") != 200 && tries < 1000; tries++)
		usleep(10000);
	worker = worker_find();
	requests_send(visitor, 1000);
	early = memory_own(worker);
	requests_send(visitor, 9000);
	late = memory_own(worker);
	printf("# own memory %ld + %ld kB after 1,000 requests, %ld + %ld kB after 10,000\n", early.clean,
	    early.dirty, late.clean, late.dirty);
	assert_int_equal(worker_find(), worker);
	kill(master, SIGTERM);
	waitpid(master, NULL, 0);
	if (watched())
		skip();
	assert_true(late.clean + late.dirty <= 10240);
	assert_true(late.dirty <= early.dirty + 128); /* pages of the allocator that fill up */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests(tests, page_start, page_stop);
}

/* SPDX-License-Identifier: MIT */
/* LD_PRELOAD for fault runs: one allocation of a request fails. Counting begins at a marker, the moment when the program asks for
 * the variable REQUEST_URI (plain CGI by getenv, FastCGI by FCGX_GetParam), so start-up is left alone; each further marker
 * counts anew and reads these variables again, so that a program started once can be told something else for each request. Not an
 * allocator: what does not fail goes to the next one.
 *
 *	FAILALLOC_AT=N          the N-th allocation behind the marker fails (0 or unset: none)
 *	FAILALLOC_LAST=1        and every one after it
 *	FAILALLOC_MARK=NAME     another variable as marker
 *	FAILALLOC_LOG=PATH      one line per allocation behind the marker is added to the file: number, bytes, and a number that
 *	                        stands for the calls that led there, so that a run may try each such place once; and a line
 *	                        "failed N" when it happens, with the calls
 *
 * Built by:  cc -shared -fPIC -O1 -fno-omit-frame-pointer -o failalloc.so tests/fault/failalloc.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FRAMES 24
/* The shim's own and the nearest callers: deeper, recursion makes them endless. */
#define PLACE_FRAMES 14

char *FCGX_GetParam(const char *name, char **envp);

extern char **environ;

static struct {
	void *(*malloc)(size_t);
	void *(*calloc)(size_t, size_t);
	void *(*realloc)(void *, size_t);
	void (*free)(void *);
	int (*posix_memalign)(void **, size_t, size_t);
	void *(*aligned_alloc)(size_t, size_t);
} next;

static bool started, starting;
static bool counting, last, busy;
static long at, count;
static int log_file = -1;
static const char *mark = "REQUEST_URI";

/* What dlsym itself asks for before the next allocator is known; never given back. */
static _Alignas(16) char early[65536];
static size_t early_used;

static void *
early_take(size_t size)
{
	void *data = early + early_used;

	size = (size + 15) & ~(size_t)15;
	if (size > sizeof(early) - early_used)
		abort();
	early_used += size;
	return data;
}

static bool
early_is(const void *data)
{
	return (const char *)data >= early && (const char *)data < early + sizeof(early);
}

static const char *
variable(const char *name)
{
	size_t length = strlen(name);
	char **one;

	for (one = environ; one != NULL && *one != NULL; one++) {
		if (strncmp(*one, name, length) == 0 && (*one)[length] == '=')
			return *one + length + 1;
	}
	return NULL;
}

/* A function of the next library, without the cast that C does not allow. */
static void
find(void *pointer, const char *name)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	if (symbol == NULL)
		abort();
	memcpy(pointer, &symbol, sizeof(symbol));
}

static void
start(void)
{
	const char *text;
	void *frames[2];

	starting = true;
	find(&next.malloc, "malloc");
	find(&next.calloc, "calloc");
	find(&next.realloc, "realloc");
	find(&next.free, "free");
	find(&next.posix_memalign, "posix_memalign");
	find(&next.aligned_alloc, "aligned_alloc");
	if ((text = variable("FAILALLOC_MARK")) != NULL)
		mark = text;
	backtrace(frames, 2); /* loads what it needs now, not in the middle of a count */
	starting = false;
	started = true;
}

static void
log_number(char **out, unsigned long number, unsigned base)
{
	char digits[24], *p = digits + sizeof(digits);

	do
		*--p = "0123456789abcdef"[number % base];
	while ((number /= base) != 0);
	memcpy(*out, p, (size_t)(digits + sizeof(digits) - p));
	*out += digits + sizeof(digits) - p;
}

/* The calls that led here as one number, the same in each run: offsets in their library, for addresses are random. */
static unsigned long
place(void)
{
	void *frames[FRAMES];
	int depth = backtrace(frames, PLACE_FRAMES), i;
	unsigned long hash = 1469598103934665603UL;

	for (i = 2; i < depth; i++) {
		Dl_info info;
		unsigned long offset = (unsigned long)frames[i];

		if (dladdr(frames[i], &info) != 0)
			offset -= (unsigned long)info.dli_fbase;
		hash = (hash ^ offset) * 1099511628211UL;
	}
	return hash;
}

static void
log_allocation(size_t size, bool fails)
{
	char line[128], *out = line;

	if (log_file < 0)
		return;
	if (fails) {
		memcpy(out, "failed ", 7);
		out += 7;
	}
	log_number(&out, (unsigned long)count, 10);
	if (!fails) {
		*out++ = ' ';
		log_number(&out, size, 10);
		*out++ = ' ';
		log_number(&out, place(), 16);
	}
	*out++ = '\n';
	if (write(log_file, line, (size_t)(out - line)) < 0)
		abort();
	if (fails) {
		void *frames[FRAMES];

		backtrace_symbols_fd(frames, backtrace(frames, FRAMES), log_file);
	}
}

/* Is it this one's turn to fail. */
static bool
fails(size_t size)
{
	bool turn;

	if (!started && !starting)
		start();
	if (!counting || busy)
		return false;
	busy = true; /* what we call may allocate itself */
	count++;
	turn = at > 0 && (count == at || (last && count > at));
	if (turn || at == 0)
		log_allocation(size, turn);
	busy = false;
	if (turn)
		errno = ENOMEM;
	return turn;
}

static void
marker(const char *name)
{
	const char *text;

	if (strcmp(name, mark) != 0)
		return;
	if (!started && !starting)
		start();
	at = (text = variable("FAILALLOC_AT")) != NULL ? strtol(text, NULL, 10) : 0;
	last = variable("FAILALLOC_LAST") != NULL;
	if (log_file >= 0)
		close(log_file);
	text = variable("FAILALLOC_LOG");
	log_file = text != NULL ? open(text, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
	count = 0;
	counting = true;
}

char *
getenv(const char *name)
{
	marker(name);
	return (char *)(uintptr_t)variable(name);
}

char *
FCGX_GetParam(const char *name, char **envp)
{
	size_t length = strlen(name);

	marker(name);
	for (; envp != NULL && *envp != NULL; envp++) {
		if (strncmp(*envp, name, length) == 0 && (*envp)[length] == '=')
			return *envp + length + 1;
	}
	return NULL;
}

void *
malloc(size_t size)
{
	if (starting && next.malloc == NULL)
		return early_take(size);
	if (fails(size))
		return NULL;
	return next.malloc(size);
}

void *
calloc(size_t number, size_t size)
{
	if (starting && next.calloc == NULL)
		return early_take(number * size); /* static memory is zeroed */
	if (fails(number * size))
		return NULL;
	return next.calloc(number, size);
}

void *
realloc(void *old, size_t size)
{
	if (early_is(old)) {
		size_t room = (size_t)(early + sizeof(early) - (char *)old);
		void *data = malloc(size);

		if (data != NULL)
			memcpy(data, old, size < room ? size : room);
		return data;
	}
	if (starting && next.realloc == NULL)
		return early_take(size);
	if (size != 0 && fails(size))
		return NULL;
	return next.realloc(old, size);
}

void
free(void *data)
{
	if (data == NULL || early_is(data))
		return;
	if (!started && !starting)
		start();
	next.free(data);
}

int
posix_memalign(void **data, size_t align, size_t size)
{
	if (fails(size))
		return ENOMEM;
	return next.posix_memalign(data, align, size);
}

void *
aligned_alloc(size_t align, size_t size)
{
	if (fails(size))
		return NULL;
	return next.aligned_alloc(align, size);
}

/* SPDX-License-Identifier: MIT */
/* Allocation that never fails: out of memory is one line on standard error, then abort. The linker sends every
 * malloc of ours and of the static ClearSilver here (-Wl,--wrap=…); shared libraries report errors instead.
 * Not an allocator, and nothing to call by name. Wrapped: malloc calloc realloc strdup strndup asprintf vasprintf,
 * and __asprintf_chk __vasprintf_chk, which is what the last two are called under _FORTIFY_SOURCE. */
#include "base/log.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Jansson's, absent from programs without it. What it cannot allocate it leaves out of what it reads, and a page would show
 * less than there is: it is to allocate as we do. */
extern void json_set_alloc_funcs(void *(*allocate)(size_t size), void (*release)(void *data))
    __attribute__((weak));

/* Weak, so that a test linked without --wrap links too; then nothing below is ever called. */
extern void *__real_malloc(size_t size) __attribute__((weak));
extern void *__real_calloc(size_t count, size_t size) __attribute__((weak));
extern void *__real_realloc(void *old, size_t size) __attribute__((weak));

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);
int __wrap_vasprintf(char **text, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
int __wrap_asprintf(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));
int __wrap___vasprintf_chk(char **text, int flag, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
int __wrap___asprintf_chk(char **text, int flag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

__attribute__((constructor)) static void
memory_libraries(void)
{
	if (json_set_alloc_funcs != NULL)
		json_set_alloc_funcs(malloc, free);
}

static _Noreturn void
memory_out(void)
{
	static const char line[] = "{\"level\":\"error\",\"event\":\"memory.out\"}\n";

	log_flush();
	if (write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		abort();
	abort();
}

void *
__wrap_malloc(size_t size)
{
	void *data = __real_malloc(size);

	if (data == NULL && size != 0)
		memory_out();
	return data;
}

void *
__wrap_calloc(size_t count, size_t size)
{
	void *data = __real_calloc(count, size);

	if (data == NULL && count != 0 && size != 0)
		memory_out();
	return data;
}

void *
__wrap_realloc(void *old, size_t size)
{
	void *data = __real_realloc(old, size);

	if (data == NULL && size != 0)
		memory_out();
	return data;
}

char *
__wrap_strndup(const char *text, size_t most)
{
	size_t length = strnlen(text, most);
	char *copy = __wrap_malloc(length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *
__wrap_strdup(const char *text)
{
	return __wrap_strndup(text, SIZE_MAX / 2);
}

int
__wrap_vasprintf(char **text, const char *format, va_list args)
{
	va_list again;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		return -1; /* a bad format or a text beyond INT_MAX: not a lack of memory */
	*text = __wrap_malloc((size_t)length + 1);
	return vsnprintf(*text, (size_t)length + 1, format, args);
}

int
__wrap_asprintf(char **text, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = __wrap_vasprintf(text, format, args);
	va_end(args);
	return length;
}

int
__wrap___vasprintf_chk(char **text, int flag, const char *format, va_list args)
{
	(void)flag;
	return __wrap_vasprintf(text, format, args);
}

int
__wrap___asprintf_chk(char **text, int flag, const char *format, ...)
{
	va_list args;
	int length;

	(void)flag;
	va_start(args, format);
	length = __wrap_vasprintf(text, format, args);
	va_end(args);
	return length;
}

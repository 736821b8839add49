/* SPDX-License-Identifier: MIT */
/* The registered statements, collected by the linker, and the values for their `?`.
 * Not execution: see statement.c. */
#include "db/sql.h"

/* The linker sets these to begin and end of the section that SQL() fills; weak, for programs without any statement. */
extern const struct sql *const __start_houtai_sql[] __attribute__((weak, visibility("hidden")));
extern const struct sql *const __stop_houtai_sql[] __attribute__((weak, visibility("hidden")));

size_t
sql_count(void)
{
	return (size_t)(__stop_houtai_sql - __start_houtai_sql);
}

const struct sql *
sql_at(size_t index)
{
	return __start_houtai_sql[index];
}

struct arg
arg_int(int64_t number)
{
	return (struct arg){ .type = ARG_INT, .number = number };
}

struct arg
arg_text(const char *text)
{
	if (!text)
		return arg_null();
	return (struct arg){ .type = ARG_TEXT, .data = text, .length = strlen(text) };
}

struct arg
arg_bytes(const void *data, size_t length)
{
	return (struct arg){ .type = ARG_BYTES, .data = data, .length = length };
}

struct arg
arg_null(void)
{
	return (struct arg){ .type = ARG_NULL };
}

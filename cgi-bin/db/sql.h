/* SPDX-License-Identifier: MIT */
/* A statement: its text beside the function that runs it, registered through a linker section so that
 * `houtaictl check` can prepare and `houtaictl check-sql` measure every one of them. Not a query builder. */
#ifndef DB_SQL_H
#define DB_SQL_H

#include "base/record.h"
#include <stddef.h>
#include <stdint.h>

struct sql {
	const char *name; /* the variable's name */
	const char *text; /* only `?` for values */
	const char *file; /* where it stands */
	/* A SELECT whose rows are worst-case parameters, in order, one of them finding nothing:
	 * "SELECT MAX(id) FROM orders UNION ALL SELECT 0". NULL only for statements without parameters. */
	const char *samples;
	const char *why; /* why it may read more than 500 + 3 × its rows; NULL: it may not */
};

/* SQL(order_lock_sql, "SELECT … WHERE id = ? FOR UPDATE", .samples = "…"); */
#define SQL(var, ...)                                                                                        \
	static const struct sql var = { .name = #var, .file = __FILE__, .text = __VA_ARGS__ };               \
	static const struct sql *const var##_listed __attribute__((used, section("houtai_sql"))) = &(var)

/* sql_count(), sql_at(): the registered statements, 0 … sql_count() - 1. */
size_t sql_count(void);
const struct sql *sql_at(size_t index);

/* One value for a `?`. Text and bytes are not copied: they live until the call returns. */
enum arg_type { ARG_NULL, ARG_INT, ARG_TEXT, ARG_BYTES };
struct arg {
	enum arg_type type;
	int64_t number;
	const void *data;
	size_t length;
};
struct arg arg_int(int64_t number);
struct arg arg_text(const char *text); /* NULL is SQL NULL */
struct arg arg_bytes(const void *data, size_t length);
struct arg arg_null(void);

/* db_exec(ctx, &order_save_sql, ARGS(arg_int(id), arg_text(note))); NO_ARGS where there is none. */
#define ARGS(...)                                                                                            \
	((const struct arg[]){ __VA_ARGS__ }),                                                               \
	    (sizeof((const struct arg[]){ __VA_ARGS__ }) / sizeof(struct arg))
#define NO_ARGS NULL, 0

#endif

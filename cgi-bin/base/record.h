/* SPDX-License-Identifier: MIT */
/* One description per struct: it serves a database row, a form and the template data alike.
 * Not a schema: it says where a value lies and of what kind it is, nothing about tables. */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include <stddef.h>

/* The C type behind each kind is fixed: FIELD_TEXT is `const char *`, FIELD_BLOB is `struct blob`,
 * FIELD_BOOL is `bool`, all others are `int64_t` (ids too: they stay below 2^63). */
enum field_type {
	FIELD_INT,
	FIELD_ID,    /* a record's id; 0 is "none" */
	FIELD_MONEY, /* fen */
	FIELD_TIME,  /* UTC seconds since the epoch; 0 is "not yet" */
	FIELD_DAY,   /* days since the epoch in the shop's zone; 0 is "none" */
	FIELD_BOOL,
	FIELD_TEXT,
	FIELD_BLOB
};

struct blob {
	const void *data;
	size_t length;
};

struct field {
	const char *name; /* column, form field and template key alike */
	enum field_type type;
	size_t offset;
};

struct record {
	const struct field *fields;
	size_t count;
	size_t size; /* sizeof the struct */
};

/* clang-format off */
/* FIELD(order, TIME, placed_at): one line of a field table. */
#define FIELD(tag, kind, member) { #member, FIELD_##kind, offsetof(struct tag, member) }
/* RECORD(order, order_fields): the description of `struct order`. */
#define RECORD(tag, table) { (table), sizeof(table) / sizeof((table)[0]), sizeof(struct tag) }
/* clang-format on */

#endif

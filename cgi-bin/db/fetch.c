/* SPDX-License-Identifier: MIT */
/* Rows out of the packet into structs: the library hands over each column where it lies in its buffer, and it is decoded
 * once, straight into the struct or the arena. No bind buffers, no truncation, no second copy. */
#include "base/log.h"
#include "db/private.h"

static const struct field first_field = { "", FIELD_INT, 0 };
const struct record first_column = { &first_field, 1, sizeof(int64_t) };
/* Rows that are read for their locks alone. */
static const struct record nothing = { &first_field, 1, sizeof(int64_t) };

/* Length-coded bytes of the protocol: moves `*row` behind the length. */
static size_t
coded_length(unsigned char **row)
{
	const unsigned char *p = *row;
	unsigned bytes = *p == 252 ? 2 : *p == 253 ? 3 : *p == 254 ? 8 : 0, i;
	size_t length = 0;

	*row += 1 + bytes;
	if (bytes == 0)
		return *p;
	for (i = bytes; i > 0; i--)
		length = length << 8 | p[i];
	return length;
}

static uint64_t
little(unsigned char **row, unsigned bytes)
{
	uint64_t value = 0;

	memcpy(&value, *row, bytes); /* x86-64 and arm64 alike: little-endian, as the protocol is */
	*row += bytes;
	return value;
}

/* A number sent as text: DECIMAL, of sums; a fraction is cut off. */
static bool
decimal_parse(const unsigned char *text, size_t length, int64_t *out)
{
	uint64_t value = 0;
	bool negative = length > 0 && *text == '-';
	size_t i;

	for (i = negative; i < length && text[i] >= '0' && text[i] <= '9'; i++)
		if (__builtin_mul_overflow(value, 10, &value) || value > INT64_MAX - 9)
			return false;
		else
			value += (uint64_t)(text[i] - '0');
	*out = negative ? -(int64_t)value : (int64_t)value;
	return i > (size_t)negative && (i == length || text[i] == '.');
}

/* The value of a whole-number column, or false if the column is none. */
static bool
column_number(const MYSQL_FIELD *column, unsigned char **row, int64_t *out)
{
	bool is_unsigned = (column->flags & UNSIGNED_FLAG) != 0;
	unsigned char *text;
	double real;
	float single;
	size_t length;

	switch (column->type) {
	case MYSQL_TYPE_TINY:
		*out = is_unsigned ? (int64_t) * *row : (int64_t)(int8_t) * *row;
		*row += 1;
		return true;
	case MYSQL_TYPE_SHORT:
	case MYSQL_TYPE_YEAR:
		*out = is_unsigned ? (int64_t)little(row, 2) : (int64_t)(int16_t)little(row, 2);
		return true;
	case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_INT24:
		*out = is_unsigned ? (int64_t)little(row, 4) : (int64_t)(int32_t)little(row, 4);
		return true;
	case MYSQL_TYPE_LONGLONG:
		*out = (int64_t)little(row, 8);
		return !is_unsigned || *out >= 0;
	case MYSQL_TYPE_DECIMAL:
	case MYSQL_TYPE_NEWDECIMAL:
		length = coded_length(row);
		text = *row;
		*row += length;
		return decimal_parse(text, length, out);
	case MYSQL_TYPE_DOUBLE:
		memcpy(&real, *row, sizeof(real));
		*row += sizeof(real);
		*out = (int64_t)real;
		return real > -9e18 && real < 9e18;
	case MYSQL_TYPE_FLOAT:
		memcpy(&single, *row, sizeof(single));
		*row += sizeof(single);
		*out = (int64_t)single;
		return true;
	default:
		return false;
	}
}

static bool
column_is_text(const MYSQL_FIELD *column)
{
	switch (column->type) {
	case MYSQL_TYPE_STRING:
	case MYSQL_TYPE_VAR_STRING:
	case MYSQL_TYPE_VARCHAR:
	case MYSQL_TYPE_BLOB:
	case MYSQL_TYPE_TINY_BLOB:
	case MYSQL_TYPE_MEDIUM_BLOB:
	case MYSQL_TYPE_LONG_BLOB:
	case MYSQL_TYPE_ENUM:
	case MYSQL_TYPE_SET:
	case MYSQL_TYPE_BIT:
		return true;
	default:
		return false;
	}
}

static void
field_clear(const struct field *field, char *at)
{
	if (field->type == FIELD_TEXT)
		*(const char **)(void *)at = "";
	else if (field->type == FIELD_BLOB)
		*(struct blob *)(void *)at = (struct blob){ "", 0 };
	else if (field->type == FIELD_BOOL)
		*(bool *)(void *)at = false;
	else
		*(int64_t *)(void *)at = 0;
}

/* A copy with a NUL behind it. */
static const char *
bytes_keep(struct arena *arena, const unsigned char *bytes, size_t length)
{
	char *copy;

	if (length == 0)
		return "";
	copy = arena_alloc(arena, length + 1);
	memcpy(copy, bytes, length);
	return copy;
}

/* Called by the library for each column; `row` is NULL for SQL NULL, and is to be moved behind the value otherwise. */
static void
column_read(void *data, unsigned int index, unsigned char **row)
{
	struct reader *reader = data;
	const struct field *field = &reader->fields[reader->field[index]];
	const MYSQL_FIELD *column = &reader->columns[index];
	char *at = reader->out + field->offset;
	int64_t number = 0;
	size_t length;

	if (!row) {
		if (!reader->discard)
			field_clear(field, at);
		return;
	}
	if (column_is_text(column)) {
		length = coded_length(row);
		if (reader->discard)
			;
		else if (field->type == FIELD_TEXT)
			*(const char **)(void *)at = bytes_keep(reader->arena, *row, length);
		else if (field->type == FIELD_BLOB)
			*(struct blob *)(void *)at =
			    (struct blob){ bytes_keep(reader->arena, *row, length), length };
		else
			reader->misfit = true;
		*row += length;
		return;
	}
	if (!column_number(column, row, &number))
		reader->misfit = true;
	if (reader->discard)
		;
	else if (field->type == FIELD_TEXT)
		*(const char **)(void *)at = arena_printf(reader->arena, "%lld", (long long)number);
	else if (field->type == FIELD_BLOB)
		reader->misfit = true;
	else if (field->type == FIELD_BOOL)
		*(bool *)(void *)at = number != 0;
	else
		*(int64_t *)(void *)at = number;
}

static size_t
field_find(const struct record *record, const char *name)
{
	size_t i;

	for (i = 0; i < record->count && strcmp(record->fields[i].name, name) != 0; i++)
		;
	return i;
}

static bool
column_supported(const MYSQL_FIELD *column)
{
	switch (column->type) {
	case MYSQL_TYPE_TINY:
	case MYSQL_TYPE_SHORT:
	case MYSQL_TYPE_YEAR:
	case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_INT24:
	case MYSQL_TYPE_LONGLONG:
	case MYSQL_TYPE_DECIMAL:
	case MYSQL_TYPE_NEWDECIMAL:
	case MYSQL_TYPE_DOUBLE:
	case MYSQL_TYPE_FLOAT:
	case MYSQL_TYPE_NULL:
		return true;
	default:
		return column_is_text(column); /* no dates: times are numbers here */
	}
}

static enum rc
map_defect(const struct slot *slot, const char *what, const char *name)
{
	log_line(
	    LOG_ERROR, "db.columns", "statement", slot->sql->name, "file", slot->sql->file, what, name, NULL);
	return RC_INTERNAL;
}

/* Match columns and fields by name, both ways. */
static enum rc
map_fill(const struct slot *slot, const struct record *record, uint16_t *target)
{
	const MYSQL_FIELD *columns = slot->stmt->fields;
	unsigned char seen[256] = { 0 };
	unsigned i;
	size_t at;

	if (record->count > sizeof(seen))
		return map_defect(slot, "too many fields for", slot->sql->name);
	if (record == &nothing)
		return RC_OK;
	for (i = 0; i < slot->stmt->field_count; i++) {
		at = record == &first_column ? 0 : field_find(record, columns[i].name);
		if (at == record->count || (seen[at] && record != &first_column))
			return map_defect(
			    slot, at == record->count ? "no field" : "column twice", columns[i].name);
		if (!column_supported(&columns[i]))
			return map_defect(slot, "unsupported type", columns[i].name);
		seen[at] = 1;
		target[i] = (uint16_t)at;
	}
	if (record == &first_column && slot->stmt->field_count != 1)
		return map_defect(slot, "one column wanted", slot->sql->name);
	for (at = 0; at < record->count; at++)
		if (!seen[at])
			return map_defect(slot, "no column", record->fields[at].name);
	return RC_OK;
}

static enum rc
map_get(struct slot *slot, const struct record *record, struct map **out)
{
	struct map *map;
	enum rc rc;

	for (map = slot->maps; map; map = map->next)
		if (map->record == record && map->columns == slot->stmt->field_count) {
			*out = map;
			return RC_OK;
		}
	map = calloc(1, sizeof(*map));
	if (map)
		map->field = calloc(slot->stmt->field_count + 1, sizeof(uint16_t));
	if (!map || !map->field)
		abort();
	map->record = record;
	map->columns = slot->stmt->field_count;
	rc = map_fill(slot, record, map->field);
	if (rc != RC_OK) {
		free(map->field);
		free(map);
		return rc;
	}
	map->next = slot->maps;
	slot->maps = map;
	*out = map;
	return RC_OK;
}

enum rc
fetch_start(struct ctx *ctx, struct slot *slot, const struct record *record)
{
	struct map *map = NULL;
	enum rc rc = map_get(slot, record ? record : &nothing, &map);

	if (rc != RC_OK) {
		ctx->db->tx_dead = ctx->db->in_tx;
		ctx->db->fate = FATE_DEFECT;
		return rc;
	}
	slot->reader.fields = map->record->fields;
	slot->reader.field = map->field;
	slot->reader.columns = slot->stmt->fields;
	slot->reader.misfit = slot->reader.discard = slot->reader.ended = false;
	mysql_stmt_attr_set(slot->stmt, STMT_ATTR_CB_USER_DATA, &slot->reader);
	mysql_stmt_attr_set(slot->stmt, STMT_ATTR_CB_RESULT, (void *)(uintptr_t)column_read);
	return RC_OK;
}

enum rc
fetch_row(struct ctx *ctx, struct slot *slot, struct arena *arena, void *out)
{
	int got;

	slot->reader.arena = arena;
	slot->reader.out = out;
	got = mysql_stmt_fetch(slot->stmt);
	slot->reader.ended = got != 0;
	if (got == MYSQL_NO_DATA)
		return RC_NOT_FOUND;
	if (got != 0)
		return slot_fail(ctx, slot); /* 1213 may come as late as here */
	if (slot->reader.misfit) {
		ctx->db->tx_dead = ctx->db->in_tx;
		ctx->db->fate = FATE_DEFECT;
		return map_defect(slot, "value does not fit in", slot->sql->name);
	}
	return RC_OK;
}

enum rc
fetch_end(struct ctx *ctx, struct slot *slot, enum rc rc)
{
	int got = 0;

	if (!slot->stmt)
		return rc; /* a lost connection has closed it already */
	/* What is left is read as well: a deadlock on a later row must not be missed. */
	slot->reader.discard = true;
	while (!slot->reader.ended && got == 0)
		got = mysql_stmt_fetch(slot->stmt);
	if (got != 0 && got != MYSQL_NO_DATA)
		return slot_fail(ctx, slot);
	if (mysql_stmt_free_result(slot->stmt) != 0)
		return slot_fail(ctx, slot);
	return rc;
}

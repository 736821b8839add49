/* SPDX-License-Identifier: MIT */
/* Import maps and cells: their columns and words become ours, texts become numbers, amounts and times.
 * No database: look-ups by number come later (entities.c). */
#include "imports/imports.h"

#include "base/clock.h"
#include "base/money.h"
#include "base/utf8.h"
#include <errno.h>

#define MAP_MOST 512

struct pair {
	const char *name, *value;
};

struct import_map {
	struct pair columns[COLUMNS_MOST * 2];
	size_t column_count;
	struct pair values[MAP_MOST]; /* name: "state.delivered" */
	size_t value_count;
	struct pair constants[COLUMNS_MOST];
	size_t constant_count;
	const char *date, *zone;
	char decimal;
	struct arena *arena;
	bool full;
};

struct import_head {
	size_t from[COLUMNS_MOST]; /* field index + 1 per column; 0: not in the file */
	size_t count;              /* fields a record must have */
};

static void
pair_add(struct import_map *map, struct pair *pairs, size_t *count, size_t most, const char *name,
    const char *value)
{
	if (*count == most) {
		map->full = true;
		return;
	}
	pairs[*count].name = arena_strdup(map->arena, name);
	pairs[(*count)++].value = arena_strdup(map->arena, value);
}

static void
column_add(void *self, const char *name, const char *value)
{
	struct import_map *map = self;

	pair_add(map, map->columns, &map->column_count, COLUMNS_MOST * 2, name, value);
}

static void
value_add(void *self, const char *name, const char *value)
{
	struct import_map *map = self;

	pair_add(map, map->values, &map->value_count, MAP_MOST, name, value);
}

static void
constant_add(void *self, const char *name, const char *value)
{
	struct import_map *map = self;

	pair_add(map, map->constants, &map->constant_count, COLUMNS_MOST, name, value);
}

enum rc
import_map_read(struct ctx *ctx, const char *text, struct import_map **out)
{
	struct import_map *map = ARENA_NEW(ctx->arena, struct import_map);
	struct config *config = NULL;
	const char *error = NULL;
	const char *decimal;

	map->arena = ctx->arena;
	map->decimal = '.';
	*out = map;
	if (text == NULL || *text == '\0')
		return RC_OK;
	if (config_parse(text, &config, &error) != RC_OK)
		return ctx_fail(ctx, RC_INVALID, "imports.map.broken", error, NULL);
	config_pairs(config, "Columns", column_add, map);
	config_pairs(config, "Values", value_add, map);
	config_pairs(config, "Constants", constant_add, map);
	map->date = arena_strdup(ctx->arena, config_text(config, "Date", ""));
	map->zone = arena_strdup(ctx->arena, config_text(config, "Zone", ""));
	decimal = arena_strdup(ctx->arena, config_text(config, "Decimal", "."));
	config_free(config);
	if (map->full)
		return ctx_fail(ctx, RC_INVALID, "imports.map.large", NULL);
	if (strcmp(decimal, ".") != 0 && strcmp(decimal, ",") != 0)
		return ctx_fail(ctx, RC_INVALID, "imports.map.decimal", NULL);
	map->decimal = *decimal;
	return RC_OK;
}

const char *
import_map_zone(const struct import_map *map)
{
	return map->zone && *map->zone ? map->zone : NULL;
}

static const char *
pair_find(const struct pair *pairs, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].value;
	return NULL;
}

static size_t
column_find(const struct entity *entity, const char *name)
{
	for (size_t i = 0; i < entity->column_count; i++)
		if (strcmp(entity->columns[i].name, name) == 0)
			return i;
	return SIZE_MAX;
}

/* Every source column that the map names must be there: a typing error in a map must not pass as an empty column. */
static bool
map_covered(const struct import_map *map, const char *const *fields, size_t count, const char **column)
{
	for (size_t i = 0; i < map->column_count; i++) {
		bool found = false;

		for (size_t f = 0; f < count && !found; f++)
			found = strcmp(fields[f], map->columns[i].name) == 0;
		if (!found) {
			*column = map->columns[i].name;
			return false;
		}
	}
	return true;
}

bool
import_head_make(struct arena *arena, const struct entity *entity, const struct import_map *map,
    const char *const *fields, size_t count, struct import_head **out, const char **column,
    const char **reason)
{
	struct import_head *head = ARENA_NEW(arena, struct import_head);

	head->count = count;
	*out = head;
	*reason = "imports.head.unknown";
	for (size_t f = 0; f < count; f++) {
		const char *ours =
		    map->column_count ? pair_find(map->columns, map->column_count, fields[f]) : fields[f];
		size_t at;

		if (ours == NULL)
			continue;
		at = column_find(entity, ours);
		*column = arena_strdup(arena, *ours ? ours : fields[f]);
		if (at == SIZE_MAX)
			return false;
		if (head->from[at]) {
			*reason = "imports.head.twice";
			return false;
		}
		head->from[at] = f + 1;
	}
	*reason = "imports.head.missing";
	if (!map_covered(map, fields, count, column))
		return false;
	for (size_t i = 0; i < entity->column_count; i++) {
		*column = entity->columns[i].name;
		if (entity->columns[i].required && !head->from[i] &&
		    !pair_find(map->constants, map->constant_count, entity->columns[i].name))
			return false;
	}
	return true;
}

static bool
count_parse(const char *text, int64_t most, int64_t *number)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (end == text || *end || errno || value < 0 || (most > 0 && value > most))
		return false;
	*number = value;
	return true;
}

static bool
amount_parse(struct arena *arena, const struct import_map *map, const char *text, int64_t *fen)
{
	char *plain = arena_strdup(arena, text);

	if (map->decimal == ',')
		for (char *p = plain; *p; p++)
			*p = *p == ',' ? '.' : *p == '.' ? ',' : *p;
	return money_parse(plain, fen) == RC_OK;
}

static bool
moment_parse(const struct import_map *map, const char *text, int64_t *at)
{
	struct tm tm = { 0 };
	const char *end;
	int64_t day;

	if (map->date == NULL || *map->date == '\0') {
		if (time_parse(text, at) == RC_OK)
			return true;
		if (day_parse(text, &day) != RC_OK)
			return false;
		*at = clock_start(day);
		return true;
	}
	end = strptime(text, map->date, &tm);
	if (end == NULL || *end)
		return false;
	day = day_number(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	*at = clock_at(day, tm.tm_hour * HOUR + tm.tm_min * MINUTE + tm.tm_sec);
	return true;
}

static bool
choice_parse(const struct column *column, const char *text, int64_t *number)
{
	for (const struct column_choice *choice = column->choices; choice->word; choice++)
		if (strcmp(choice->word, text) == 0) {
			*number = choice->number;
			return true;
		}
	return false;
}

/* One cell; NULL or the reason it is not taken. */
static const char *
cell_parse(struct arena *arena, const struct import_map *map, const struct column *column, const char *text,
    struct cell *cell)
{
	const char *word;

	text = utf8_trim(arena, text);
	word = map->value_count && strlen(text) < 200 ? pair_find(map->values, map->value_count,
							    arena_printf(arena, "%s.%s", column->name, text))
						      : NULL;
	if (word)
		text = word;
	cell->text = text;
	cell->given = *text != '\0';
	if (!cell->given)
		return column->required ? "imports.cell.empty" : NULL;
	if (!utf8_valid(text, strlen(text)))
		return "imports.cell.control";
	switch (column->type) {
	case COLUMN_TEXT:
		return utf8_length(text) > (size_t)column->most ? "imports.cell.long" : NULL;
	case COLUMN_COUNT:
		return count_parse(text, column->most, &cell->number) ? NULL : "imports.cell.number";
	case COLUMN_MONEY:
		return amount_parse(arena, map, text, &cell->number) ? NULL : "imports.cell.money";
	case COLUMN_TIME:
		return moment_parse(map, text, &cell->number) ? NULL : "imports.cell.time";
	case COLUMN_CHOICE:
		return choice_parse(column, text, &cell->number) ? NULL : "imports.cell.choice";
	}
	return NULL;
}

bool
cells_parse(struct arena *arena, const struct entity *entity, const struct import_map *map,
    const struct import_head *head, const char *const *fields, size_t count, struct cell *cells,
    const char **column, const char **reason)
{
	if (count != head->count) {
		*column = "";
		*reason = "imports.row.fields";
		return false;
	}
	for (size_t i = 0; i < entity->column_count; i++) {
		const char *text = head->from[i] ? fields[head->from[i] - 1] : "";

		if (*text == '\0') {
			const char *constant =
			    pair_find(map->constants, map->constant_count, entity->columns[i].name);

			text = constant ? constant : text;
		}
		*reason = cell_parse(arena, map, &entity->columns[i], text, &cells[i]);
		if (*reason) {
			*column = entity->columns[i].name;
			return false;
		}
	}
	return true;
}

/* SPDX-License-Identifier: MIT */
/* Secondary indexes put aside and built anew: what there is, is asked of the schema itself, never repeated here. */
#include "db/indexes.h"

#include "db/private.h"

struct aside {
	const char *drop, *add;
};
static const struct field aside_fields[] = { FIELD(aside, TEXT, drop), FIELD(aside, TEXT, add) };
static const struct record aside_record = RECORD(aside, aside_fields);

SQL(indexes_sql,
    "SELECT GROUP_CONCAT('DROP KEY `', i.name, '`') AS `drop`, "
    "GROUP_CONCAT('ADD KEY `', i.name, '` (', i.parts, ')') AS `add` "
    "FROM (SELECT index_name AS name, GROUP_CONCAT('`', column_name, '`', "
    "IF(sub_part IS NULL, '', CONCAT('(', sub_part, ')')), IF(collation = 'D', ' DESC', '') "
    "ORDER BY seq_in_index) AS parts FROM information_schema.statistics "
    "WHERE table_schema = DATABASE() AND table_name = ? AND non_unique = 1 GROUP BY index_name) i",
    .samples = "SELECT 'orders' UNION ALL SELECT ''", .why = "a row per column of the table's indexes");

enum rc
indexes_drop(struct ctx *ctx, const char *table, const char **back)
{
	struct aside aside;
	enum rc rc = db_row(ctx, &indexes_sql, &aside_record, &aside, ARGS(arg_text(table)));

	*back = "";
	if (rc != RC_OK || *aside.drop == '\0')
		return rc;
	*back = arena_printf(ctx->arena, "ALTER TABLE `%s` %s", table, aside.add);
	return connection_run(ctx, arena_printf(ctx->arena, "ALTER TABLE `%s` %s", table, aside.drop));
}

enum rc
indexes_build(struct ctx *ctx, const char *back)
{
	return *back ? connection_run(ctx, back) : RC_OK;
}

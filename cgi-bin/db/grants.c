/* SPDX-License-Identifier: MIT */
/* Database users of least right: a file of rules, applied to the tables there are.
 * Not the portal's own rights: those are in policy/role.h. */
#include "base/log.h"
#include "db/migrate.h"
#include "db/private.h"
#include <errno.h>
#include <sodium.h>

#define RULES_MOST 128
#define USERS 2

struct rule {
	int user;           /* index into `user_names` */
	const char *rights; /* "" for none */
	const char *table;
};
static const char *const user_names[USERS] = { "worker", "jobs" };

struct table {
	const char *name;
};
static const struct field table_fields[] = { FIELD(table, TEXT, name) };
static const struct record table_record = RECORD(table, table_fields);

SQL(grants_tables_sql,
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() "
    "AND table_type = 'BASE TABLE' ORDER BY table_name",
    .why = "one row per table of the schema");
SQL(grants_hash_sql, "SELECT number FROM schema_migration WHERE number = 0 AND hash = ?",
    .samples = "SELECT ''");
SQL(grants_done_sql, "UPDATE schema_migration SET hash = ? WHERE number = 0", .samples = "SELECT 'x'");

/* "GRANT rights ON table TO user" or "REVOKE ALL ON table FROM user". */
static bool
rule_read(const char *line, struct arena *arena, struct rule *rule)
{
	char *text = arena_strdup(arena, line), *on = strstr(text, " ON "), *who;
	bool grant = strncmp(text, "GRANT ", 6) == 0, revoke = strncmp(text, "REVOKE ALL ON ", 14) == 0;

	who = on ? strstr(on, grant ? " TO " : " FROM ") : NULL;
	if (!who || (!grant && !revoke))
		return false;
	*on = *who = '\0';
	rule->rights = grant ? text + 6 : "";
	rule->table = on + 4;
	who += grant ? 4 : 6;
	for (rule->user = 0; rule->user < USERS && strcmp(who, user_names[rule->user]) != 0; rule->user++)
		;
	return rule->user < USERS;
}

static enum rc
rules_read(struct ctx *ctx, const char *path, struct rule *rules, size_t *count)
{
	FILE *file = fopen(path, "re");
	char *text = arena_alloc(ctx->arena, 65536);
	const char *cursor = text, *line;

	if (!file || !fread(text, 1, 65535, file)) {
		log_line(LOG_ERROR, "grants.file", "path", path, "error", strerror(errno), NULL);
		if (file)
			fclose(file);
		return RC_NOT_FOUND;
	}
	fclose(file);
	for (*count = 0; (line = migrate_next(&cursor, ctx->arena)); ++*count)
		if (*count == RULES_MOST || !rule_read(line, ctx->arena, &rules[*count])) {
			log_line(LOG_ERROR, "grants.rule", "rule", line, NULL);
			return RC_INVALID;
		}
	return RC_OK;
}

/* The rights of a user on a table: as named, else as for `*`. */
static const char *
rights_find(const struct rule *rules, size_t count, int user, const char *table)
{
	const char *found = "";
	size_t i;

	for (i = 0; i < count; i++) {
		if (rules[i].user != user)
			continue;
		if (strcmp(rules[i].table, table) == 0)
			return rules[i].rights;
		if (strcmp(rules[i].table, "*") == 0)
			found = rules[i].rights;
	}
	return found;
}

static const char *
quoted(struct ctx *ctx, const char *text)
{
	size_t length = strlen(text);
	char *out = arena_alloc(ctx->arena, length * 2 + 1);

	mysql_real_escape_string(ctx->db->mysql, out, text, (unsigned long)length);
	return out;
}

static void
plan(struct ctx *ctx, struct buf *buf, const struct rule *rules, size_t rule_count, const struct rows *tables,
    const struct db_config *users)
{
	const struct table *table = tables->items;
	const char *rights, *name;
	size_t i;
	int user;

	for (user = 0; user < USERS; user++) {
		name = quoted(ctx, users[user].user);
		buf_printf(buf, "CREATE USER IF NOT EXISTS '%s'@'localhost';\n", name);
		buf_printf(buf, "ALTER USER '%s'@'localhost' IDENTIFIED BY '%s';\n", name,
		    quoted(ctx, users[user].password));
		buf_printf(buf, "REVOKE ALL PRIVILEGES, GRANT OPTION FROM '%s'@'localhost';\n", name);
		for (i = 0; i < tables->count; i++) {
			rights = rights_find(rules, rule_count, user, table[i].name);
			if (*rights)
				buf_printf(buf, "GRANT %s ON `%s` TO '%s'@'localhost';\n", rights,
				    table[i].name, name);
		}
	}
}

enum rc
grants_run(struct ctx *ctx, const char *path, const struct db_config *worker, const struct db_config *jobs)
{
	const struct db_config users[USERS] = { *worker, *jobs };
	struct rule rules[RULES_MOST];
	struct rows tables;
	struct buf buf;
	size_t rule_count = 0;
	unsigned char digest[32];
	char hash[65];
	const char *cursor, *statement;
	int64_t ignored;
	enum rc rc = rules_read(ctx, path, rules, &rule_count);

	if (rc == RC_OK)
		rc = db_rows(ctx, &grants_tables_sql, &table_record, &tables, NO_ARGS);
	if (rc != RC_OK)
		return rc;
	buf_init(&buf, ctx->arena, 16384);
	plan(ctx, &buf, rules, rule_count, &tables, users);
	crypto_generichash(digest, sizeof(digest), (const unsigned char *)buf.data, buf.length, NULL, 0);
	sodium_bin2hex(hash, sizeof(hash), digest, sizeof(digest));
	rc = db_int(ctx, &grants_hash_sql, &ignored, ARGS(arg_text(hash)));
	if (rc != RC_NOT_FOUND)
		return rc;
	rc = RC_OK;
	for (cursor = buf.data; rc == RC_OK && (statement = migrate_next(&cursor, ctx->arena));)
		rc = connection_run(ctx, statement);
	if (rc == RC_OK)
		rc = db_exec(ctx, &grants_done_sql, ARGS(arg_text(hash)));
	return rc;
}

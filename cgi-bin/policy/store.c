/* SPDX-License-Identifier: MIT */
/* SQL of policy/: keys, versions and steps, as its pages and actions need them.
 * Not what other features read: that is cache.c. */
#include "policy/store.h"

static const struct field key_fields[] = { FIELD(policy_key, ID, id), FIELD(policy_key, TEXT, policy_key),
	FIELD(policy_key, TEXT, chapter), FIELD(policy_key, TEXT, rule), FIELD(policy_key, BOOL, band),
	FIELD(policy_key, TEXT, unit), FIELD(policy_key, TEXT, value_unit), FIELD(policy_key, INT, least),
	FIELD(policy_key, INT, most) };
static const struct record key_record = RECORD(policy_key, key_fields);

static const struct field version_fields[] = { FIELD(policy_version, ID, id),
	FIELD(policy_version, TEXT, policy_key), FIELD(policy_version, INT, version),
	FIELD(policy_version, INT, state), FIELD(policy_version, INT, value),
	FIELD(policy_version, TEXT, text), FIELD(policy_version, TIME, since),
	FIELD(policy_version, TEXT, reason), FIELD(policy_version, ID, proposed_by),
	FIELD(policy_version, TEXT, proposed_staff), FIELD(policy_version, TIME, proposed_at),
	FIELD(policy_version, ID, decided_by), FIELD(policy_version, TEXT, decided_staff),
	FIELD(policy_version, TIME, decided_at), FIELD(policy_version, TEXT, decided_reason) };
static const struct record version_record = RECORD(policy_version, version_fields);

static const struct field step_fields[] = { FIELD(band_step, INT, bound), FIELD(band_step, BOOL, inclusive),
	FIELD(band_step, INT, value), FIELD(band_step, TEXT, label), FIELD(band_step, INT, colour) };
static const struct record step_record = RECORD(band_step, step_fields);

#define KEY_COLUMNS "SELECT id, policy_key, chapter, rule, band, unit, value_unit, least, most FROM policy"
#define VERSION_COLUMNS                                                                                      \
	"SELECT id, policy_key, version, state, value, text, since, reason, proposed_by, "                   \
	"proposed_staff, proposed_at, decided_by, decided_staff, decided_at, decided_reason "                \
	"FROM policy_version"
#define KEY_SAMPLES "SELECT MAX(policy_key) FROM policy UNION ALL SELECT ''"
#define VERSION_SAMPLES "SELECT MAX(id) FROM policy_version UNION ALL SELECT 0"

SQL(policy_key_list_sql, KEY_COLUMNS " ORDER BY FIELD(chapter, 'security', 'aftersales', 'orders', "
				     "'members', 'time', 'org') DESC, chapter, sort, id");
SQL(policy_key_get_sql, KEY_COLUMNS " WHERE id = ?",
    .samples = "SELECT MAX(id) FROM policy UNION ALL SELECT 0");
SQL(policy_key_find_sql, KEY_COLUMNS " WHERE policy_key = ?", .samples = KEY_SAMPLES);
SQL(policy_lock_sql, KEY_COLUMNS " WHERE policy_key = ? FOR UPDATE", .samples = KEY_SAMPLES);
SQL(policy_version_get_sql, VERSION_COLUMNS " WHERE id = ?", .samples = VERSION_SAMPLES);
SQL(policy_version_lock_sql, VERSION_COLUMNS " WHERE id = ? FOR UPDATE", .samples = VERSION_SAMPLES);
SQL(policy_version_list_sql, VERSION_COLUMNS " WHERE policy_key = ? ORDER BY version DESC LIMIT 100",
    .samples = KEY_SAMPLES);
SQL(policy_open_list_sql, VERSION_COLUMNS " WHERE state = 0 ORDER BY proposed_at DESC LIMIT 100");
SQL(policy_open_find_sql, "SELECT id FROM policy_version WHERE state = 0 AND policy_key = ? LIMIT 1",
    .samples = KEY_SAMPLES);
SQL(policy_version_steps_sql,
    "SELECT bound, inclusive, value, label, colour FROM policy_step WHERE version_id = ? ORDER BY step_no",
    .samples = VERSION_SAMPLES);
SQL(policy_version_next_sql, "SELECT COALESCE(MAX(version), 0) + 1 FROM policy_version WHERE policy_key = ?",
    .samples = KEY_SAMPLES);
SQL(policy_version_add_sql,
    "INSERT INTO policy_version (policy_key, version, state, value, text, since, reason, proposed_by, "
    "proposed_staff, proposed_at) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?)",
    .samples = "SELECT 'sample', 1, 0, '', 0, '', 0, '', 0");
SQL(policy_step_add_sql,
    "INSERT INTO policy_step (version_id, step_no, bound, inclusive, value, label, colour) VALUES (?, ?, ?, "
    "?, ?, ?, ?)",
    .samples = "SELECT MAX(id) + 1, 0, 0, 1, 1, '', 0 FROM policy_version");
SQL(policy_version_decide_sql,
    "UPDATE policy_version SET state = ?, since = ?, decided_by = ?, decided_staff = ?, decided_at = ?,"
    " decided_reason = ? WHERE id = ?",
    .samples =
	"SELECT 2, 0, 0, '', 0, '', MAX(id) FROM policy_version UNION ALL SELECT 2, 0, 0, '', 0, '', 0");
SQL(policy_stamp_raise_sql, "UPDATE policy_stamp SET stamp = stamp + 1 WHERE id = 1");

enum rc
policy_key_list(struct ctx *ctx, struct rows *keys)
{
	return db_rows(ctx, &policy_key_list_sql, &key_record, keys, NO_ARGS);
}

enum rc
policy_key_get(struct ctx *ctx, int64_t id, struct policy_key *key)
{
	return db_row(ctx, &policy_key_get_sql, &key_record, key, ARGS(arg_int(id)));
}

enum rc
policy_key_find(struct ctx *ctx, const char *name, struct policy_key *key)
{
	return db_row(ctx, &policy_key_find_sql, &key_record, key, ARGS(arg_text(name)));
}

enum rc
policy_version_get(struct ctx *ctx, int64_t id, struct policy_version *version)
{
	return db_row(ctx, &policy_version_get_sql, &version_record, version, ARGS(arg_int(id)));
}

enum rc
policy_version_list(struct ctx *ctx, const char *key, struct rows *versions)
{
	return db_rows(ctx, &policy_version_list_sql, &version_record, versions, ARGS(arg_text(key)));
}

enum rc
policy_open_list(struct ctx *ctx, struct rows *versions)
{
	return db_rows(ctx, &policy_open_list_sql, &version_record, versions, NO_ARGS);
}

enum rc
policy_version_steps(struct ctx *ctx, int64_t version_id, struct band *band)
{
	struct rows rows;
	enum rc rc = db_rows(ctx, &policy_version_steps_sql, &step_record, &rows, ARGS(arg_int(version_id)));

	if (rc != RC_OK)
		return rc;
	band->steps = rows.items;
	band->count = rows.count;
	return RC_OK;
}

enum rc
policy_lock(struct ctx *ctx, const char *name, struct policy_key *key)
{
	return db_row(ctx, &policy_lock_sql, &key_record, key, ARGS(arg_text(name)));
}

enum rc
policy_version_lock(struct ctx *ctx, int64_t id, struct policy_version *version)
{
	return db_row(ctx, &policy_version_lock_sql, &version_record, version, ARGS(arg_int(id)));
}

enum rc
policy_version_next(struct ctx *ctx, const char *key, int64_t *next)
{
	return db_int(ctx, &policy_version_next_sql, next, ARGS(arg_text(key)));
}

enum rc
policy_open_find(struct ctx *ctx, const char *key, int64_t *id)
{
	return db_int(ctx, &policy_open_find_sql, id, ARGS(arg_text(key)));
}

enum rc
policy_version_add(struct ctx *ctx, const struct policy_version *version, int64_t *id)
{
	enum rc rc = db_exec(ctx, &policy_version_add_sql,
	    ARGS(arg_text(version->policy_key), arg_int(version->version), arg_int(version->value),
		arg_text(version->text), arg_int(version->since), arg_text(version->reason),
		arg_int(version->proposed_by), arg_text(version->proposed_staff),
		arg_int(version->proposed_at)));

	if (rc == RC_OK)
		*id = db_insert_id(ctx);
	return rc;
}

enum rc
policy_step_add(struct ctx *ctx, int64_t version_id, size_t step_no, const struct band_step *step)
{
	return db_exec(ctx, &policy_step_add_sql,
	    ARGS(arg_int(version_id), arg_int((int64_t)step_no), arg_int(step->bound),
		arg_int(step->inclusive), arg_int(step->value), arg_text(step->label),
		arg_int(step->colour)));
}

enum rc
policy_version_decide(struct ctx *ctx, const struct policy_version *version)
{
	return db_exec(ctx, &policy_version_decide_sql,
	    ARGS(arg_int(version->state), arg_int(version->since), arg_int(version->decided_by),
		arg_text(version->decided_staff), arg_int(version->decided_at),
		arg_text(version->decided_reason), arg_int(version->id)));
}

enum rc
policy_stamp_raise(struct ctx *ctx)
{
	return db_exec(ctx, &policy_stamp_raise_sql, NO_ARGS);
}

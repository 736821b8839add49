/* SPDX-License-Identifier: MIT */
/* Tests of the audit log on a real MariaDB: what is written is sealed, and every way to tamper with it is found and named.
 * Not of its pages. */
#include "harness.h"

#include "audit/audit.h"
#include "audit/heads.h"
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROWS 12

static struct ctx *jobs, *admin;
static const char *const tables[] = { "audit_log", "audit_open", "audit_seal", "audit_head", "signature" };

static const char *
head_path(void)
{
	return config_text(config_get(), "Audit.HeadFile", NULL);
}

static void
write_rows(struct ctx *ctx, int count)
{
	for (int i = 0; i < count; i++) {
		struct diff diff = { .reason = "why \"quoted\"\n原因" };
		enum rc rc = tx_begin(ctx);

		diff_add(&diff, "orders.field.state", "@orders.state.1", "@orders.state.2");
		if (rc == RC_OK)
			rc = audit_add(ctx, "order.confirm", "order", 100 + i, &diff);
		assert_rc(tx_end(ctx, rc), RC_OK);
	}
}

static int64_t
seal_all(void)
{
	int64_t sealed, all = 0;

	do {
		assert_rc(audit_seal(jobs, 5, &sealed), RC_OK);
		all += sealed;
	} while (sealed > 0);
	return all;
}

static const char *
verify(void)
{
	const char *finding;
	int64_t rows;

	assert_rc(audit_verify(admin, &finding, &rows), RC_OK);
	return finding;
}

static void
expect_well(void)
{
	const char *finding = verify();

	if (finding != NULL)
		fail_msg("false alarm: %s", finding);
}

static void
expect_finding(const char *done, const char *words)
{
	const char *finding = verify();

	if (finding == NULL)
		fail_msg("not found: %s", done);
	if (strstr(finding, words) == NULL)
		fail_msg("after %s: found \"%s\", expected \"%s\"", done, finding, words);
}

/* Keep what stands there now, and the head file; put it back. */
static void
keep(void)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		test_sql("DROP TABLE IF EXISTS keep_%s", tables[i]);
		test_sql("CREATE TABLE keep_%s AS SELECT * FROM %s", tables[i], tables[i]);
	}
}

static void
restore(void)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		test_sql("DELETE FROM %s", tables[i]);
		test_sql("INSERT INTO %s SELECT * FROM keep_%s", tables[i], tables[i]);
	}
}

static void
file_copy(const char *from, const char *to)
{
	char data[65536];
	FILE *in = fopen(from, "re"), *out = fopen(to, "we");
	size_t got;

	assert_non_null(in);
	assert_non_null(out);
	while ((got = fread(data, 1, sizeof(data), in)) > 0)
		assert_int_equal(fwrite(data, 1, got, out), got);
	fclose(in);
	fclose(out);
}

static void
file_keep(char kept[300])
{
	snprintf(kept, 300, "%s.kept", head_path());
	file_copy(head_path(), kept);
}

/* Everything fresh, ROWS rows sealed in batches of five. */
static int
log_fresh(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		test_sql("DELETE FROM %s", tables[i]);
	unlink(head_path());
	test_ctx()->now = jobs->now = admin->now = TEST_NOW;
	write_rows(test_ctx(), ROWS);
	assert_int_equal(seal_all(), ROWS);
	return 0;
}

static int64_t
row_at(int index)
{
	return test_number("SELECT id FROM audit_log ORDER BY id LIMIT 1 OFFSET %d", index);
}

static void
test_written_and_sealed(void **state)
{
	struct rows entries;
	const struct audit_entry *entry;

	(void)state;
	expect_well();
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_open"), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_head"), 3);
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_seal"), ROWS);
	assert_rc(audit_history(test_ctx(), "order", 103, 20, &entries), RC_OK);
	assert_int_equal(entries.count, 1);
	entry = entries.items;
	assert_string_equal(entry->action, "order.confirm");
	assert_true(entry->sealed);
	assert_string_equal(entry->diff,
	    "{\"reason\":\"why \\\"quoted\\\"\\u000a原因\",\"items\":[[\"orders.field.state\","
	    "\"@orders.state.1\",\"@orders.state.2\"]]}");
}

static void
test_only_in_transaction(void **state)
{
	(void)state;
	assert_rc(audit_add(test_ctx(), "order.confirm", "order", 1, NULL), RC_INTERNAL);
	expect_well();
}

static void
test_batch_row(void **state)
{
	unsigned char hash[32] = { 1, 2, 3 };
	enum rc rc = tx_begin(test_ctx());

	(void)state;
	if (rc == RC_OK)
		rc = audit_batch(test_ctx(), "import.orders", "order", 5000, 1000, hash);
	assert_rc(tx_end(test_ctx(), rc), RC_OK);
	assert_int_equal(seal_all(), 1);
	expect_well();
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_log WHERE diff LIKE '%%\"010203%%'"), 1);
}

/* Each column of a sealed row. */
static void
test_each_column(void **state)
{
	static const struct {
		const char *column, *value;
	} changes[] = { { "at", "at + 1" }, { "account_id", "account_id + 1" }, { "staff_no", "'KF9999'" },
		{ "name", "CONCAT(name, ' ')" }, { "action", "'order.park'" }, { "kind", "'sheet'" },
		{ "record_id", "record_id + 1" }, { "request_id", "'other'" },
		{ "diff", "REPLACE(diff, 'why', 'WHY')" }, { "mac", "REVERSE(mac)" } };
	char words[60];
	int64_t id = row_at(6);

	(void)state;
	snprintf(words, sizeof(words), "row %" PRId64 " was altered", id);
	keep();
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		test_sql("UPDATE audit_log SET %s = %s WHERE id = %" PRId64, changes[i].column,
		    changes[i].value, id);
		expect_finding(changes[i].column, words);
		restore();
	}
	expect_well();
}

static void
test_first_is_named(void **state)
{
	char words[60];

	(void)state;
	snprintf(words, sizeof(words), "row %" PRId64 " was altered", row_at(2));
	test_sql(
	    "UPDATE audit_log SET at = at + 1 WHERE id IN (%" PRId64 ", %" PRId64 ")", row_at(9), row_at(2));
	expect_finding("two rows", words);
}

static void
test_deleted_row(void **state)
{
	char words[60];
	int64_t id = row_at(4);

	(void)state;
	snprintf(words, sizeof(words), "row %" PRId64 " was removed", id);
	test_sql("DELETE FROM audit_log WHERE id = %" PRId64, id);
	expect_finding("a deleted row", words);
	test_sql("DELETE FROM audit_seal WHERE audit_id = %" PRId64, id);
	expect_finding("a deleted row and seal", "and its row with it");
}

static void
test_deleted_before_seal(void **state)
{
	char words[60];
	int64_t id;

	(void)state;
	write_rows(test_ctx(), 2);
	id = row_at(ROWS);
	snprintf(words, sizeof(words), "row %" PRId64 " was removed", id);
	test_sql("DELETE FROM audit_log WHERE id = %" PRId64, id);
	expect_finding("a deleted row in the queue", words);
}

static void
test_inserted_row(void **state)
{
	char words[80];
	int64_t id = row_at(ROWS - 1) + 1;

	(void)state;
	/* a copy of a genuine row under another id: its MAC covers the id */
	keep();
	test_sql("INSERT INTO audit_log SELECT %" PRId64
		 ", at, account_id, staff_no, name, action, kind, record_id, request_id,"
		 " diff, mac FROM keep_audit_log WHERE id = %" PRId64,
	    id, row_at(3));
	snprintf(words, sizeof(words), "row %" PRId64 " is forged", id);
	expect_finding("a copied row", words);
	test_sql("INSERT INTO audit_open (id) VALUES (%" PRId64 ")", id);
	assert_int_equal(seal_all(), 0); /* the sealer does not take it */
	expect_finding("a copied row in the queue", words);
	restore();
	/* a genuine row whose place in the queue was taken away */
	write_rows(test_ctx(), 1);
	id = row_at(ROWS);
	test_sql("DELETE FROM audit_open");
	snprintf(words, sizeof(words), "row %" PRId64 " was inserted", id);
	expect_finding("a row out of the queue", words);
}

static void
test_reordered(void **state)
{
	int64_t first = row_at(2), second = row_at(3);
	char words[60];

	(void)state;
	snprintf(words, sizeof(words), "row %" PRId64 " was altered", first);
	test_sql("UPDATE audit_log SET id = 999999 WHERE id = %" PRId64, first);
	test_sql("UPDATE audit_log SET id = %" PRId64 " WHERE id = %" PRId64, first, second);
	test_sql("UPDATE audit_log SET id = %" PRId64 " WHERE id = 999999", second);
	expect_finding("two rows swapped", words);
}

static void
test_cut_tail(void **state)
{
	char words[120];
	int64_t first = row_at(10);

	(void)state;
	keep();
	test_sql("DELETE FROM audit_log WHERE id >= %" PRId64, first);
	snprintf(words, sizeof(words), "row %" PRId64 " was removed", first);
	expect_finding("the log's tail", words);
	test_sql("DELETE FROM audit_seal WHERE audit_id >= %" PRId64, first);
	expect_finding("the tail of log and seals", "and its row with it");
	test_sql("DELETE FROM audit_head WHERE batch = 3");
	snprintf(words, sizeof(words), "the log was cut off: rows from %" PRId64 " on, witnessed by line 4",
	    first);
	expect_finding("the tail of everything", words);
	/* and it stays found when the log goes on after the cut */
	write_rows(test_ctx(), 3);
	assert_int_equal(seal_all(), 3);
	expect_finding("the tail of everything, written over", words);
	restore();
}

static void
test_everything_gone(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		test_sql("DELETE FROM %s", tables[i]);
	expect_finding("an emptied log", "the log was cut off");
}

static void
test_seals(void **state)
{
	static const struct {
		const char *sql, *words;
	} changes[] = {
		{ "UPDATE audit_seal SET hash = REVERSE(hash) WHERE seq = 4", "the seal of row" },
		{ "UPDATE audit_seal SET batch = 2 WHERE seq = 4", "the seal of row" },
		{ "UPDATE audit_seal SET seq = 99 WHERE seq = 12", "seal 12 was removed" },
		{ "UPDATE audit_seal SET audit_id = 999999 WHERE seq = 4", "was inserted" },
		{ "DELETE FROM audit_seal WHERE seq = 4", "was inserted" },
		{ "INSERT INTO audit_seal VALUES (13, 999999, 3, REPEAT('x', 32))",
		    "row 999999 was removed" },
		{ "UPDATE audit_head SET at = at + 1 WHERE batch = 2", "head 2 was altered" },
		{ "UPDATE audit_head SET root = REVERSE(root) WHERE batch = 2", "head 2 was altered" },
		{ "UPDATE audit_head SET prev = REVERSE(prev) WHERE batch = 2", "head 2 was altered" },
		{ "UPDATE audit_head SET hash = REVERSE(hash) WHERE batch = 2", "head 2 was altered" },
		{ "UPDATE audit_head SET signature = REVERSE(signature) WHERE batch = 2",
		    "head 2 was altered" },
		{ "UPDATE audit_head SET witness = REVERSE(witness) WHERE batch = 2", "head 2 was altered" },
		{ "UPDATE audit_head SET first_seq = 7 WHERE batch = 2", "head 2 was altered" },
		{ "UPDATE audit_head SET last_seq = 11 WHERE batch = 2", "head 2 was altered" },
		{ "DELETE FROM audit_head WHERE batch = 2", "head 2 was removed" },
	};

	(void)state;
	keep();
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		test_sql("%s", changes[i].sql);
		expect_finding(changes[i].sql, changes[i].words);
		restore();
	}
	expect_well();
}

static void
test_head_file(void **state)
{
	char kept[300], data[65536];
	FILE *file;
	size_t length;
	char *line;

	(void)state;
	file_keep(kept);
	unlink(head_path());
	expect_finding("no head file", "no head file witnesses head 1");
	/* a new one, begun by the next sealing, does not hide it */
	write_rows(test_ctx(), 1);
	assert_int_equal(seal_all(), 1);
	expect_finding("a replaced head file", "no head file witnesses head 1");
	test_sql("DELETE FROM audit_log WHERE id > %" PRId64, row_at(ROWS - 1));
	test_sql("DELETE FROM audit_head WHERE batch = 4");
	test_sql("DELETE FROM audit_seal WHERE batch = 4");
	file_copy(kept, head_path());
	expect_well();
	/* cut off */
	file = fopen(kept, "re");
	length = fread(data, 1, sizeof(data) - 1, file);
	fclose(file);
	data[length] = '\0';
	line = strstr(data, "\n3 ");
	assert_non_null(line);
	assert_int_equal(truncate(head_path(), line + 1 - data), 0);
	expect_finding("a cut head file", "the head file lacks head 3");
	/* an altered line */
	file_copy(kept, head_path());
	file = fopen(head_path(), "r+e");
	fseek(file, line - data + 60, SEEK_SET);
	fputc(line[60] == '0' ? '1' : '0', file);
	fclose(file);
	expect_finding("an altered head file", "line 4 of the head file is forged");
	/* a foreign first line */
	file_copy(kept, head_path());
	file = fopen(head_path(), "r+e");
	fputs("something else", file);
	fclose(file);
	expect_finding("a foreign head file", "line 1 of the head file is forged");
	file_copy(kept, head_path());
	expect_well();
}

/* What a killed sealer may leave: half a line, a line without its head. */
static void
test_left_behind(void **state)
{
	char kept[300], half[400];
	FILE *file;

	(void)state;
	write_rows(test_ctx(), 3);
	/* sealed, then the database rolled back to before: as if killed between append and commit */
	keep();
	assert_int_equal(seal_all(), 3);
	restore();
	expect_well();
	file_keep(kept);
	file = fopen(head_path(), "ae");
	fputs("4 13 15 17785", file);
	fclose(file);
	expect_well();
	/* half a line that ends within the ids */
	file_copy(kept, head_path());
	file = fopen(kept, "re");
	while (fgets(half, sizeof(half), file) != NULL && strncmp(half, "3 ", 2) != 0)
		;
	fclose(file);
	half[0] = '4';
	file = fopen(head_path(), "ae");
	fwrite(half, 1, strlen(half) - 4, file);
	fclose(file);
	expect_well();
	/* life goes on: the rows are sealed under another head, behind the half line */
	jobs->now++;
	write_rows(test_ctx(), 1);
	assert_int_equal(seal_all(), 4);
	expect_well();
	/* but if one of the rows that the abandoned line lists is gone, all traces of it as well, that is a cut tail */
	test_sql("DELETE FROM audit_head WHERE batch >= 4");
	test_sql("DELETE FROM audit_seal WHERE batch >= 4");
	test_sql("DELETE FROM audit_log WHERE id > %" PRId64, row_at(ROWS + 1));
	test_sql("DELETE FROM audit_open");
	test_sql("INSERT INTO audit_open SELECT id FROM audit_log l WHERE id NOT IN (SELECT audit_id FROM "
		 "audit_seal)");
	expect_finding("rows of an abandoned line", "the log was cut off");
}

static void
test_late_commit(void **state)
{
	struct ctx *late = test_connect("worker");
	enum rc rc = tx_begin(late);

	(void)state;
	late->now = TEST_NOW - 60; /* began a minute ago */
	if (rc == RC_OK)
		rc = audit_add(late, "order.park", "order", 1, NULL);
	assert_rc(rc, RC_OK);
	write_rows(test_ctx(), 4); /* later ids, committed and sealed earlier */
	assert_int_equal(seal_all(), 4);
	expect_well();
	assert_rc(tx_end(late, RC_OK), RC_OK);
	test_close(late);
	assert_int_equal(seal_all(), 1);
	expect_well();
}

static void
test_unsealed(void **state)
{
	(void)state;
	write_rows(test_ctx(), 1);
	admin->now = TEST_NOW + 10;
	expect_well(); /* ten seconds are granted */
	admin->now = TEST_NOW + 11;
	expect_finding("a row nobody seals", "has waited unsealed for 11 s");
}

static void
test_signatures(void **state)
{
	static const char *const changes[] = { "at = at + 1", "account_id = account_id + 1",
		"staff_no = 'KF9999'", "name = 'someone'", "kind = 'log'", "record_id = record_id + 1",
		"meaning = 'receive'", "snapshot = CONCAT(snapshot, ' ')", "digest = REVERSE(digest)",
		"audit_id = audit_id - 1", "snapshot = 'x', digest = UNHEX(REPEAT('00', 32))" };
	const struct signature *signature;
	struct rows list;
	enum rc rc = tx_begin(test_ctx());

	(void)state;
	if (rc == RC_OK)
		rc = signature_add(test_ctx(), "sheet", 7, "sign", "line 1\nline 2", 13);
	assert_rc(tx_end(test_ctx(), rc), RC_OK);
	assert_rc(signature_list(test_ctx(), "sheet", 7, &list), RC_OK);
	assert_int_equal(list.count, 1);
	signature = list.items;
	assert_int_equal(signature->seal_no, 0); /* signed … */
	assert_string_equal(signature->seal, "");
	assert_int_equal(strlen(signature->digest), 64);
	assert_int_equal(seal_all(), 1);
	assert_rc(signature_list(test_ctx(), "sheet", 7, &list), RC_OK);
	signature = list.items;
	assert_int_equal(signature->seal_no, 4); /* … then sealed */
	assert_int_equal(strlen(signature->seal), 64);
	expect_well();
	keep();
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		test_sql("UPDATE signature SET %s", changes[i]);
		expect_finding(changes[i], "sign-off");
		restore();
	}
	test_sql("DELETE FROM signature");
	expect_finding("a deleted sign-off", "the sign-off that row");
	restore();
	expect_well();
}

/* What the database users may not do at all. */
static void
test_grants(void **state)
{
	int64_t changed = test_number(
	    "SELECT COUNT(*) FROM information_schema.table_privileges WHERE table_schema = DATABASE()"
	    " AND table_name IN ('audit_log', 'audit_seal', 'audit_head', 'signature')"
	    " AND privilege_type IN ('UPDATE', 'DELETE') AND grantee NOT LIKE '%%root%%'");

	(void)state;
	assert_int_equal(changed, 0);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM information_schema.table_privileges WHERE table_schema = DATABASE()"
		" AND table_name IN ('audit_seal', 'audit_head') AND privilege_type = 'INSERT'"
		" AND grantee LIKE '%%_w''@%%'"),
	    0);
}

static int
start(void **state)
{
	int failed = test_start(state);

	if (failed != 0)
		return failed;
	jobs = test_connect("jobs");
	admin = test_connect("admin");
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_written_and_sealed, log_fresh),
		cmocka_unit_test_setup(test_only_in_transaction, log_fresh),
		cmocka_unit_test_setup(test_batch_row, log_fresh),
		cmocka_unit_test_setup(test_each_column, log_fresh),
		cmocka_unit_test_setup(test_first_is_named, log_fresh),
		cmocka_unit_test_setup(test_deleted_row, log_fresh),
		cmocka_unit_test_setup(test_deleted_before_seal, log_fresh),
		cmocka_unit_test_setup(test_inserted_row, log_fresh),
		cmocka_unit_test_setup(test_reordered, log_fresh),
		cmocka_unit_test_setup(test_cut_tail, log_fresh),
		cmocka_unit_test_setup(test_everything_gone, log_fresh),
		cmocka_unit_test_setup(test_seals, log_fresh),
		cmocka_unit_test_setup(test_head_file, log_fresh),
		cmocka_unit_test_setup(test_left_behind, log_fresh),
		cmocka_unit_test_setup(test_late_commit, log_fresh),
		cmocka_unit_test_setup(test_unsealed, log_fresh),
		cmocka_unit_test_setup(test_signatures, log_fresh),
		cmocka_unit_test(test_grants),
	};

	return cmocka_run_group_tests(tests, start, test_stop);
}

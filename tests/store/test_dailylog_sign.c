/* SPDX-License-Identifier: MIT */
/* Signed daily logs against a real MariaDB (RULE CMP-8, SEC-1, ORG-2): four eyes, one of two supervisors, the chain, and that each
 * changed byte is found and named. Not how a log fills: test_dailylog.c. */
#include "audit/audit.h"
#include "complaint_help.h"
#include "dailylog/actions.h"
#include "dailylog/verify.h"
#include "harness.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TODAY ((TEST_NOW + 28800) / 86400)
#define AT(day, hour) (((day)*24 + (hour)) * 3600 - 28800)
#define SUPERVISOR 501
#define WEB_LEAD 502

static int64_t agent;

static int
fresh(void **state)
{
	static int number;
	char staff_no[20];

	(void)state;
	snprintf(staff_no, sizeof(staff_no), "KS%04d", ++number);
	agent = test_account(staff_no, ROLE_AGENT);
	test_ctx()->now = TEST_NOW;
	return 0;
}

static int64_t
version_of(int64_t id)
{
	return test_number("SELECT version FROM dailylog WHERE id = %ld", (long)id);
}

static void
act(int64_t account_id, uint32_t role)
{
	test_actor(test_ctx(), account_id, account_id == SUPERVISOR ? "ZG0501" : "T-X", role);
}

/* A log of that day with two complaints, submitted. */
static int64_t
submitted(int64_t day)
{
	struct ctx *ctx = test_ctx();
	int64_t id, version;

	act(agent, ROLE_AGENT);
	ctx->now = AT(day, 15);
	(void)complaint_make(ctx, PROBLEM_COLOUR);
	complaint_finish(ctx, complaint_make(ctx, PROBLEM_LATE));
	assert_rc(dailylog_current(ctx, agent, &id, &version), RC_OK);
	assert_rc(dailylog_comment(ctx, id, 1, "asked twice"), RC_OK);
	assert_rc(dailylog_comment(ctx, id, 0, "a quiet day"), RC_OK);
	assert_rc(dailylog_submit(ctx, id, version_of(id)), RC_OK);
	return id;
}

static void
sealed(void)
{
	struct ctx *jobs = test_connect("jobs");
	int64_t count;

	assert_rc(audit_seal(jobs, 1000, &count), RC_OK);
	test_close(jobs);
}

static void
sign(int64_t id)
{
	act(SUPERVISOR, ROLE_SUPERVISOR);
	assert_rc(dailylog_sign(test_ctx(), id, version_of(id), "038 first thing tomorrow"), RC_OK);
	sealed();
}

/* Signed, received and corrected; the second in the chain of a new agent. */
static int64_t
finished(void)
{
	int64_t first, id;

	(void)fresh(NULL);
	first = submitted(TODAY);
	sign(first);
	id = submitted(TODAY + 1);
	sign(id);
	act(WEB_LEAD, ROLE_WEB_OPERATIONS);
	assert_rc(dailylog_receive(test_ctx(), id, version_of(id)), RC_OK);
	act(agent, ROLE_AGENT);
	assert_rc(dailylog_correct(test_ctx(), id, 1, "asked three times"), RC_OK);
	sealed();
	return id;
}

static void
four_eyes_once_and_forever(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = submitted(TODAY), version = version_of(id);

	(void)state;
	act(agent, ROLE_ALL);
	assert_rc(dailylog_sign(ctx, id, version, ""), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "dailylog.refused.own");
	act(SUPERVISOR, ROLE_SUPERVISOR);
	assert_rc(dailylog_correct(ctx, id, 0, "too early"), RC_REFUSED);
	assert_rc(dailylog_sign(ctx, id, version, ""), RC_OK);
	/* the other supervisor saw it unsigned, and reads who was quicker and when */
	act(503, ROLE_SUPERVISOR);
	assert_rc(dailylog_sign(ctx, id, version, ""), RC_CONFLICT);
	assert_non_null(strstr(ctx->reason.arg[0], "ZG0501"));
	assert_rc(dailylog_sign(ctx, id, version_of(id), ""), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "dailylog.refused.signed");
	assert_rc(dailylog_return(ctx, id, version_of(id), "no"), RC_REFUSED);
	assert_rc(dailylog_excuse(ctx, id, version_of(id), "no"), RC_REFUSED);
	act(agent, ROLE_AGENT);
	assert_rc(dailylog_comment(ctx, id, 1, "changed my mind"), RC_REFUSED);
	assert_rc(dailylog_submit(ctx, id, version_of(id)), RC_REFUSED);
	assert_int_equal(test_number("SELECT COUNT(*) FROM notice WHERE topic = 'dailylog.signed' AND "
				     "subject = 'dailylog:%ld' AND owner = %d",
			     (long)id, -ROLE_WEB_OPERATIONS),
	    1);
	/* received by a third */
	act(SUPERVISOR, ROLE_ALL);
	assert_rc(dailylog_receive(ctx, id, version_of(id)), RC_REFUSED);
	act(WEB_LEAD, ROLE_WEB_OPERATIONS);
	assert_rc(dailylog_receive(ctx, id, version_of(id)), RC_OK);
	assert_rc(dailylog_receive(ctx, id, version_of(id)), RC_REFUSED);
}

static void
two_supervisors_at_once(void **state)
{
	int64_t id = submitted(TODAY), version = version_of(id);
	pid_t child[2];
	int status, good = 0;

	(void)state;
	for (int i = 0; i < 2; i++) {
		child[i] = fork();
		if (child[i] == 0) {
			struct ctx *ctx = test_connect("worker");
			enum rc rc;

			ctx->now = AT(TODAY, 17);
			test_actor(ctx, 600 + i, "ZG0600", ROLE_SUPERVISOR);
			rc = dailylog_sign(ctx, id, version, "");
			test_exit(ctx, rc == RC_OK ? 0 : rc == RC_CONFLICT ? 1 : 2);
		}
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
		good += WEXITSTATUS(status) == 0;
	}
	assert_int_equal(good, 1);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM signature WHERE kind = 'dailylog' AND record_id = %ld", (long)id),
	    1);
}

static struct log_proof
proof_of(int64_t id)
{
	struct log_proof proof;

	assert_rc(log_prove(test_ctx(), id, &proof), RC_OK);
	return proof;
}

static void
whole_when_nothing_was_touched(void **state)
{
	int64_t id = submitted(TODAY);
	struct log_proof proof = proof_of(id);

	(void)state;
	assert_int_equal(proof.count, 0);
	assert_false(proof.is_signed);
	act(SUPERVISOR, ROLE_SUPERVISOR);
	assert_rc(dailylog_sign(test_ctx(), id, version_of(id), ""), RC_OK);
	proof = proof_of(id);
	assert_int_equal(proof.count, 0);
	assert_true(proof.is_signed);
	assert_false(proof.sealed);
	sealed();
	assert_true(proof_of(id).sealed);
	id = finished();
	proof = proof_of(id);
	assert_int_equal(proof.count, 0);
	assert_true(proof.sealed);
	assert_string_equal(proof.previous, "2026-05-12");
	assert_int_equal(test_number("SELECT prev_seal > 0 FROM dailylog WHERE id = %ld", (long)id), 1);
}

/* Is it found, and named by the column? */
static void
assert_found(int64_t id, const char *what, const char *name)
{
	struct log_proof proof = proof_of(id);

	if (proof.count == 0)
		fail_msg("%s was changed and not found", what);
	for (size_t i = 0; i < proof.count; i++)
		if (name == NULL ||
		    (proof.finding[i].arg[0] != NULL && strcmp(proof.finding[i].arg[0], name) == 0))
			return;
	fail_msg(
	    "%s was changed, but the finding is %s %s", what, proof.finding[0].key, proof.finding[0].arg[0]);
}

static const char *
plus_one(const char *column)
{
	static char text[80];

	snprintf(text, sizeof(text), "%s + %d", column, strcmp(column, "day") == 0 ? 100 : 1);
	return text;
}

/* Each column of a table, changed by somebody with the database's password. */
static void
tamper(const char *table, const char *where, int64_t id, const char *spared, const char *prefix)
{
	char columns[2000], name[80], *save = NULL;

	test_sql("SET SESSION group_concat_max_len = 2000");
	snprintf(columns, sizeof(columns), "%s",
	    test_word("SELECT GROUP_CONCAT(COLUMN_NAME ORDER BY ORDINAL_POSITION) "
		      "FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '%s' "
		      "AND FIND_IN_SET(COLUMN_NAME, '%s') = 0 AND COLUMN_KEY <> 'PRI'",
		table, spared));
	for (char *column = strtok_r(columns, ",", &save); column != NULL;
	     column = strtok_r(NULL, ",", &save)) {
		char type[20];

		snprintf(type, sizeof(type), "%s",
		    test_word("SELECT DATA_TYPE FROM information_schema.COLUMNS "
			      "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '%s' AND COLUMN_NAME = '%s'",
			table, column));
		test_sql("CREATE TABLE kept AS SELECT %s AS v FROM %s WHERE %s", column, table, where);
		test_sql("UPDATE %s SET %s = %s WHERE %s", table, column,
		    strstr(type, "int") != NULL ? plus_one(column) : "'x'", where);
		snprintf(name, sizeof(name), "%s%s", prefix, column);
		assert_found(id, name, NULL);
		test_sql("UPDATE %s SET %s = (SELECT v FROM kept) WHERE %s", table, column, where);
		test_sql("DROP TABLE kept");
		assert_int_equal(proof_of(id).count, 0);
	}
}

static void
each_changed_column_is_found(void **state)
{
	int64_t id = finished(), before, audit;
	char where[120];

	(void)state;
	snprintf(where, sizeof(where), "id = %ld", (long)id);
	/* the version only counts changes, the reminder is no part of the log */
	tamper("dailylog", where, id, "version,reminded_at", "dailylog.");
	snprintf(where, sizeof(where), "log_id = %ld AND line_no = 1", (long)id);
	tamper("dailylog_line", where, id, "", "line 1: ");
	snprintf(where, sizeof(where), "log_id = %ld AND correction_no = 1", (long)id);
	tamper("dailylog_correction", where, id, "", "correction: ");
	for (int i = 0; i < 3; i++) {
		static const char *const meanings[] = { "sign", "receive", "correct.1" };

		snprintf(where, sizeof(where), "kind = 'dailylog' AND record_id = %ld AND meaning = '%s'",
		    (long)id, meanings[i]);
		audit = test_number("SELECT id FROM signature WHERE %s", where);
		snprintf(where, sizeof(where), "id = %ld", (long)audit);
		tamper("signature", where, id, "", "signature: ");
	}
	audit = test_number(
	    "SELECT audit_id FROM signature WHERE kind = 'dailylog' AND record_id = %ld AND meaning = 'sign'",
	    (long)id);
	snprintf(where, sizeof(where), "id = %ld", (long)audit);
	tamper("audit_log", where, id, "", "audit_log: ");
	snprintf(where, sizeof(where), "audit_id = %ld", (long)audit);
	tamper("audit_seal", where, id, "audit_id", "audit_seal: ");
	snprintf(
	    where, sizeof(where), "batch = (SELECT batch FROM audit_seal WHERE audit_id = %ld)", (long)audit);
	tamper("audit_head", where, id, "", "audit_head: ");
	snprintf(where, sizeof(where), "account_id = %ld", (long)agent);
	tamper("dailylog_head", where, id, "closed_day", "dailylog_head: ");
	/* the log before it in the chain */
	before = test_number("SELECT prev_log FROM dailylog WHERE id = %ld", (long)id);
	audit =
	    test_number("SELECT id FROM signature WHERE kind = 'dailylog' AND record_id = %ld", (long)before);
	snprintf(where, sizeof(where), "id = %ld", (long)audit);
	tamper("signature", where, before, "", "signature before: ");
	test_sql("UPDATE signature SET digest = REPEAT('y', 32) WHERE %s", where);
	assert_found(id, "the digest before", "2026-05-12");
}

static void
findings_name_the_value(void **state)
{
	int64_t id = finished();

	(void)state;
	test_sql(
	    "UPDATE dailylog_line SET handling = CONCAT(handling, '.') WHERE log_id = %ld AND line_no = 2",
	    (long)id);
	assert_found(id, "handling", "2.handling");
	test_sql("UPDATE dailylog_line SET handling = TRIM(TRAILING '.' FROM handling) WHERE log_id = %ld "
		 "AND line_no = 2",
	    (long)id);
	assert_int_equal(proof_of(id).count, 0);
	test_sql("UPDATE dailylog SET comment = 'A quiet day' WHERE id = %ld", (long)id);
	assert_found(id, "one letter", "comment");
}

static void
removed_and_inserted_rows_are_found(void **state)
{
	int64_t id = finished();

	(void)state;
	test_sql("INSERT INTO dailylog_line (log_id, line_no, kind, record_id, record_no, first_day, last_at)"
		 " VALUES (%ld, 90, 1, 1, 'KS', 0, 0)",
	    (long)id);
	assert_found(id, "an inserted line", NULL);
	test_sql("DELETE FROM dailylog_line WHERE log_id = %ld AND line_no = 90", (long)id);
	test_sql(
	    "INSERT INTO dailylog_correction (log_id, correction_no, line_no, text, at, account_id, staff)"
	    " VALUES (%ld, 2, 1, 'forged', 0, 1, '')",
	    (long)id);
	assert_found(id, "an inserted correction", "2");
	test_sql("DELETE FROM dailylog_correction WHERE log_id = %ld", (long)id);
	assert_found(id, "a removed correction", NULL);
	id = finished();
	test_sql("DELETE FROM dailylog_line WHERE log_id = %ld AND line_no = 2", (long)id);
	assert_found(id, "a removed line", NULL);
	id = finished();
	test_sql("DELETE FROM signature WHERE kind = 'dailylog' AND record_id = %ld AND meaning = 'receive'",
	    (long)id);
	assert_found(id, "a removed receipt", NULL);
	id = finished();
	test_sql("DELETE FROM signature WHERE kind = 'dailylog' AND record_id = %ld", (long)id);
	assert_found(id, "removed signatures", NULL);
}

static void
nobody_signs_what_was_altered(void **state)
{
	int64_t id = submitted(TODAY);

	(void)state;
	test_sql(
	    "UPDATE dailylog_line SET happened = 'nothing' WHERE log_id = %ld AND line_no = 1", (long)id);
	act(SUPERVISOR, ROLE_SUPERVISOR);
	assert_rc(dailylog_sign(test_ctx(), id, version_of(id), ""), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "dailylog.refused.altered");
	assert_found(id, "what was submitted", NULL);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(four_eyes_once_and_forever, fresh),
		cmocka_unit_test_setup(two_supervisors_at_once, fresh),
		cmocka_unit_test_setup(whole_when_nothing_was_touched, fresh),
		cmocka_unit_test_setup(each_changed_column_is_found, fresh),
		cmocka_unit_test_setup(findings_name_the_value, fresh),
		cmocka_unit_test_setup(removed_and_inserted_rows_are_found, fresh),
		cmocka_unit_test_setup(nobody_signs_what_was_altered, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}

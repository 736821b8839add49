/* SPDX-License-Identifier: MIT */
/* Tests of policy on a real MariaDB: versions by the second, four eyes, bands, the calendar of real announcements.
 * Not of the decisions alone: tests/unit/test_policy_rules.c. */
#include "harness.h"

#include "audit/audit.h"
#include "policy/policy.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define KEY "orders.phone_above"

static int
fresh(void **state)
{
	(void)state;
	test_sql(
	    "DELETE FROM policy_step WHERE version_id IN (SELECT id FROM policy_version WHERE version > 1)");
	test_sql("DELETE FROM policy_version WHERE version > 1");
	test_sql("UPDATE policy_stamp SET stamp = stamp + 1");
	test_actor(test_ctx(), 1, "KF0001", ROLE_SUPERVISOR);
	test_ctx()->now = TEST_NOW;
	/* what this process keeps is at most a second old */
	nanosleep(&(struct timespec){ .tv_sec = 1, .tv_nsec = 20000000 }, NULL);
	return 0;
}

static int64_t
value_at(const char *key, int64_t at, int64_t *version)
{
	struct figure figure;

	assert_rc(policy_get(test_ctx(), key, at, &figure), RC_OK);
	if (version != NULL)
		*version = figure.version;
	return figure.value;
}

static int64_t
proposed_id(void)
{
	return test_number("SELECT MAX(id) FROM policy_version WHERE state = 0");
}

static void
propose(int64_t value, int64_t since)
{
	test_actor(test_ctx(), 1, "KF0001", ROLE_SUPERVISOR);
	assert_rc(policy_propose(test_ctx(), KEY, value, "", since, "because"), RC_OK);
}

static enum rc
approve(void)
{
	test_actor(test_ctx(), 2, "KF0002", ROLE_SUPERVISOR);
	return policy_approve(test_ctx(), proposed_id());
}

/* Every figure and band of the seed has its words in both languages: those are looked up by key at run time. */
static void
test_seed(void **state)
{
	static const char *const files[] = { "templates/lang/zh-CN.hdf", "templates/lang/en.hdf" };
	int64_t keys = test_number("SELECT COUNT(*) FROM policy");

	(void)state;
	assert_true(keys >= 25);
	for (int64_t i = 0; i < keys; i++) {
		const char *key =
		    test_word("SELECT policy_key FROM policy ORDER BY id LIMIT 1 OFFSET %" PRId64, i);

		for (size_t f = 0; f < 2; f++) {
			char wanted[120], line[4096];
			FILE *file = fopen(files[f], "re");
			bool found = false;

			assert_non_null(file);
			snprintf(wanted, sizeof(wanted), "policy.figure.%s = ", key);
			while (!found && fgets(line, sizeof(line), file) != NULL)
				found = strncmp(line, wanted, strlen(wanted)) == 0;
			fclose(file);
			if (!found)
				fail_msg("%s is not in %s", wanted, files[f]);
		}
	}
	assert_int_equal(value_at("orders.sheet_due", 0, NULL), 51000);
	assert_int_equal(value_at("session.idle", TEST_NOW, NULL), 1800);
}

/* In force from exactly its second on, not one earlier. */
static void
test_effective_second(void **state)
{
	int64_t since = TEST_NOW + 3600, version;

	(void)state;
	propose(150000, since);
	assert_int_equal(value_at(KEY, since, NULL), 100000); /* not yet approved */
	assert_rc(approve(), RC_OK);
	assert_int_equal(value_at(KEY, since - 1, &version), 100000);
	assert_int_equal(version, 1);
	assert_int_equal(value_at(KEY, since, &version), 150000);
	assert_int_equal(version, 2);
	assert_int_equal(value_at(KEY, INT64_MAX, NULL), 150000);
}

/* A date that has passed before approval becomes the moment of approval: the past never changes. */
static void
test_past_stays(void **state)
{
	(void)state;
	propose(150000, TEST_NOW - 1000);
	test_ctx()->now = TEST_NOW + 50;
	assert_rc(approve(), RC_OK);
	assert_int_equal(value_at(KEY, TEST_NOW + 49, NULL), 100000);
	assert_int_equal(value_at(KEY, TEST_NOW + 50, NULL), 150000);
	assert_int_equal(test_number("SELECT MAX(since) FROM policy_version"), TEST_NOW + 50);
}

static void
test_four_eyes(void **state)
{
	(void)state;
	propose(150000, 0);
	/* not by oneself, whatever one's roles; not by the portal itself; not by the proposer's rejection either */
	test_actor(test_ctx(), 1, "KF0001", ROLE_ALL);
	assert_rc(policy_approve(test_ctx(), proposed_id()), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "policy.refused.own");
	assert_rc(policy_reject(test_ctx(), proposed_id(), "no"), RC_REFUSED);
	test_actor(test_ctx(), 0, "", ROLE_ALL);
	assert_rc(policy_approve(test_ctx(), proposed_id()), RC_REFUSED);
	assert_int_equal(value_at(KEY, TEST_NOW + 9, NULL), 100000);
	/* one open proposal of a key at a time */
	test_actor(test_ctx(), 3, "KF0003", ROLE_SUPERVISOR);
	assert_rc(policy_propose(test_ctx(), KEY, 1, "", 0, "too"), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "policy.refused.open");
	assert_rc(approve(), RC_OK);
	/* decided is decided */
	assert_rc(policy_approve(test_ctx(), test_number("SELECT MAX(id) FROM policy_version")), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "policy.refused.decided");
	assert_int_equal(value_at(KEY, TEST_NOW, NULL), 150000);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'policy.approve' AND account_id = 2"
			" AND diff LIKE '%%1,000.00%%1,500.00%%'") > 0,
	    1);
}

static void
test_rejected(void **state)
{
	(void)state;
	propose(150000, 0);
	test_actor(test_ctx(), 2, "KF0002", ROLE_SUPERVISOR);
	assert_rc(policy_reject(test_ctx(), proposed_id(), ""), RC_INVALID);
	assert_rc(policy_reject(test_ctx(), proposed_id(), "too high"), RC_OK);
	assert_int_equal(value_at(KEY, INT64_MAX, NULL), 100000);
	propose(120000, 0); /* and a new one may be proposed */
}

static void
test_limits(void **state)
{
	(void)state;
	assert_rc(policy_propose(test_ctx(), KEY, -1, "", 0, "why"), RC_INVALID);
	assert_string_equal(test_ctx()->reason.key, "policy.refused.range");
	assert_rc(policy_propose(test_ctx(), "orders.sheet_due", 86401, "", 0, "why"), RC_INVALID);
	assert_rc(policy_propose(test_ctx(), KEY, 1, "", 0, ""), RC_INVALID);
	assert_string_equal(test_ctx()->reason.key, "policy.refused.reason");
	assert_rc(policy_propose(test_ctx(), "no.such", 1, "", 0, "why"), RC_NOT_FOUND);
	assert_int_equal(test_number("SELECT COUNT(*) FROM policy_version WHERE version > 1"), 0);
}

/* RULE MEM-1: exactly 5,000 yuan belongs to the third tier. */
static void
test_tiers(void **state)
{
	static const struct {
		int64_t fen;
		size_t tier;
	} members[] = { { 0, 0 }, { 99999, 0 }, { 100000, 1 }, { 199999, 1 }, { 200000, 2 }, { 500000, 2 },
		{ 500001, 3 } };
	static const struct band_step steps[] = { { 0, true, 200, "a", 0 }, { 80000, false, 100, "b", 1 } };
	struct band band;
	const char *label;

	(void)state;
	assert_rc(policy_band(test_ctx(), "members.tier", TEST_NOW, &band), RC_OK);
	assert_int_equal(band.count, 4);
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		assert_int_equal(band_step(&band, members[i].fen), members[i].tier);
	assert_int_equal(band.steps[3].value, 30);
	assert_rc(policy_propose_band(test_ctx(), "members.tier", steps, 2, TEST_NOW + 10, "simpler"), RC_OK);
	assert_rc(approve(), RC_OK);
	assert_rc(policy_band(test_ctx(), "members.tier", TEST_NOW + 9, &band), RC_OK);
	assert_int_equal(band.count, 4);
	for (int64_t step = 0; step < 4; step++) {
		assert_rc(policy_label(test_ctx(), "members.tier", TEST_NOW + 9, step, &label), RC_OK);
		assert_string_equal(label, band.steps[step].label);
	}
	assert_rc(policy_label(test_ctx(), "members.tier", TEST_NOW + 9, 4, &label), RC_NOT_FOUND);
	assert_rc(policy_label(test_ctx(), "members.tier", TEST_NOW + 9, -1, &label), RC_NOT_FOUND);
	assert_rc(policy_label(test_ctx(), "members.tier", TEST_NOW + 10, 2, &label), RC_NOT_FOUND);
	assert_rc(policy_band(test_ctx(), "members.tier", TEST_NOW + 10, &band), RC_OK);
	assert_int_equal(band.count, 2);
	assert_int_equal(band.version, 2);
	assert_int_equal(band_step(&band, 80000), 0);
	assert_int_equal(band_step(&band, 80001), 1);
	assert_string_equal(band.steps[1].label, "b");
}

/* A change by another process is seen within a second. */
static void
test_other_process(void **state)
{
	(void)state;
	assert_int_equal(value_at(KEY, TEST_NOW, NULL), 100000);
	test_sql("UPDATE policy_version SET value = 7 WHERE policy_key = '" KEY "'");
	test_sql("UPDATE policy_stamp SET stamp = stamp + 1");
	nanosleep(&(struct timespec){ .tv_sec = 1, .tv_nsec = 20000000 }, NULL);
	assert_int_equal(value_at(KEY, TEST_NOW, NULL), 7);
	test_sql("UPDATE policy_version SET value = 100000 WHERE policy_key = '" KEY "'");
	test_sql("UPDATE policy_stamp SET stamp = stamp + 1");
}

static void
test_hours(void **state)
{
	struct service_hours hours;

	(void)state;
	assert_rc(policy_hours(test_ctx(), TEST_NOW, &hours), RC_OK);
	assert_int_equal(hours.open, 30600);
	assert_int_equal(hours.close, 72000);
}

/* ---- the calendar ---- */

static enum rc
import(const char *json, int64_t *year)
{
	return calendar_import(test_ctx(), json, strlen(json), 0, year);
}

static void
test_calendar_refusals(void **state)
{
	static const struct {
		const char *json, *key;
	} bad[] = {
		{ "", "calendar.refused.json" },
		{ "{\"year\": 2030", "calendar.refused.json" },
		{ "[]", "calendar.refused.shape" },
		{ "{\"year\": \"2030\", \"papers\": [], \"days\": []}", "calendar.refused.shape" },
		{ "{\"year\": 1999, \"papers\": [], \"days\": []}", "calendar.refused.year" },
		{ "{\"year\": 2030, \"papers\": [1], \"days\": []}", "calendar.refused.shape" },
		{ "{\"year\": 2030, \"papers\": [], \"days\": [{}]}", "calendar.refused.name" },
		{ "{\"year\": 2030, \"papers\": [], \"days\": [{\"name\": \"a\", \"date\": \"2030-02-30\", "
		  "\"isOffDay\": true}]}",
		    "calendar.refused.day" },
		{ "{\"year\": 2030, \"papers\": [], \"days\": [{\"name\": \"a\", \"date\": \"2031-05-01\", "
		  "\"isOffDay\": true}]}",
		    "calendar.refused.day" },
		{ "{\"year\": 2030, \"papers\": [], \"days\": [{\"name\": \"a\", \"date\": \"2030-05-01\", "
		  "\"isOffDay\": 1}]}",
		    "calendar.refused.day" },
		{ "{\"year\": 2030, \"papers\": [], \"days\": [{\"name\": \"a\", \"date\": \"2030-05-01\", "
		  "\"isOffDay\": true}, {\"name\": \"a\", \"date\": \"2030-05-01\", \"isOffDay\": false}]}",
		    "calendar.refused.twice" },
	};
	int64_t year;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_rc(import(bad[i].json, &year), RC_INVALID);
		assert_string_equal(test_ctx()->reason.key, bad[i].key);
	}
	assert_int_equal(test_number("SELECT COUNT(*) FROM calendar_year"), 0);
}

static void
test_calendar_replaced(void **state)
{
	const struct calendar *calendar;
	int64_t year, may = day_number(2030, 5, 1);

	(void)state;
	assert_rc(
	    import(
		"{\"year\": 2030, \"papers\": [], \"days\": [{\"name\": \"五一\", \"date\": \"2030-05-01\","
		" \"isOffDay\": true}]}",
		&year),
	    RC_OK);
	assert_int_equal(year, 2030);
	assert_rc(policy_calendar(test_ctx(), &calendar), RC_OK);
	assert_false(calendar_works(calendar, may)); /* a Wednesday */
	assert_false(calendar_provisional(calendar, may));
	/* the same year again, without that day and not published */
	assert_rc(import("{\"year\": 2030, \"papers\": [], \"days\": []}", &year), RC_OK);
	assert_rc(policy_calendar(test_ctx(), &calendar), RC_OK);
	assert_true(calendar_works(calendar, may));
	assert_true(calendar_provisional(calendar, may));
	test_empty("calendar_day");
	test_empty("calendar_year");
}

/* The real announcements, where the data is at hand. */
static void
test_calendar_real(void **state)
{
	const char *data = getenv("HOUTAI_DATA");
	const struct calendar *calendar;
	int64_t imported = 0;
	char path[400];

	(void)state;
	if (data == NULL)
		data = "../shared/data";
	snprintf(path, sizeof(path), "%s/holiday_cn", data);
	if (access(path, R_OK) != 0) {
		print_message("skip: %s is missing\n", path);
		skip();
	}
	for (int year = 2007; year <= 2027; year++) {
		static char json[65536];
		size_t length;
		FILE *file;

		snprintf(path, sizeof(path), "%s/holiday_cn/%d.json", data, year);
		file = fopen(path, "re");
		if (file == NULL)
			fail_msg("%s is missing", path);
		length = fread(json, 1, sizeof(json), file);
		fclose(file);
		assert_rc(calendar_import(test_ctx(), json, length, 0, &imported), RC_OK);
		assert_int_equal(imported, year);
	}
	assert_rc(policy_calendar(test_ctx(), &calendar), RC_OK);
	assert_int_equal(calendar->first_year, 2007);
	assert_int_equal(calendar->last_year, 2026);
	assert_false(calendar_works(calendar, day_number(2025, 1, 28))); /* Spring Festival, a Tuesday */
	assert_true(calendar_works(calendar, day_number(2025, 1, 26)));  /* a make-up Sunday */
	assert_false(calendar_works(calendar, day_number(2025, 10, 8)));
	assert_true(calendar_works(calendar, day_number(2025, 10, 11)));  /* a make-up Saturday */
	assert_false(calendar_works(calendar, day_number(2022, 12, 31))); /* named by 2023's announcement */
	assert_false(calendar_provisional(calendar, day_number(2026, 12, 31)));
	assert_true(
	    calendar_provisional(calendar, day_number(2027, 1, 4))); /* not yet published: weekends only */
	assert_true(calendar_works(calendar, day_number(2027, 5, 3)));
	assert_false(calendar_works(calendar, day_number(2027, 5, 2)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_seed, fresh),
		cmocka_unit_test_setup(test_effective_second, fresh),
		cmocka_unit_test_setup(test_past_stays, fresh),
		cmocka_unit_test_setup(test_four_eyes, fresh),
		cmocka_unit_test_setup(test_rejected, fresh),
		cmocka_unit_test_setup(test_limits, fresh),
		cmocka_unit_test_setup(test_tiers, fresh),
		cmocka_unit_test_setup(test_other_process, fresh),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_calendar_refusals),
		cmocka_unit_test(test_calendar_replaced),
		cmocka_unit_test(test_calendar_real),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}

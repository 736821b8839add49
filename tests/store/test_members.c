/* SPDX-License-Identifier: MIT */
/* Members against a real MariaDB: the identity check and its throttle, contact data shown and changed with their record, imports
 * that match by number, and counts that stay exact. Not the pages: tests/page/test_members.c. */
#include "accounts/accounts.h"
#include "base/clock.h"
#include "harness.h"
#include "members/actions.h"
#include "members/identity.h"
#include "members/rules.h"

#include <stdio.h>
#include <string.h>

static const unsigned char here[32] = "a session", elsewhere[32] = "another session";

/* An agent with a session of his own. */
static int64_t
agent(void)
{
	static int number;
	static char names[32][16];
	char *staff = names[number % 32];
	int64_t id;

	snprintf(staff, sizeof(names[0]), "AG%04d", ++number);
	id = test_account(staff, ROLE_AGENT);
	test_actor(test_ctx(), id, staff, ROLE_AGENT);
	test_ctx()->actor.session = here;
	test_ctx()->now = TEST_NOW;
	return id;
}

static enum identity_outcome
answer(int64_t member, const char *means)
{
	enum identity_outcome outcome = IDENTITY_WRONG;

	assert_rc(identity_answer(test_ctx(), member, means, &outcome), RC_OK);
	return outcome;
}

static struct member_identity
known(int64_t member)
{
	struct member_identity identity;

	assert_rc(member_known(test_ctx(), member, &identity), RC_OK);
	return identity;
}

static int64_t
logged(const char *action, int64_t member)
{
	return test_number("SELECT COUNT(*) FROM audit_log WHERE action = '%s' AND kind = 'member' AND "
			   "record_id = %lld",
	    action, (long long)member);
}

/* --- identity ---------------------------------------------------------------------------------------------------- */

/* RULE MEM-4: one member, this session, half an hour. */
static void
an_answer_opens_one_member_for_this_session(void **state)
{
	int64_t member = test_member(), other = test_member();
	struct member_identity identity;

	(void)state;
	agent();
	assert_false(known(member).known);
	assert_rc(member_ask_identity(test_ctx(), member), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "members.refused.identity");
	assert_int_equal(answer(member, "orders"), IDENTITY_OPENED);
	identity = known(member);
	assert_true(identity.known);
	assert_false(identity.revealed);
	assert_string_equal(identity.means, "orders");
	assert_int_equal(identity.open_until, TEST_NOW + 1800);
	assert_rc(member_ask_identity(test_ctx(), member), RC_OK);
	assert_int_equal(logged("member.identity", member), 1);
	/* nobody else, nowhere else, no other member, no longer */
	assert_false(known(other).known);
	test_ctx()->actor.session = elsewhere;
	assert_false(known(member).known);
	test_ctx()->actor.session = NULL;
	assert_false(known(member).known);
	test_ctx()->actor.session = here;
	test_ctx()->now = TEST_NOW + 1799;
	assert_true(known(member).known);
	test_ctx()->now = TEST_NOW + 1800;
	assert_false(known(member).known);
	agent();
	assert_false(known(member).known);
	/* the portal itself asks nobody */
	test_actor(test_ctx(), 0, "", ROLE_ALL);
	assert_rc(member_ask_identity(test_ctx(), member), RC_OK);
}

/* RULE SEC-1, MEM-4: to give one's password once more renews the session, and whoever is on the line is still known. */
static void
an_opening_goes_over_to_the_renewed_session(void **state)
{
	int64_t member = test_member(), other = test_member();
	unsigned char token[TOKEN_SIZE], before[TOKEN_HASH_SIZE], after[TOKEN_HASH_SIZE];
	int64_t account = agent(), ends_at;

	(void)state;
	assert_rc(session_add(test_ctx(), account, "", TEST_NOW, token, &ends_at), RC_OK);
	token_hash(token, TOKEN_SIZE, before);
	assert_int_equal(answer(other, "phone"), IDENTITY_OPENED);
	test_ctx()->actor.session = before;
	assert_int_equal(answer(member, "phone"), IDENTITY_OPENED);
	assert_rc(tx_begin(test_ctx()), RC_OK);
	assert_rc(session_renew(test_ctx(), before, "", token), RC_OK);
	assert_rc(tx_end(test_ctx(), RC_REFUSED), RC_REFUSED);
	assert_true(known(member).known); /* both go together or neither does */
	assert_rc(tx_begin(test_ctx()), RC_OK);
	assert_rc(session_renew(test_ctx(), before, "", token), RC_OK);
	assert_rc(tx_end(test_ctx(), RC_OK), RC_OK);
	token_hash(token, TOKEN_SIZE, after);
	assert_false(known(member).known);
	test_ctx()->actor.session = after;
	assert_true(known(member).known);
	assert_int_equal(known(member).open_until, TEST_NOW + 1800);
	/* what another session of the same person opened stays with that one */
	assert_false(known(other).known);
	test_ctx()->actor.session = here;
	assert_true(known(other).known);
}

static void
five_wrong_answers_lock(void **state)
{
	int64_t member = test_member(), account = agent();
	enum identity_outcome outcome;
	int i;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(answer(member, ""), IDENTITY_WRONG);
	/* a new session of the same person counts on */
	test_ctx()->actor.session = elsewhere;
	assert_int_equal(answer(member, ""), IDENTITY_LOCKED);
	assert_int_equal(logged("member.identity_wrong", member), 4);
	assert_int_equal(logged("member.identity_lock", member), 1);
	assert_int_equal(known(member).locked_until, TEST_NOW + 900);
	/* the right answer as well is refused now, and nothing more is counted */
	assert_rc(identity_answer(test_ctx(), member, "phone", &outcome), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "members.identity.is_locked");
	assert_false(known(member).known);
	test_ctx()->now = TEST_NOW + 899;
	assert_rc(identity_answer(test_ctx(), member, "phone", &outcome), RC_REFUSED);
	test_ctx()->now = TEST_NOW + 900;
	assert_int_equal(answer(member, "phone"), IDENTITY_OPENED);
	/* somebody else was never locked */
	agent();
	assert_int_equal(answer(member, "email"), IDENTITY_OPENED);
	/* no answer stands anywhere: a row says who, whom, by what and when */
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE account_id = %lld AND diff LIKE "
			"CONCAT('%%', (SELECT phone_last4 FROM member WHERE id = %lld), '%%') AND "
			"action LIKE 'member.identity%%'",
		(long long)account, (long long)member),
	    0);
}

static void
old_wrong_answers_are_forgotten(void **state)
{
	int64_t member = test_member();
	int i;

	(void)state;
	agent();
	for (i = 0; i < 4; i++)
		assert_int_equal(answer(member, ""), IDENTITY_WRONG);
	test_ctx()->now = TEST_NOW + 900;
	for (i = 0; i < 4; i++)
		assert_int_equal(answer(member, ""), IDENTITY_WRONG);
	assert_int_equal(answer(member, "phone"), IDENTITY_OPENED);
	for (i = 0; i < 4; i++) /* a right one begins the count anew, and the wrong ones do not close it */
		assert_int_equal(answer(member, ""), IDENTITY_WRONG);
	assert_true(known(member).known);
}

static void
contact_data_is_shown_with_a_reason(void **state)
{
	int64_t member = test_member(), account = agent();

	(void)state;
	assert_rc(identity_reveal(test_ctx(), member, "members.why.call", ""), RC_REFUSED);
	assert_int_equal(logged("member.reveal", member), 0);
	answer(member, "phone");
	assert_rc(identity_reveal(test_ctx(), member, "members.why.other", "parcel came back"), RC_OK);
	assert_true(known(member).revealed);
	assert_rc(identity_reveal(test_ctx(), member, "members.why.call", ""), RC_OK);
	assert_int_equal(logged("member.reveal", member), 2); /* each showing is recorded */
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'member.reveal' AND record_id "
			"= %lld AND account_id = %lld AND diff LIKE '%%parcel came back%%'",
		(long long)member, (long long)account),
	    1);
	assert_rc(identity_close(test_ctx(), member), RC_OK);
	assert_false(known(member).known);
	assert_false(known(member).revealed);
	assert_rc(identity_close(test_ctx(), member), RC_OK);
	assert_int_equal(logged("member.identity_end", member), 1);
	/* a new check begins masked */
	answer(member, "phone");
	assert_false(known(member).revealed);
}

static void
rows_that_say_nothing_are_purged(void **state)
{
	int64_t open = test_member(), over = test_member();

	(void)state;
	test_empty("member_identity");
	agent();
	answer(over, "phone");
	test_ctx()->now = TEST_NOW + 1000;
	answer(open, "phone");
	test_ctx()->now = TEST_NOW + 1801;
	assert_rc(identity_purge(test_ctx()), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM member_identity"), 1);
	assert_true(known(open).known);
}

/* --- changes ------------------------------------------------------------------------------------------------------ */

static int64_t
counted(const char *dimension, int64_t value)
{
	return test_number("SELECT COALESCE(SUM(row_count), 0) FROM list_count WHERE list = 'members' AND "
			   "dimension = '%s' AND value = %lld",
	    dimension, (long long)value);
}

static void
contact_data_changes_while_identity_is_checked(void **state)
{
	int64_t id = test_member(), calls = counted("consent", CONSENT_SMS),
		all = counted("consent", CONSENT_ALL);
	struct member member, given;
	const char *field;
	bool changed;

	(void)state;
	agent();
	assert_rc(member_get(test_ctx(), id, &member), RC_OK);
	given = member;
	given.name = "𠮷田 é";
	given.phone = "＋86 139-1234 5678";
	given.email = "new@example.com";
	given.address = "1 Test Road";
	given.consent = CONSENT_SMS;
	assert_rc(member_edit(test_ctx(), id, member.version, &given, &field, &changed), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "members.refused.identity");
	answer(id, "phone");
	given.phone = "nonsense";
	assert_rc(member_edit(test_ctx(), id, member.version, &given, &field, &changed), RC_INVALID);
	assert_string_equal(field, "phone");
	given.phone = "＋86 139-1234 5678";
	assert_rc(member_edit(test_ctx(), id, member.version + 1, &given, &field, &changed), RC_CONFLICT);
	assert_string_equal(test_ctx()->reason.key, "members.conflict");
	assert_rc(member_edit(test_ctx(), id, member.version, &given, &field, &changed), RC_OK);
	assert_true(changed);
	assert_rc(member_get(test_ctx(), id, &member), RC_OK);
	assert_string_equal(member.name, "𠮷田 é");
	assert_string_equal(member.phone, "13912345678");
	assert_string_equal(member.phone_last4, "5678");
	assert_int_equal(member.consent, CONSENT_SMS);
	assert_int_equal(counted("consent", CONSENT_SMS), calls + 1);
	assert_int_equal(counted("consent", CONSENT_ALL), all - 1);
	/* the log: what changed, masked */
	assert_int_equal(logged("member.edit", id), 1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'member.edit' AND record_id = "
			"%lld AND (diff LIKE '%%12345678%%' OR diff LIKE '%%new@example%%' OR diff "
			"LIKE '%%Road%%' OR diff LIKE '%%田%%')",
		(long long)id),
	    0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'member.edit' AND record_id = "
			"%lld AND diff LIKE '%%139****5678%%'",
		(long long)id),
	    1);
	/* the same again changes nothing and records nothing */
	assert_rc(member_edit(test_ctx(), id, member.version, &given, &field, &changed), RC_OK);
	assert_false(changed);
	assert_int_equal(logged("member.edit", id), 1);
}

/* --- imports ------------------------------------------------------------------------------------------------------ */

static enum rc
bring(struct member *rows, size_t count, struct verdict *verdicts)
{
	struct ctx *ctx = test_ctx();
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = member_import(ctx, rows, count, verdicts);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

static void
imports_match_by_number(void **state)
{
	struct member rows[] = {
		{ .member_no = "X-1",
		    .name = "𠀀𠀁",
		    .phone = "+86 138 0000 9999",
		    .email = "",
		    .address = "" },
		{ .member_no = "X-2", .name = "Two", .phone = "not a phone", .email = "", .address = "" },
		{ .member_no = "X-3",
		    .name = "Three",
		    .phone = "",
		    .email = "",
		    .address = "",
		    .province_id = 77 },
	};
	struct verdict verdicts[3] = { { .outcome = BATCH_SAME } };
	int64_t before = counted("", 0), id;

	(void)state;
	agent();
	assert_rc(bring(rows, 3, verdicts), RC_OK);
	assert_int_equal(verdicts[0].outcome, BATCH_NEW);
	assert_int_equal(verdicts[1].outcome, BATCH_REJECTED);
	assert_string_equal(verdicts[1].reason, "members.invalid.phone");
	assert_int_equal(verdicts[2].outcome, BATCH_NEW);
	assert_int_equal(counted("", 0), before + 2);
	assert_int_equal(counted("province", 77), 1);
	id = test_number("SELECT id FROM member WHERE member_no = 'X-1'");
	assert_string_equal(
	    test_word("SELECT phone FROM member WHERE id = %lld", (long long)id), "13800009999");
	/* the same phone written otherwise is no change */
	rows[0].phone = "138-0000-9999";
	rows[2].province_id = 78;
	assert_rc(bring(rows, 3, verdicts), RC_OK);
	assert_int_equal(verdicts[0].outcome, BATCH_SAME);
	assert_int_equal(verdicts[2].outcome, BATCH_CHANGED);
	assert_int_equal(counted("", 0), before + 2);
	assert_int_equal(counted("province", 77), 0);
	assert_int_equal(counted("province", 78), 1);
	/* letters beyond the first plane are told apart, and found by their beginning */
	assert_int_equal(test_number("SELECT COUNT(*) FROM member WHERE name LIKE '𠀀%%'"), 1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM member WHERE name LIKE '𠀂%%'"), 0);
	/* what the customer changed here since stands until the source changes: an import gives what it gives */
	test_sql("UPDATE member SET state = 3, name = '', phone = '' WHERE id = %lld", (long long)id);
	assert_rc(bring(rows, 1, verdicts), RC_OK);
	assert_int_equal(verdicts[0].outcome, BATCH_REJECTED);
	assert_string_equal(test_word("SELECT name FROM member WHERE id = %lld", (long long)id), "");
}

/* Whatever happened above: the counts are those of the rows, but for rows that no action made. */
static void
counts_are_exact(void **state)
{
	struct member from, to;
	int64_t merged = counted("state", MEMBER_MERGED), active = counted("state", MEMBER_ACTIVE);
	struct ctx *ctx = test_ctx();
	enum rc rc;

	(void)state;
	agent();
	assert_rc(member_get(ctx, test_member(), &from), RC_OK);
	assert_rc(member_get(ctx, test_member(), &to), RC_OK);
	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = member_merge(ctx, 1, &from, &to);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	assert_rc(rc, RC_OK);
	assert_int_equal(counted("state", MEMBER_MERGED), merged + 1);
	assert_int_equal(counted("state", MEMBER_ACTIVE), active - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_opens_one_member_for_this_session),
		cmocka_unit_test(an_opening_goes_over_to_the_renewed_session),
		cmocka_unit_test(five_wrong_answers_lock),
		cmocka_unit_test(old_wrong_answers_are_forgotten),
		cmocka_unit_test(contact_data_is_shown_with_a_reason),
		cmocka_unit_test(rows_that_say_nothing_are_purged),
		cmocka_unit_test(contact_data_changes_while_identity_is_checked),
		cmocka_unit_test(imports_match_by_number),
		cmocka_unit_test(counts_are_exact),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}

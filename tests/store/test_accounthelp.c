/* SPDX-License-Identifier: MIT */
/* Account help on a database (RULE MEM-6): asked, taken, closed, with its task and the member's history; nothing personal stays.
 * Not the rules: unit/test_care_rules.c. */
#include "accounthelp/accounthelp.h"
#include "harness.h"
#include "members/members.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t
a_reset(struct ctx *ctx, int64_t member)
{
	int64_t id = 0;

	test_actor(ctx, 0, "", 0); /* the portal itself needs no identity check */
	assert_rc(help_ask_reset(ctx, member, "forgot it", &id), RC_OK);
	test_actor(ctx, 5, "JS0001", ROLE_ENGINEER);
	return id;
}

static int64_t
open_tasks(int64_t id)
{
	return test_number(
	    "SELECT COUNT(*) FROM task WHERE subject = 'account_help:%lld' AND state = 0 AND role = %d",
	    (long long)id, ROLE_ENGINEER);
}

static void
a_reset_is_carried_out(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), id = a_reset(ctx, member), again;

	(void)state;
	assert_int_equal(open_tasks(id), 1);
	/* four hours of service: asked at 14:00, due at 18:00 */
	assert_int_equal(
	    test_number("SELECT due_at FROM account_help WHERE id = %lld", (long long)id), TEST_NOW + 14400);
	assert_rc(help_ask_reset(ctx, member, "", &again),
	    RC_REFUSED); /* an engineer has asked nobody who they are */
	test_actor(ctx, 0, "", 0);
	assert_rc(help_ask_reset(ctx, member, "", &again), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "accounthelp.refused.open");
	test_actor(ctx, 5, "JS0001", ROLE_ENGINEER);
	assert_rc(help_close(ctx, id, 1, HELP_DONE, "", ""), RC_REFUSED);
	assert_rc(help_take(ctx, id, 9), RC_CONFLICT);
	assert_rc(help_take(ctx, id, 1), RC_OK);
	assert_rc(help_take(ctx, id, 2), RC_REFUSED);
	assert_rc(help_close(ctx, id, 2, HELP_FAILED, "", ""), RC_INVALID);
	assert_rc(help_close(ctx, id, 2, HELP_ASKED, "x", ""), RC_INVALID);
	assert_rc(help_close(ctx, id, 2, HELP_DONE, "mail went out", ""), RC_OK);
	assert_int_equal(open_tasks(id), 0);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM audit_log WHERE kind = 'member' AND record_id = %lld AND action "
		"LIKE 'accounthelp.%%'",
		(long long)member),
	    3);
	(void)a_reset(ctx, member); /* another one may follow */
}

static void
a_new_account_leaves_nothing_personal(void **state)
{
	struct ctx *ctx = test_ctx();
	const struct help wish = {
		.name = "林冲", .phone = "13977778888", .email = "lin@example.org", .note = ""
	};
	const struct help nameless = { .name = "", .phone = "13977778888", .email = "", .note = "" };
	const char *field = NULL, *no;
	int64_t id = 0, member = test_member();

	(void)state;
	test_actor(ctx, 4, "KF0001", ROLE_AGENT);
	assert_rc(help_ask_account(ctx, &nameless, &id, &field), RC_INVALID);
	assert_string_equal(field, "name");
	assert_rc(help_ask_account(ctx, &wish, &id, &field), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM task WHERE title LIKE '%%林冲%%' OR title LIKE '%%1397777%%'"),
	    0);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM audit_log WHERE diff LIKE '%%林冲%%' OR diff LIKE '%%1397777%%'"),
	    0);
	test_actor(ctx, 5, "JS0001", ROLE_ENGINEER);
	assert_rc(help_take(ctx, id, 1), RC_OK);
	no = test_word("SELECT member_no FROM member WHERE id = %lld", (long long)member);
	assert_rc(help_close(ctx, id, 2, HELP_DONE, "", no), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM account_help WHERE id = %lld AND name = '' AND phone = '' AND "
			"email = '' AND member_id = %lld",
		(long long)id, (long long)member),
	    1);
}

static void
an_erased_member_has_no_account(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), id = a_reset(ctx, member);
	struct member row;

	(void)state;
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(member_lock(ctx, member, &row), RC_OK);
	assert_rc(tx_end(ctx, member_erase(ctx, &row)), RC_OK);
	assert_int_equal(
	    test_number("SELECT state FROM account_help WHERE id = %lld AND note = ''", (long long)id),
	    HELP_FAILED);
	assert_int_equal(open_tasks(id), 0);
}

static void
one_takes_it(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = a_reset(ctx, test_member());
	int i, status, won = 0;

	(void)state;
	for (i = 0; i < 4; i++)
		if (fork() == 0) {
			struct ctx *own = test_connect("worker");
			enum rc rc;

			test_actor(own, 5 + i / 2, "JS0001", ROLE_ENGINEER);
			rc = help_take(own, id, 1);
			test_exit(own, rc == RC_OK ? 7 : 0);
		}
	for (i = 0; i < 4; i++) {
		assert_true(wait(&status) > 0);
		won += WIFEXITED(status) && WEXITSTATUS(status) == 7;
	}
	assert_int_equal(won, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reset_is_carried_out),
		cmocka_unit_test(a_new_account_leaves_nothing_personal),
		cmocka_unit_test(an_erased_member_has_no_account),
		cmocka_unit_test(one_takes_it),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}

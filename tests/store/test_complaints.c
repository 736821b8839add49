/* SPDX-License-Identifier: MIT */
/* Complaints against a real MariaDB: what intake writes and refuses, each act with its rows, two people at once, tasks and notices,
 * counts that equal COUNT(*). Not the rules: tests/unit/test_complaints_rules.c; not imports: test_complaints_import.c; not what time
 * brings: test_complaints_follow.c. */
#include "base/clock.h"
#include "complaint_help.h"
#include "complaints/actions.h"
#include "harness.h"
#include "members/members.h"
#include "orders/orders.h"
#include "orders_help.h"

#include <stdio.h>
#include <string.h>

/* --- who is there ----------------------------------------------------------------------------------------------- */

static int64_t agent_id, other_id, lead_id, quality_id;

static void
as(struct ctx *ctx, int64_t account_id, uint32_t roles)
{
	char staff[12];

	snprintf(staff, sizeof(staff), "KF%04d", (int)(account_id % 10000));
	test_actor(ctx, account_id, arena_strdup(ctx->arena, staff), roles);
}

static void
as_agent(struct ctx *ctx)
{
	as(ctx, agent_id, ROLE_AGENT);
}

static int
setup(void **state)
{
	int failed = test_start(state);

	if (failed != 0)
		return failed;
	agent_id = test_account("KF7001", ROLE_AGENT);
	other_id = test_account("KF7002", ROLE_AGENT);
	lead_id = test_account("KF7003", ROLE_SUPERVISOR);
	quality_id = test_account("KF7004", ROLE_OPERATIONS);
	return 0;
}

static int64_t
opened(struct ctx *ctx, int64_t problem)
{
	const struct complaint_draft draft = complaint_draft_new(test_member(), problem);

	return complaint_take_in(ctx, &draft);
}

static int64_t
version_of(int64_t id)
{
	return test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id);
}

static int64_t
state_of(int64_t id)
{
	return test_number("SELECT state FROM complaint WHERE id = %lld", (long long)id);
}

/* --- intake ----------------------------------------------------------------------------------------------------- */

/* RULE CMP-1, CMP-4, AFT-9 */
static void
intake_writes_all_that_belongs_to_it(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member = test_member(), id;
	struct complaint_draft draft = complaint_draft_new(member, PROBLEM_FAULTY);
	const char *field;

	(void)state;
	as_agent(ctx);
	draft.urgency = URGENCY_URGENT;
	draft.complex = true;
	draft.wait = 20 * MINUTE;
	assert_rc(complaint_open(ctx, &draft, &id, &field), RC_OK);
	assert_string_equal(
	    test_word("SELECT complaint_no FROM complaint WHERE id = %lld", (long long)id), "KS260512-001");
	assert_string_equal(
	    test_word("SELECT summary FROM complaint WHERE id = %lld", (long long)id), "It broke at once");
	assert_int_equal(
	    test_number("SELECT type * 1000 + department FROM complaint WHERE id = %lld", (long long)id),
	    COMPLAINT_GOODS * 1000 + DEPARTMENT_QUALITY);
	assert_int_equal(
	    test_number("SELECT owner_id FROM complaint WHERE id = %lld", (long long)id), agent_id);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM complaint_clock WHERE complaint_id = %lld", (long long)id), 5);
	assert_int_equal(test_number("SELECT due_at FROM complaint WHERE id = %lld", (long long)id),
	    TEST_NOW + 20 * MINUTE);
	assert_int_equal(test_number("SELECT due_at FROM task WHERE kind = 'complaints.call' AND subject = "
				     "'complaint:%lld' AND state = 0",
			     (long long)id),
	    TEST_NOW + 20 * MINUTE);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM notice WHERE topic = 'complaints.urgent' AND owner = "
			"-%d AND subject = 'complaint:%lld'",
		ROLE_SUPERVISOR, (long long)id),
	    1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'complaint.open' AND record_id = %lld",
		(long long)id),
	    1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM dailylog_line WHERE kind = 1 AND record_id = %lld",
			     (long long)id),
	    1);
	assert_complaint_counts();
}

static void
numbers_follow_one_another(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t first, second;

	(void)state;
	as_agent(ctx);
	first = opened(ctx, PROBLEM_LATE);
	second = opened(ctx, PROBLEM_LATE);
	assert_int_equal(
	    test_number("SELECT CAST(SUBSTRING(b.complaint_no, 10) AS INT) - CAST(SUBSTRING("
			"a.complaint_no, 10) AS INT) FROM complaint a, complaint b WHERE a.id = %lld "
			"AND b.id = %lld",
		(long long)first, (long long)second),
	    1);
}

/* Nothing is written of what is refused; the field says where. */
static void
intake_refuses(struct ctx *ctx, const struct complaint_draft *draft, const char *reason, const char *wanted)
{
	int64_t before = test_number("SELECT COUNT(*) FROM complaint"), id;
	const char *field = NULL;

	assert_rc(complaint_open(ctx, draft, &id, &field), RC_INVALID);
	assert_string_equal(ctx->reason.key, reason);
	assert_string_equal(field, wanted);
	assert_int_equal(test_number("SELECT COUNT(*) FROM complaint"), before);
}

static void
what_does_not_belong_together_is_refused(void **state)
{
	static char hundred_kb[100001];
	struct ctx *ctx = test_ctx();
	int64_t order, stranger, product = test_product(1000);
	struct complaint_draft draft;

	(void)state;
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
	order = waiting_order(ctx, 50000);
	as_agent(ctx);
	stranger = test_member();
	draft = complaint_draft_new(stranger, PROBLEM_LATE);
	draft.order_id = order;
	intake_refuses(ctx, &draft, "complaints.invalid.other_order", "order");
	draft.order_id = 999999999;
	intake_refuses(ctx, &draft, "complaints.invalid.order", "order");
	draft.order_id = order;
	draft.member_id = 0;
	draft.products = &product;
	draft.product_count = 1;
	intake_refuses(ctx, &draft, "complaints.invalid.goods", "goods");
	draft = complaint_draft_new(999999999, PROBLEM_LATE);
	intake_refuses(ctx, &draft, "complaints.invalid.member", "member");
	draft = complaint_draft_new(0, PROBLEM_LATE);
	intake_refuses(ctx, &draft, "complaints.invalid.caller", "caller");
	draft = complaint_draft_new(stranger, 198);
	intake_refuses(ctx, &draft, "complaints.invalid.problem", "problem");
	draft = complaint_draft_new(stranger, PROBLEM_LATE);
	draft.happened = " \n ";
	intake_refuses(ctx, &draft, "complaints.invalid.empty", "happened");
	memset(hundred_kb, 'x', sizeof(hundred_kb) - 1);
	draft.happened = hundred_kb;
	intake_refuses(ctx, &draft, "complaints.invalid.long", "happened");
	draft = complaint_draft_new(stranger, PROBLEM_LATE);
	draft.files = &(int64_t){ 999999 }; /* somebody else's upload, or none */
	draft.file_count = 1;
	{
		const char *field;
		int64_t id;

		assert_rc(complaint_open(ctx, &draft, &id, &field), RC_NOT_FOUND);
	}
	assert_complaint_counts();
}

/* An order's number names its member; the goods on it count as faults of theirs. */
static void
an_order_names_its_member(void **state)
{
	struct ctx *ctx = test_ctx();
	struct complaint_draft draft = complaint_draft_new(0, PROBLEM_FAULTY);
	const char *field;
	int64_t order, product, id;

	(void)state;
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
	order = waiting_order(ctx, 50000);
	product = test_product(50000);
	test_sql("UPDATE order_line SET product_id = %lld WHERE order_id = %lld", (long long)product,
	    (long long)order);
	as_agent(ctx);
	draft.order_id = order;
	draft.products = &product;
	draft.product_count = 1;
	assert_rc(complaint_open(ctx, &draft, &id, &field), RC_OK);
	assert_int_equal(test_number("SELECT member_id FROM complaint WHERE id = %lld", (long long)id),
	    test_number("SELECT member_id FROM orders WHERE id = %lld", (long long)order));
	assert_int_equal(test_number("SELECT quality FROM complaint_product WHERE complaint_id = %lld AND "
				     "product_id = %lld",
			     (long long)id, (long long)product),
	    1);
	assert_rc(
	    complaint_classify(ctx, id, 1,
		&(struct complaint_class){ PROBLEM_SIZE, DEPARTMENT_OPERATIONS, 0, URGENCY_NORMAL, false },
		"It is too small"),
	    RC_OK);
	assert_int_equal(
	    test_number("SELECT quality FROM complaint_product WHERE complaint_id = %lld", (long long)id), 0);
	assert_complaint_counts();
}

/* --- the whole way ---------------------------------------------------------------------------------------------- */

static void
from_intake_to_the_call_back(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id, version = 1;

	(void)state;
	as_agent(ctx);
	id = opened(ctx, PROBLEM_FAULTY);
	assert_rc(complaint_step(ctx, id, version++, STEP_EMPATHY, "I see"), RC_OK);
	assert_rc(complaint_step(ctx, id, version++, STEP_APOLOGY, "I am sorry"), RC_OK);
	assert_rc(
	    complaint_hand_off(ctx, id, version++, PROBLEM_FAULTY, 0, false, "Is it our fault?"), RC_OK);
	assert_int_equal(state_of(id), COMPLAINT_HANDED);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM notice WHERE topic = 'complaints.asked' AND owner = "
			"-%d AND subject = 'complaint:%lld'",
		ROLE_OPERATIONS, (long long)id),
	    1);
	as(ctx, other_id, ROLE_FINANCE);
	assert_rc(complaint_reply(ctx, id, 1, 1, "It is"), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "complaints.refused.department");
	as(ctx, quality_id, ROLE_OPERATIONS);
	assert_rc(complaint_reply(ctx, id, 1, 1, "It is"), RC_OK);
	version++;
	assert_rc(complaint_reply(ctx, id, 1, 1, "It is not"), RC_CONFLICT);
	assert_rc(complaint_reply(ctx, id, 1, 2, "It is not"), RC_REFUSED);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM notice WHERE topic = 'complaints.replied' AND owner = "
			"%lld AND subject = 'complaint:%lld'",
		(long long)agent_id, (long long)id),
	    1);
	as_agent(ctx);
	assert_rc(complaint_close(ctx, id, version), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "complaints.missing.told");
	assert_rc(complaint_told(ctx, id, version++, 1, CONTACT_SMS, "It is our fault"), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM notice WHERE topic = 'complaints.message' AND channel "
			"= 1 AND subject = 'complaint:%lld'",
		(long long)id),
	    1);
	assert_rc(complaint_solve(ctx, id, version++, "A new one", "Sent today"), RC_OK);
	ctx->now += 60;
	assert_rc(complaint_tell(ctx, id, version++, CONTACT_PHONE, "A new one is sent"), RC_OK);
	assert_rc(complaint_close(ctx, id, version++), RC_OK);
	assert_int_equal(state_of(id), COMPLAINT_CLOSED);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM followup WHERE source LIKE 'complaint:%lld:%%' AND "
			"open = 1",
		(long long)id),
	    1);
	assert_rc(complaint_close(ctx, id, version), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "complaints.refused.closed");
	assert_rc(complaint_call_back(ctx, id, version++, 2, "Not at all"), RC_OK);
	assert_int_equal(state_of(id), COMPLAINT_WORKING);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM followup WHERE source LIKE 'complaint:%lld:%%' AND "
			"open = 1",
		(long long)id),
	    0);
	assert_int_equal(version_of(id), version);
	assert_int_equal(
	    test_number("SELECT COUNT(*) - MAX(entry_no) FROM complaint_entry WHERE complaint_id = %lld",
		(long long)id),
	    0);
	ctx->now = TEST_NOW;
	assert_complaint_counts();
}

/* RULE ORG-2, ORG-3 */
static void
compensation_is_approved_by_whoever_may(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id;

	(void)state;
	as_agent(ctx);
	id = opened(ctx, PROBLEM_LATE);
	assert_rc(complaint_compensate(ctx, id, 1, 2000, "Late"), RC_OK);
	assert_int_equal(state_of(id), COMPLAINT_WORKING);
	assert_rc(complaint_compensate(ctx, id, 2, 3000, "Very late"), RC_OK);
	assert_int_equal(state_of(id), COMPLAINT_APPROVAL);
	assert_int_equal(
	    test_number("SELECT role FROM task WHERE kind = 'complaints.compensation' AND subject = "
			"'complaint:%lld' AND state = 0",
		(long long)id),
	    ROLE_SUPERVISOR);
	assert_rc(complaint_decide(ctx, id, 3, true, ""), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "complaints.refused.own_request");
	as(ctx, other_id, ROLE_AGENT);
	assert_rc(complaint_decide(ctx, id, 3, true, ""), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "complaints.refused.limit");
	as(ctx, lead_id, ROLE_SUPERVISOR);
	assert_rc(complaint_decide(ctx, id, 3, true, ""), RC_OK);
	assert_int_equal(
	    test_number("SELECT compensation_fen FROM complaint WHERE id = %lld", (long long)id), 5000);
	assert_int_equal(test_number("SELECT COUNT(*) FROM task WHERE kind = 'complaints.compensation' AND "
				     "subject = 'complaint:%lld' AND state = 0",
			     (long long)id),
	    0);
	assert_rc(complaint_compensate(ctx, id, 4, 15001, "Everything"), RC_OK);
	assert_int_equal(
	    test_number("SELECT role FROM task WHERE kind = 'complaints.compensation' AND subject = "
			"'complaint:%lld' AND state = 0",
		(long long)id),
	    ROLE_GM);
	as(ctx, other_id, ROLE_GM);
	assert_rc(complaint_decide(ctx, id, 5, false, "Too much"), RC_OK);
	assert_int_equal(
	    test_number("SELECT compensation_fen FROM complaint WHERE id = %lld", (long long)id), 5000);
	assert_complaint_counts();
}

/* Tasks go along with the complaint; the other is told. */
static void
transfer_takes_the_record_along(void **state)
{
	struct ctx *ctx = test_ctx();
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);
	const char *field;
	int64_t id;

	(void)state;
	as_agent(ctx);
	draft.wait = HOUR;
	assert_rc(complaint_open(ctx, &draft, &id, &field), RC_OK);
	assert_rc(complaint_transfer(ctx, id, 1, "NOBODY", ""), RC_INVALID);
	assert_string_equal(ctx->reason.key, "complaints.invalid.owner");
	assert_rc(complaint_transfer(ctx, id, 1, "KF7002", "Please call at three"), RC_OK);
	assert_int_equal(
	    test_number("SELECT owner_id FROM complaint WHERE id = %lld", (long long)id), other_id);
	assert_int_equal(
	    test_number("SELECT account_id FROM task WHERE kind = 'complaints.call' AND subject = "
			"'complaint:%lld' AND state = 0",
		(long long)id),
	    other_id);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM notice WHERE topic = 'complaints.transferred' AND owner "
			"= %lld AND subject = 'complaint:%lld'",
		(long long)other_id, (long long)id),
	    1);
	assert_rc(complaint_note(ctx, id, 2, "He called again", 0), RC_OK);
	assert_rc(complaint_tell(ctx, id, 3, CONTACT_PHONE, "Hello"), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "complaints.refused.owner");
	assert_complaint_counts();
}

/* Two people at once: one wins, the other reads who and when; nothing is done twice. */
static void
two_at_once_never_both_win(void **state)
{
	struct ctx *first = test_ctx(), *second = test_connect("worker");
	struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);
	const char *field;
	int64_t id;

	(void)state;
	as_agent(first);
	as(second, other_id, ROLE_AGENT);
	draft.team = true;
	assert_rc(complaint_open(first, &draft, &id, &field), RC_OK);
	assert_rc(complaint_take(first, id, 1), RC_OK);
	assert_rc(complaint_take(second, id, 1), RC_CONFLICT);
	assert_int_equal(
	    test_number("SELECT owner_id FROM complaint WHERE id = %lld", (long long)id), agent_id);
	assert_rc(complaint_take(second, id, 2), RC_REFUSED);
	assert_string_equal(second->reason.key, "complaints.refused.taken");
	test_close(second);
	assert_complaint_counts();
}

/* The same form sent twice makes one complaint. */
static void
a_replay_makes_nothing(void **state)
{
	struct ctx *ctx = test_ctx();
	const struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);
	const char *field;
	int64_t first, second, before = test_number("SELECT COUNT(*) FROM complaint");

	(void)state;
	as_agent(ctx);
	ctx->once_key = "complaint-once-0000000000000000";
	ctx->tx_count = 0;
	assert_rc(complaint_open(ctx, &draft, &first, &field), RC_OK);
	ctx->tx_count = 0; /* the next request */
	assert_rc(complaint_open(ctx, &draft, &second, &field), RC_CONFLICT);
	assert_true(ctx->replayed);
	assert_int_equal(ctx->result.id, first);
	assert_int_equal(test_number("SELECT COUNT(*) FROM complaint"), before + 1);
	ctx->once_key = NULL;
	ctx->replayed = false;
}

/* --- whose it is, as lists show it (RULE MEM-4) ------------------------------------------------------------------ */

static void
assert_customer(int64_t id, const char *shown)
{
	assert_string_equal(
	    test_word("SELECT customer FROM complaint WHERE id = %lld", (long long)id), shown);
}

static void
customers_shown_follow_the_members(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t member_id = test_member(), other_member = test_member(), id, unknown;
	struct complaint_draft draft = complaint_draft_new(member_id, PROBLEM_LATE);
	struct member member, survivor;
	struct verdict verdict;
	const char *field;

	(void)state;
	as_agent(ctx);
	test_sql(
	    "UPDATE member SET name = '王小明', phone = '13812345678' WHERE id = %lld", (long long)member_id);
	test_sql("UPDATE member SET name = 'Li', phone = '' WHERE id = %lld", (long long)other_member);
	assert_rc(complaint_open(ctx, &draft, &id, &field), RC_OK);
	assert_customer(id, "王* 138****5678");
	draft = complaint_draft_new(0, PROBLEM_LATE);
	draft.caller = "somebody";
	assert_rc(complaint_open(ctx, &draft, &unknown, &field), RC_OK);
	assert_customer(unknown, "somebody");
	/* another name and number */
	assert_rc(member_get(ctx, member_id, &member), RC_OK);
	member.name = "张三";
	member.phone = "02088";
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(member_import(ctx, &member, 1, &verdict), RC_OK);
	assert_rc(tx_end(ctx, RC_OK), RC_OK);
	assert_customer(id, "张* ****8");
	/* merged: the survivor's */
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(member_lock(ctx, member_id, &member), RC_OK);
	assert_rc(member_lock(ctx, other_member, &survivor), RC_OK);
	assert_rc(member_merge(ctx, 900001, &member, &survivor), RC_OK);
	assert_rc(tx_end(ctx, RC_OK), RC_OK);
	assert_customer(id, "L*");
	/* erased: nothing is left (RULE SEC-4) */
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(member_lock(ctx, other_member, &survivor), RC_OK);
	assert_rc(member_erase(ctx, &survivor), RC_OK);
	assert_rc(tx_end(ctx, RC_OK), RC_OK);
	assert_customer(id, "");
	assert_customer(unknown, "somebody");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(intake_writes_all_that_belongs_to_it),
		cmocka_unit_test(numbers_follow_one_another),
		cmocka_unit_test(what_does_not_belong_together_is_refused),
		cmocka_unit_test(an_order_names_its_member), cmocka_unit_test(from_intake_to_the_call_back),
		cmocka_unit_test(compensation_is_approved_by_whoever_may),
		cmocka_unit_test(transfer_takes_the_record_along),
		cmocka_unit_test(two_at_once_never_both_win), cmocka_unit_test(a_replay_makes_nothing),
		cmocka_unit_test(customers_shown_follow_the_members) };

	return cmocka_run_group_tests(tests, setup, test_stop);
}

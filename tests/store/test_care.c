/* SPDX-License-Identifier: MIT */
/* What happens to members as a whole: erasure, into another and back, consents; and that imports respect it.
 * Not who may have it done: test_erasures.c, test_merges.c. */
#include "db/event.h"
#include "harness.h"
#include "members/members.h"

#include <string.h>

static int64_t heard_id;
static struct member_merge heard_merge;
static int heard;

static enum rc
hear_ids(struct ctx *ctx, const void *items, size_t count)
{
	const int64_t *ids = items;

	(void)ctx;
	heard += (int)count;
	heard_id = ids[0];
	return RC_OK;
}

static enum rc
hear_merge(struct ctx *ctx, const void *items, size_t count)
{
	const struct member_moved moved = { 4711, 42 };

	assert_int_equal(count, 1);
	heard_merge = *(const struct member_merge *)items;
	return member_merge_note(ctx, heard_merge.merge_id, "test", &moved, 1);
}

static int
start(void **state)
{
	static const struct listener listeners[] = { { &MEMBER_CHANGED, hear_ids },
		{ &MEMBER_WAS_ERASED, hear_ids }, { &MEMBER_WAS_MERGED, hear_merge } };
	size_t i;

	for (i = 0; i < sizeof(listeners) / sizeof(listeners[0]); i++)
		event_listen(&listeners[i]);
	return test_start(state);
}

static int64_t
full_member(void)
{
	int64_t id = test_member();

	test_sql(
	    "UPDATE member SET address = 'Street 1', province_id = 1, city_id = 2, district_id = 3 WHERE id "
	    "= %lld",
	    (long long)id);
	return id;
}

/* RULE SEC-4 */
static void
erasure_leaves_number_and_region(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = full_member();
	struct member member;

	(void)state;
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(member_lock(ctx, id, &member), RC_OK);
	heard = 0;
	assert_rc(member_erase(ctx, &member), RC_OK);
	assert_rc(tx_end(ctx, RC_OK), RC_OK);
	assert_int_equal(heard, 1);
	assert_int_equal(heard_id, id);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM member WHERE id = %lld AND name = '' AND phone = '' AND phone_last4 = "
		"'' AND email = '' AND address = '' AND district_id = 0 AND city_id = 2 AND province_id = 1 "
		"AND consent = 0 AND state = 3 AND member_no = '%s'",
		(long long)id, member.member_no),
	    1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE kind = 'member' AND record_id = %lld AND "
			"action = 'member.erase' AND diff NOT LIKE '%%Test%%'",
		(long long)id),
	    1);
	assert_rc(tx_begin(ctx), RC_OK);
	assert_rc(member_lock(ctx, id, &member), RC_OK);
	assert_rc(tx_end(ctx, member_erase(ctx, &member)), RC_REFUSED);
}

static enum rc
bring(struct ctx *ctx, const char *member_no, const char *phone, struct verdict *verdict)
{
	const struct member row = {
		.member_no = member_no, .name = "Back", .phone = phone, .email = "", .address = ""
	};
	enum rc rc = tx_begin(ctx);

	if (rc == RC_OK)
		rc = member_import(ctx, &row, 1, verdict);
	return tx_end(ctx, rc);
}

static void
imports_bring_nothing_back(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = full_member(), survivor = full_member(), ids[1];
	const char *no;
	struct verdict verdict;
	struct member member;

	(void)state;
	assert_rc(member_get(ctx, id, &member), RC_OK);
	no = member.member_no;
	heard = 0;
	assert_rc(bring(ctx, no, "13900001111", &verdict), RC_OK);
	assert_int_equal(verdict.outcome, BATCH_CHANGED);
	assert_int_equal(heard, 1); /* another phone */
	assert_rc(bring(ctx, no, "13900001111", &verdict), RC_OK);
	assert_int_equal(verdict.outcome, BATCH_SAME);
	assert_int_equal(heard, 1);
	test_sql("UPDATE member SET state = 3, phone = '' WHERE id = %lld", (long long)id);
	assert_rc(bring(ctx, no, "13900001111", &verdict), RC_OK);
	assert_int_equal(verdict.outcome, BATCH_REJECTED);
	assert_string_equal(verdict.reason, "members.invalid.erased");
	assert_string_equal(test_word("SELECT phone FROM member WHERE id = %lld", (long long)id), "");
	/* a duplicate's row counts no more; its orders go to the survivor */
	test_sql("UPDATE member SET state = 2, merged_into = %lld WHERE id = %lld", (long long)survivor,
	    (long long)id);
	assert_rc(bring(ctx, no, "13900001111", &verdict), RC_OK);
	assert_int_equal(verdict.outcome, BATCH_SAME);
	assert_rc(member_ids(ctx, &no, 1, ids), RC_OK);
	assert_int_equal(ids[0], survivor);
}

static enum rc
merge(struct ctx *ctx, int64_t merge_id, int64_t from_id, int64_t to_id, bool back)
{
	struct member from, to;
	enum rc rc = tx_begin(ctx);

	if (rc == RC_OK)
		rc = member_lock(ctx, from_id, &from);
	if (rc == RC_OK)
		rc = member_lock(ctx, to_id, &to);
	if (rc == RC_OK)
		rc = back ? member_unmerge(ctx, merge_id, &from, &to)
			  : member_merge(ctx, merge_id, &from, &to);
	return tx_end(ctx, rc);
}

static void
a_merge_goes_and_comes_back(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t a = full_member(), b = full_member(), c = full_member();
	struct rows noted;

	(void)state;
	test_sql("UPDATE member SET consent = 3 WHERE id = %lld", (long long)a);
	assert_rc(merge(ctx, 101, a, b, false), RC_OK);
	assert_int_equal(heard_merge.from, a);
	assert_int_equal(heard_merge.to, b);
	assert_int_equal(
	    test_number("SELECT merged_into FROM member WHERE id = %lld AND state = 2", (long long)a), b);
	/* no calls to the one: no calls to the survivor */
	assert_int_equal(test_number("SELECT consent FROM member WHERE id = %lld", (long long)b), 3);
	assert_rc(merge(ctx, 102, a, b, false), RC_REFUSED); /* it is no member any more */
	/* every way ends at a living member */
	assert_rc(merge(ctx, 103, b, c, false), RC_OK);
	assert_int_equal(test_number("SELECT merged_into FROM member WHERE id = %lld", (long long)a), c);
	assert_rc(merge(ctx, 101, a, b, true), RC_REFUSED); /* the later one comes first */
	assert_rc(merge(ctx, 103, b, c, true), RC_OK);
	assert_int_equal(test_number("SELECT merged_into FROM member WHERE id = %lld", (long long)a), b);
	assert_rc(member_merge_noted(ctx, 101, "test", &noted), RC_OK);
	assert_int_equal(noted.count, 1);
	assert_int_equal(((const struct member_moved *)noted.items)->value, 42);
	assert_rc(merge(ctx, 101, a, b, true), RC_OK);
	assert_int_equal(test_number("SELECT consent FROM member WHERE id = %lld", (long long)b), 7);
	assert_int_equal(test_number("SELECT consent FROM member WHERE id = %lld", (long long)a), 3);
	assert_int_equal(test_number("SELECT COUNT(*) FROM member WHERE id IN (%lld, %lld) AND state = 1 AND "
				     "merged_into = 0",
			     (long long)a, (long long)b),
	    2);
}

/* RULE CAM-6: a refusal counts at once everywhere */
static void
a_consent_ends_once(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = full_member();
	int i;

	(void)state;
	heard = 0;
	for (i = 0; i < 2; i++) {
		assert_rc(tx_begin(ctx), RC_OK);
		assert_rc(tx_end(ctx, member_consent_drop(ctx, id, CONSENT_CALLS, "said so")), RC_OK);
	}
	assert_int_equal(test_number("SELECT consent FROM member WHERE id = %lld", (long long)id), 3);
	assert_int_equal(heard, 1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'member.consent' AND record_id = "
			"%lld",
		(long long)id),
	    1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(erasure_leaves_number_and_region),
		cmocka_unit_test(imports_bring_nothing_back),
		cmocka_unit_test(a_merge_goes_and_comes_back),
		cmocka_unit_test(a_consent_ends_once),
	};

	return cmocka_run_group_tests(tests, start, test_stop);
}

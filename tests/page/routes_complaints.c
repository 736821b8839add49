/* SPDX-License-Identifier: MIT */
/* Valid requests of complaints, for test_routes.c. */
#include "complaints/complaints.h"
#include "page/page.h"
#include "store/complaint_help.h"

/* The asker's own, of a new member. */
static void
opened_make(struct route_try *try, int64_t problem)
{
	const struct complaint_draft draft = complaint_draft_new(test_member(), problem);

	test_actor(try->ctx, try->visitor->account_id, "KF0901", ROLE_ALL);
	try->ctx->now = TEST_NOW;
	try->id = complaint_take_in(try->ctx, &draft);
}

static int64_t
version_of(int64_t id)
{
	return test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id);
}

static void
fields_set(struct route_try *try, const char *more)
{
	try->fields =
	    text_format("version=%lld%s%s", (long long)version_of(try->id), more[0] != '\0' ? "&" : "", more);
}

static void
own_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
}

static void
member_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	try->id = test_number("SELECT member_id FROM complaint WHERE id = %lld", (long long)try->id);
}

static void
product_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	try->id = test_product(1000);
}

static void
bulk_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	try->fields = text_format("bulk=close&row[]=%lld.1", (long long)try->id);
}

static void
new_make(struct route_try *try)
{
	try->fields = "channel=1&problem=302&happened=It+is+late&caller=Somebody&wait=20";
}

static void
take_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	test_sql("UPDATE complaint SET owner_id = 0, owner_staff = '' WHERE id = %lld", (long long)try->id);
	fields_set(try, "");
}

static void
transfer_make(struct route_try *try)
{
	static int number;
	const char *staff_no = text_format("KT%04d", ++number);

	(void)test_account(staff_no, ROLE_AGENT);
	opened_make(try, PROBLEM_LATE);
	fields_set(try, text_format("owner=%s&transfer_note=please", staff_no));
}

static void
note_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	fields_set(try, "note_text=seen");
}

static void
heard_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	fields_set(try, "heard_channel=1&heard_text=where+is+it");
}

static void
tell_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	fields_set(try, "tell_channel=8&tell_text=tomorrow");
}

static void
step_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	fields_set(try, "step=1&step_text=I+see");
}

static void
solve_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	fields_set(try, "solution=a+new+one&result=sent");
}

static void
compensate_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	fields_set(try, "amount_fen=5.00&compensate_reason=late");
}

/* Asked for by somebody else. */
static void
decide_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	test_actor(try->ctx, test_account(text_format("KD%lld", (long long)try->id), ROLE_SUPERVISOR), "KD",
	    ROLE_SUPERVISOR);
	assert_rc(complaint_compensate(try->ctx, try->id, 1, 30000, "very late"), RC_OK);
	test_actor(try->ctx, try->visitor->account_id, "KF0901", ROLE_ALL);
	fields_set(try, "approve=0&decide_reason=too+much");
}

static void
hand_off_make(struct route_try *try)
{
	opened_make(try, PROBLEM_PASSWORD);
	fields_set(try, "to=602&tried=1&question=please+reset+it");
}

static void
asked_make(struct route_try *try)
{
	opened_make(try, PROBLEM_FAULTY);
	assert_rc(complaint_hand_off(try->ctx, try->id, 1, PROBLEM_FAULTY, 0, false, "is it ours"), RC_OK);
}

static void
told_make(struct route_try *try)
{
	asked_make(try);
	assert_rc(complaint_reply(try->ctx, try->id, 1, 1, "it is"), RC_OK);
	fields_set(try, "told_handoff=1&told_channel=1&told_text=it+is");
}

static void
withdraw_make(struct route_try *try)
{
	asked_make(try);
	fields_set(try, "withdraw_handoff=1&withdraw_reason=solved");
}

static void
facts_make(struct route_try *try)
{
	opened_make(try, PROBLEM_DELIVERY_QUESTION);
	fields_set(try, "");
}

static void
classify_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	fields_set(try, "problem=301&department=6&class_urgency=2&class_reason=not+late");
}

static void
ready_make(struct route_try *try)
{
	opened_make(try, PROBLEM_LATE);
	assert_rc(complaint_solve(try->ctx, try->id, 1, "a new one", "sent"), RC_OK);
	assert_rc(complaint_tell(try->ctx, try->id, 2, CONTACT_PHONE, "a new one"), RC_OK);
	fields_set(try, "");
}

static void
closed_make(struct route_try *try)
{
	ready_make(try);
	assert_rc(complaint_close(try->ctx, try->id, 3), RC_OK);
}

static void
call_back_make(struct route_try *try)
{
	closed_make(try);
	fields_set(try, "score=5&call_text=thanks");
}

static void
reopen_make(struct route_try *try)
{
	closed_make(try);
	fields_set(try, "reopen_reason=again");
}

static void
handoff_make(struct route_try *try)
{
	asked_make(try);
	try->id = try->id * 100 + 1;
}

static void
reply_make(struct route_try *try)
{
	handoff_make(try);
	try->fields = "version=1&reply=it+is";
}

static const struct route_case complaint_cases[] = {
	{ "GET", "/complaints", own_make, false },
	{ "POST", "/complaints/bulk", bulk_make, false },
	{ "GET", "/complaints/new", NULL, false },
	{ "POST", "/complaints/new", new_make, false },
	{ "GET", "/complaints/#", own_make, false },
	{ "POST", "/complaints/#/take", take_make, false },
	{ "POST", "/complaints/#/transfer", transfer_make, false },
	{ "POST", "/complaints/#/note", note_make, false },
	{ "POST", "/complaints/#/heard", heard_make, false },
	{ "POST", "/complaints/#/tell", tell_make, false },
	{ "POST", "/complaints/#/step", step_make, false },
	{ "POST", "/complaints/#/solve", solve_make, false },
	{ "POST", "/complaints/#/compensate", compensate_make, false },
	{ "POST", "/complaints/#/decide", decide_make, false },
	{ "POST", "/complaints/#/hand-off", hand_off_make, false },
	{ "POST", "/complaints/#/told", told_make, false },
	{ "POST", "/complaints/#/withdraw", withdraw_make, false },
	{ "POST", "/complaints/#/facts", facts_make, false },
	{ "POST", "/complaints/#/classify", classify_make, false },
	{ "POST", "/complaints/#/close", ready_make, false },
	{ "POST", "/complaints/#/call-back", call_back_make, false },
	{ "POST", "/complaints/#/reopen", reopen_make, false },
	{ "GET", "/complaints/handoffs", handoff_make, false },
	{ "GET", "/complaints/handoffs/#", handoff_make, false },
	{ "POST", "/complaints/handoffs/#/reply", reply_make, false },
	{ "GET", "/members/#/complaints", member_make, false },
	{ "GET", "/products/#/complaints", product_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(complaint_cases)

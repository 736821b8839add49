/* SPDX-License-Identifier: MIT */
/* Valid requests of follow-ups and surveys, for test_routes.c. */
#include "base/clock.h"
#include "followups/actions.h"
#include "followups/surveys.h"
#include "page/page.h"

/* A day not far ahead. */
static const char *
soon(const struct route_try *try)
{
	return day_text(try->ctx->arena, clock_day(clock_now()) + 5);
}

static int64_t
planned(struct route_try *try)
{
	int64_t id = 0;
	const char *field;

	test_actor(try->ctx, try->visitor->account_id, "DD9001", ROLE_ALL);
	assert_rc(followup_make(
		      try->ctx, test_member(), FOLLOWUP_HAND, clock_day(clock_now()), "sizes", &id, &field),
	    RC_OK);
	return id;
}

static void
followup_make_one(struct route_try *try)
{
	try->id = planned(try);
}

static void
bulk_make(struct route_try *try)
{
	try->fields = text_format("bulk=skip&row[]=%lld.1", (long long)planned(try));
}

static void
record_make(struct route_try *try)
{
	try->id = planned(try);
	try->fields = text_format(
	    "version=1&outcome=1&score=&score2=&note=talked&next_day=%s&next_reason=asked+for+it", soon(try));
}

static void
skip_make(struct route_try *try)
{
	try->id = planned(try);
	try->fields = "version=1&reason=abroad";
}

static void
hand_make(struct route_try *try)
{
	(void)visitor_new(ROLE_AGENT, "");
	try->id = planned(try);
	test_actor(try->ctx, try->visitor->account_id, "DD9001", ROLE_ALL);
	try->fields = text_format("version=1&staff_no=%s",
	    test_word("SELECT staff_no FROM account WHERE roles = %d ORDER BY id DESC LIMIT 1", ROLE_AGENT));
}

static void
new_make(struct route_try *try)
{
	try->query = text_format("member=%lld", (long long)test_member());
}

static void
new_post_make(struct route_try *try)
{
	try->fields =
	    text_format("member=%lld&kind=5&day=%s&cause=sizes", (long long)test_member(), soon(try));
}

static void
member_make(struct route_try *try)
{
	try->id = test_member();
}

static int64_t
a_survey(struct route_try *try)
{
	const struct survey survey = {
		.title = "Delivery", .question1 = "How was it?", .question2 = "Again?"
	};
	int64_t id = 0;

	test_actor(try->ctx, try->visitor->account_id, "DD9001", ROLE_ALL);
	assert_rc(survey_add(try->ctx, &survey, &id), RC_OK);
	return id;
}

static void
survey_make(struct route_try *try)
{
	try->id = a_survey(try);
}

static void
survey_new_make(struct route_try *try)
{
	try->fields = "title=Delivery&question1=How+was+it&question2=";
}

static void
close_make(struct route_try *try)
{
	try->id = a_survey(try);
	try->fields = "version=1";
}

static void
give_make(struct route_try *try)
{
	int64_t member = test_member();

	(void)visitor_new(ROLE_AGENT, "");
	try->id = a_survey(try);
	try->fields = text_format("numbers=%s+nobody&tier=0&most=&day=%s",
	    test_word("SELECT member_no FROM member WHERE id = %lld", (long long)member), soon(try));
}

static const struct route_case cases[] = {
	{ "GET", "/followups", followup_make_one, false },
	{ "POST", "/followups/bulk", bulk_make, false },
	{ "GET", "/followups/done", NULL, false },
	{ "GET", "/followups/waiting", NULL, false },
	{ "GET", "/followups/new", new_make, false },
	{ "POST", "/followups/new", new_post_make, false },
	{ "GET", "/followups/#", followup_make_one, false },
	{ "POST", "/followups/#/record", record_make, false },
	{ "POST", "/followups/#/skip", skip_make, false },
	{ "POST", "/followups/#/hand-over", hand_make, false },
	{ "GET", "/members/#/followups", member_make, false },
	{ "POST", "/members/#/followups/replan", member_make, false },
	{ "GET", "/surveys", survey_make, false },
	{ "GET", "/surveys/new", NULL, false },
	{ "POST", "/surveys/new", survey_new_make, false },
	{ "GET", "/surveys/#", survey_make, false },
	{ "POST", "/surveys/#/close", close_make, false },
	{ "POST", "/surveys/#/give", give_make, false },
	{ "GET", "/surveys/#/answers", survey_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)

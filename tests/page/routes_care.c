/* SPDX-License-Identifier: MIT */
/* Valid requests of merges, erasures and account help, for test_routes.c. */
#include "accounthelp/accounthelp.h"
#include "erasures/erasures.h"
#include "merges/merges.h"
#include "page/page.h"

static void
twins(int64_t *from, int64_t *to)
{
	*from = test_member();
	*to = test_member();
	test_sql("UPDATE member SET phone = '139%08lld' WHERE id IN (%lld, %lld)", (long long)*from,
	    (long long)*from, (long long)*to);
}

static void
group_make(struct route_try *try)
{
	int64_t other;

	twins(&try->id, &other);
}

static void
new_make(struct route_try *try)
{
	int64_t from, to;

	twins(&from, &to);
	try->query = text_format("from=%lld&to=%lld", (long long)from, (long long)to);
}

static void
new_post_make(struct route_try *try)
{
	struct merge_preview preview;
	int64_t from, to;

	twins(&from, &to);
	assert_rc(merge_preview(try->ctx, from, to, &preview), RC_OK);
	try->fields = text_format(
	    "from=%lld&to=%lld&seen=%s&why=the+same+person", (long long)from, (long long)to, preview.seen);
}

static void
merge_make(struct route_try *try)
{
	struct merge_preview preview;
	int64_t from, to;

	twins(&from, &to);
	test_actor(try->ctx, try->visitor->account_id, "DD9001", ROLE_ALL);
	assert_rc(merge_preview(try->ctx, from, to, &preview), RC_OK);
	assert_rc(merge_do(try->ctx, from, to, preview.seen, "the same person", &try->id), RC_OK);
}

static void
undo_make(struct route_try *try)
{
	merge_make(try);
	try->fields = "version=1&why=two+persons";
}

static void
ask_make(struct route_try *try)
{
	int64_t member = test_member();

	visitor_knows(try->visitor, member);
	try->fields = text_format("member=%lld&why=by+letter", (long long)member);
}

static void
ask_page_make(struct route_try *try)
{
	try->query = text_format("member=%lld", (long long)test_member());
}

/* Asked for by somebody else, so that the one who asks the page may decide. */
static void
erasure_make(struct route_try *try)
{
	test_actor(try->ctx, 0, "", 0);
	assert_rc(erasure_ask(try->ctx, test_member(), "by letter", &try->id), RC_OK);
}

static void
approve_make(struct route_try *try)
{
	erasure_make(try);
	(void)account_password(try->visitor, "an-approving-password");
	try->fields = "version=1&password=an-approving-password";
}

static void
why_make(struct route_try *try)
{
	erasure_make(try);
	try->fields = "version=1&why=not+the+member";
}

static void
help_new_make(struct route_try *try)
{
	int64_t member = test_member();

	visitor_knows(try->visitor, member);
	try->query = text_format("member=%lld", (long long)member);
}

static void
help_new_post_make(struct route_try *try)
{
	try->fields = "name=Lin&phone=138+0000+0001&email=&note=";
}

static void
help_make(struct route_try *try)
{
	test_actor(try->ctx, 0, "", 0);
	assert_rc(help_ask_reset(try->ctx, test_member(), "", &try->id), RC_OK);
}

static void
help_take_make(struct route_try *try)
{
	help_make(try);
	try->fields = "version=1";
}

static void
help_close_make(struct route_try *try)
{
	help_make(try);
	test_actor(try->ctx, try->visitor->account_id, "DD9001", ROLE_ALL);
	assert_rc(help_take(try->ctx, try->id, 1), RC_OK);
	try->fields = "version=2&state=3&outcome=&member_no=";
}

static const struct route_case cases[] = {
	{ "GET", "/accounthelp", help_make, false },
	{ "GET", "/accounthelp/new", help_new_make, false },
	{ "POST", "/accounthelp/new", help_new_post_make, false },
	{ "GET", "/accounthelp/#", help_make, false },
	{ "POST", "/accounthelp/#/take", help_take_make, false },
	{ "POST", "/accounthelp/#/close", help_close_make, false },
	{ "GET", "/merges", NULL, false },
	{ "GET", "/merges/done", merge_make, false },
	{ "GET", "/merges/group/#", group_make, false },
	{ "GET", "/merges/new", new_make, false },
	{ "POST", "/merges/new", new_post_make, false },
	{ "GET", "/merges/#", merge_make, false },
	{ "POST", "/merges/#/undo", undo_make, false },
	{ "GET", "/erasures", erasure_make, false },
	{ "GET", "/erasures/new", ask_page_make, false },
	{ "POST", "/erasures/new", ask_make, false },
	{ "GET", "/erasures/#", erasure_make, false },
	{ "POST", "/erasures/#/approve", approve_make, true },
	{ "POST", "/erasures/#/reject", why_make, false },
	{ "POST", "/erasures/#/withdraw", why_make, false },
	{ NULL, NULL, NULL, false },
};
ROUTE_CASES(cases)

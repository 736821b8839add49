/* SPDX-License-Identifier: MIT */
/* Complaints for tests of what follows from them. Not a test itself; the feature's own actions have tests of their own. */
#include "complaint_help.h"
#include "harness.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct complaint_draft
complaint_draft_new(int64_t member_id, int64_t problem)
{
	return (struct complaint_draft){ .member_id = member_id,
		.channel = CONTACT_PHONE,
		.problem = problem,
		.urgency = URGENCY_NORMAL,
		.caller = "",
		.caller_phone = "",
		.happened = "It broke\nat once",
		.demand = "A new one" };
}

int64_t
complaint_take_in(struct ctx *ctx, const struct complaint_draft *draft)
{
	const char *field;
	int64_t id;

	assert_rc(complaint_open(ctx, draft, &id, &field), RC_OK);
	return id;
}

void
complaint_put(struct complaint *complaint, const struct complaint_product *products, size_t count)
{
	static unsigned number;
	static char complaint_no[8][40];
	char *no = complaint_no[number % 8];

	if (complaint->complaint_no == NULL) {
		snprintf(no, sizeof(complaint_no[0]), "KS-T%d-%05u", (int)getpid(), number++);
		complaint->complaint_no = no;
	}
	test_sql("INSERT INTO complaint (complaint_no, state, member_id, order_id, channel, type, problem, "
		 "department, about_id, urgency, owner_id, owner_staff, taken_by, opened_at, closed_at, "
		 "due_at, summary, imported) VALUES ('%s', %lld, %lld, %lld, 1, %lld, %lld, %lld, %lld, 2, "
		 "%lld, '', %lld, %lld, %lld, %lld, 'It broke', %d)",
	    complaint->complaint_no, (long long)complaint->state, (long long)complaint->member_id,
	    (long long)complaint->order_id, (long long)complaint->problem / 100,
	    (long long)complaint->problem, (long long)complaint->department, (long long)complaint->about_id,
	    (long long)complaint->owner_id, (long long)complaint->taken_by, (long long)complaint->opened_at,
	    (long long)complaint->closed_at, (long long)complaint->due_at, complaint->imported);
	complaint->id =
	    test_number("SELECT id FROM complaint WHERE complaint_no = '%s'", complaint->complaint_no);
	complaint->type = complaint->problem / 100;
	complaint->version = 1;
	test_sql("INSERT INTO complaint_text (complaint_id, happened, demand, solution, result)"
		 " VALUES (%lld, 'It broke\\nat once', 'A new one', '', '')",
	    (long long)complaint->id);
	for (size_t i = 0; i < count; i++)
		test_sql(
		    "INSERT INTO complaint_product (complaint_id, product_id, quality, member_id, opened_at)"
		    " VALUES (%lld, %lld, %d, %lld, %lld)",
		    (long long)complaint->id, (long long)products[i].product_id, products[i].quality,
		    (long long)complaint->member_id, (long long)complaint->opened_at);
}

struct complaint
complaint_now(int64_t id)
{
	static char complaint_no[8][40];
	static unsigned turn;
	char *no = complaint_no[turn++ % 8];
	struct complaint complaint = {
		.id = id, .owner_staff = "", .caller = "", .caller_phone = "", .summary = ""
	};
	const struct {
		const char *column;
		int64_t *value;
	} columns[] = { { "state", &complaint.state }, { "member_id", &complaint.member_id },
		{ "order_id", &complaint.order_id }, { "problem", &complaint.problem },
		{ "department", &complaint.department }, { "about_id", &complaint.about_id },
		{ "owner_id", &complaint.owner_id }, { "taken_by", &complaint.taken_by },
		{ "opened_at", &complaint.opened_at }, { "closed_at", &complaint.closed_at },
		{ "due_at", &complaint.due_at }, { "version", &complaint.version } };

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		*columns[i].value =
		    test_number("SELECT %s FROM complaint WHERE id = %lld", columns[i].column, (long long)id);
	snprintf(no, sizeof(complaint_no[0]), "%s",
	    test_word("SELECT complaint_no FROM complaint WHERE id = %lld", (long long)id));
	complaint.complaint_no = no;
	complaint.imported =
	    test_number("SELECT imported FROM complaint WHERE id = %lld", (long long)id) != 0;
	complaint.type = complaint.problem / 100;
	return complaint;
}

enum rc
complaint_announce(struct ctx *ctx, const struct complaint_change *changes, size_t count)
{
	enum rc rc;

	do {
		rc = tx_begin(ctx);
		if (rc == RC_OK)
			rc = event_send(ctx, &COMPLAINT_CHANGED, changes, count);
		rc = tx_end(ctx, rc);
	} while (tx_again(ctx, rc));
	return rc;
}

int64_t
complaint_make(struct ctx *ctx, int64_t problem)
{
	struct complaint_change change = { .did = "complaint.open" };

	change.after = (struct complaint){ .state = COMPLAINT_OPEN,
		.member_id = test_member(),
		.problem = problem,
		.department = DEPARTMENT_SERVICE,
		.owner_id = ctx->actor.account_id,
		.taken_by = ctx->actor.account_id,
		.opened_at = ctx->now };
	complaint_put(&change.after, NULL, 0);
	assert_rc(complaint_announce(ctx, &change, 1), RC_OK);
	return change.after.id;
}

void
complaint_change(struct ctx *ctx, int64_t id, const struct complaint *after, const char *did)
{
	struct complaint_change change = { .before = complaint_now(id), .after = *after, .did = did };

	test_sql("UPDATE complaint SET state = %lld, owner_id = %lld, closed_at = %lld, due_at = %lld, "
		 "problem = %lld, department = %lld, version = version + 1 WHERE id = %lld",
	    (long long)after->state, (long long)after->owner_id, (long long)after->closed_at,
	    (long long)after->due_at, (long long)after->problem, (long long)after->department, (long long)id);
	assert_rc(complaint_announce(ctx, &change, 1), RC_OK);
}

void
complaint_finish(struct ctx *ctx, int64_t id)
{
	struct complaint after = complaint_now(id);

	after.state = COMPLAINT_CLOSED;
	after.closed_at = ctx->now;
	complaint_change(ctx, id, &after, "complaint.close");
}

void
complaint_give(struct ctx *ctx, int64_t id, int64_t owner_id)
{
	struct complaint after = complaint_now(id);

	after.owner_id = owner_id;
	complaint_change(ctx, id, &after, "complaint.transfer");
}

void
assert_complaint_counts(void)
{
	static const char *const dimensions[][2] = { { "open", "is_open" }, { "owner", "owner_id" },
		{ "state", "state" }, { "type", "type" }, { "problem", "problem" },
		{ "department", "department" }, { "urgency", "urgency" }, { "channel", "channel" } };

	for (size_t i = 0; i < sizeof(dimensions) / sizeof(dimensions[0]); i++)
		assert_int_equal(
		    test_number(
			"SELECT COUNT(*) FROM (SELECT value, SUM(row_count) AS n FROM list_count WHERE "
			"list = 'complaints' AND dimension = '%s' GROUP BY value HAVING n <> 0) a LEFT "
			"JOIN (SELECT %s AS value, COUNT(*) AS n FROM complaint GROUP BY %s) b USING "
			"(value) WHERE b.n IS NULL OR b.n <> a.n",
			dimensions[i][0], dimensions[i][1], dimensions[i][1]),
		    0);
	assert_int_equal(test_number("SELECT COALESCE(SUM(row_count), 0) FROM list_count WHERE list = "
				     "'complaints' AND dimension = ''"),
	    test_number("SELECT COUNT(*) FROM complaint"));
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM member m LEFT JOIN (SELECT member_id, COUNT(*) AS n, SUM(is_open) "
		"AS o FROM complaint GROUP BY member_id) c ON c.member_id = m.id WHERE m.complaints <> "
		"COALESCE(c.n, 0) OR m.open_complaints <> COALESCE(c.o, 0)"),
	    0);
}

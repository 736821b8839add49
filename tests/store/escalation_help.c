/* SPDX-License-Identifier: MIT */
/* Complaints as escalations see them, and what fired. Not a test itself. */
#include "escalation_help.h"
#include "complaint_help.h"
#include "harness.h"

#include <stdio.h>

int64_t escalations_agent;

int
escalations_fresh(void **state)
{
	static int number;
	char staff_no[20];

	(void)state;
	test_empty("escalation_record");
	test_empty("escalation");
	test_empty("escalation_watch");
	test_empty("complaint_product");
	test_empty("complaint_text");
	test_empty("complaint");
	test_empty("notice");
	snprintf(staff_no, sizeof(staff_no), "KE%04d", ++number);
	escalations_agent = test_account(staff_no, ROLE_AGENT);
	test_ctx()->now = TEST_NOW;
	test_actor(test_ctx(), escalations_agent, "KE", ROLE_AGENT);
	return 0;
}

/* A live complaint, taken in by the agent, as its feature would announce it. */
int64_t
opened(struct complaint complaint, int64_t shipped_at, const struct complaint_product *products, size_t count)
{
	struct complaint_change change = { .did = "complaint.open",
		.shipped_at = shipped_at,
		.products = products,
		.product_count = count };

	change.after = complaint;
	change.after.state = COMPLAINT_OPEN;
	if (change.after.opened_at == 0)
		change.after.opened_at = test_ctx()->now;
	if (change.after.department == 0)
		change.after.department = DEPARTMENT_SERVICE;
	if (!complaint.imported)
		change.after.owner_id = change.after.taken_by = escalations_agent;
	complaint_put(&change.after, products, count);
	assert_rc(complaint_announce(test_ctx(), &change, 1), RC_OK);
	return change.after.id;
}

int64_t
fired(int rule)
{
	return test_number("SELECT COUNT(*) FROM escalation WHERE rule = %d", rule);
}

int64_t
notices(uint32_t role)
{
	return test_number(
	    "SELECT COUNT(*) FROM notice WHERE topic = 'escalations.raised' AND owner = -%u", role);
}

/* Records behind each escalation are as many as it says, and none stands there twice. */
void
assert_records(void)
{
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM escalation e WHERE e.records <> (SELECT COUNT(*) FROM "
		"escalation_record r WHERE r.escalation_id = e.id) OR e.last_at <> (SELECT MAX(r.at) FROM "
		"escalation_record r WHERE r.escalation_id = e.id)"),
	    0);
}

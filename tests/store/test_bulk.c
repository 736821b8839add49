/* SPDX-License-Identifier: MIT */
/* Bulk actions against a real MariaDB: each row in a transaction of its own, nothing twice after a crash, a replay or two runs
 * at once, results that tell why not. Not the pages: tests/page/test_lists.c. */
#include "base/clock.h"
#include "harness.h"
#include "orders/orders.h"
#include "orders_help.h"
#include "web/bulk.h"
#include "web/list_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ITEMS 130 /* more than are stored at once */

static const struct list *
queue(void)
{
	const struct list *list = list_find("orders.queue");

	assert_non_null(list);
	return list;
}

static const struct list_bulk *
action(const char *name)
{
	size_t i;

	for (i = 0; i < queue()->bulk_count; i++)
		if (strcmp(queue()->bulk[i].name, name) == 0)
			return &queue()->bulk[i];
	fail_msg("no bulk action %s", name);
	return NULL;
}

/* `count` waiting orders, frozen to be confirmed. */
static int64_t
frozen(struct ctx *ctx, size_t count)
{
	struct bulk_item *items = calloc(count, sizeof(*items));
	int64_t id = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		items[i].record_id = waiting_order(ctx, 10000 + (int64_t)i);
		items[i].version = 1;
		items[i].fen = 10000 + (int64_t)i;
		items[i].title = "T";
	}
	assert_rc(bulk_freeze(ctx, queue(), action("confirm"), "all=1", items, count, &id), RC_OK);
	free(items);
	return id;
}

static const char *
words(void *self, struct ctx *ctx, enum rc rc)
{
	(void)self;
	return ctx->reason.key != NULL ? ctx->reason.key : rc_name(rc);
}

static int64_t
outcomes(int64_t id, int outcome)
{
	return test_number(
	    "SELECT COUNT(*) FROM bulk_item WHERE bulk_id = %lld AND outcome = %d", (long long)id, outcome);
}

/* Confirmed orders of a bulk, and that each was confirmed by exactly one step. */
static int64_t
confirmed(int64_t id)
{
	int64_t steps =
	    test_number("SELECT COUNT(*) FROM order_step s JOIN bulk_item i ON i.record_id = s.order_id"
			" WHERE i.bulk_id = %lld AND s.from_state = 1 AND s.to_state = 2",
		(long long)id);

	assert_int_equal(
	    steps, test_number("SELECT COUNT(*) FROM orders o JOIN bulk_item i ON i.record_id = o.id"
			       " WHERE i.bulk_id = %lld AND o.state = 2",
		       (long long)id));
	return steps;
}

static void
runs_all_and_says_why_not(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = frozen(ctx, ITEMS);
	struct bulk bulk;
	struct rows items;
	const struct bulk_item *item;

	(void)state;
	assert_rc(bulk_get(ctx, id, &bulk), RC_OK);
	assert_string_equal(bulk.back, "all=1");
	assert_rc(bulk_items(ctx, id, &items), RC_OK);
	assert_int_equal(items.count, ITEMS);
	item = items.items;
	/* one is confirmed by somebody else meanwhile, one was parked */
	assert_rc(order_confirm(ctx, item[3].record_id, 1), RC_OK);
	assert_rc(order_park(ctx, item[7].record_id, 1, "waits for the address"), RC_OK);
	assert_rc(bulk_check(ctx, &bulk, &item[0]), RC_OK);
	assert_true(bulk_check(ctx, &bulk, &item[3]) != RC_OK);
	assert_true(bulk_check(ctx, &bulk, &item[7]) != RC_OK);
	assert_rc(bulk_run(ctx, &bulk, "", words, NULL), RC_OK);
	assert_int_equal(outcomes(id, BULK_DONE), ITEMS - 2);
	assert_int_equal(outcomes(id, BULK_FAILED), 2);
	assert_int_equal(confirmed(id), ITEMS - 1);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM bulk_item WHERE bulk_id = %lld AND outcome = 2 AND reason <> ''",
		(long long)id),
	    2);
	assert_true(test_number("SELECT done_at FROM bulk WHERE id = %lld", (long long)id) > 0);
	assert_null(ctx->once_key);
	assert_counts();
}

/* The results were lost: everything is done, nothing is written down. */
static void
goes_on_after_a_crash(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = frozen(ctx, ITEMS);
	struct bulk bulk;

	(void)state;
	assert_rc(bulk_get(ctx, id, &bulk), RC_OK);
	assert_rc(bulk_run(ctx, &bulk, "", words, NULL), RC_OK);
	test_sql("UPDATE bulk_item SET outcome = 0 WHERE bulk_id = %lld AND item_no > 20", (long long)id);
	test_sql("UPDATE bulk SET done_at = 0 WHERE id = %lld", (long long)id);
	assert_rc(bulk_get(ctx, id, &bulk), RC_OK);
	assert_rc(bulk_run(ctx, &bulk, "", words, NULL), RC_OK);
	assert_int_equal(outcomes(id, BULK_DONE), ITEMS);
	assert_int_equal(confirmed(id), ITEMS);
	assert_counts();
}

static void
run_in_child(int64_t id, unsigned killed_after_us)
{
	struct ctx *ctx;
	struct bulk bulk;
	pid_t child = fork();
	int status;

	if (child == 0) {
		ctx = test_connect("worker");
		if (bulk_get(ctx, id, &bulk) != RC_OK || bulk_run(ctx, &bulk, "", words, NULL) != RC_OK)
			_exit(1);
		test_exit(ctx, 0);
	}
	if (killed_after_us > 0) {
		usleep(killed_after_us);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
	}
}

/* kill -9 at any moment, again and again; then the rest. */
static void
killed_again_and_again(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = frozen(ctx, ITEMS);
	struct bulk bulk;
	unsigned i;

	(void)state;
	for (i = 1; i <= 6; i++)
		run_in_child(id, i * 23000);
	assert_rc(bulk_get(ctx, id, &bulk), RC_OK);
	assert_rc(bulk_run(ctx, &bulk, "", words, NULL), RC_OK);
	assert_int_equal(outcomes(id, BULK_DONE), ITEMS);
	assert_int_equal(confirmed(id), ITEMS);
	assert_counts();
}

static void
twice_at_once(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = frozen(ctx, ITEMS);
	int status, i;

	(void)state;
	for (i = 0; i < 3; i++)
		run_in_child(id, 0);
	for (i = 0; i < 3; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(outcomes(id, BULK_DONE), ITEMS);
	assert_int_equal(confirmed(id), ITEMS);
	assert_counts();
}

static void
only_for_its_owner_and_a_day(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t id = frozen(ctx, 1), other = 4711;
	struct bulk bulk;

	(void)state;
	assert_rc(bulk_get(ctx, id + 1000, &bulk), RC_NOT_FOUND);
	test_actor(ctx, other, "DD0301", ROLE_ALL);
	assert_rc(bulk_get(ctx, id, &bulk), RC_NOT_FOUND);
	/* its own account, the right taken away meanwhile */
	test_actor(ctx, 1, "TEST-1", ROLE_FINANCE);
	assert_rc(bulk_get(ctx, id, &bulk), RC_FORBIDDEN);
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
	ctx->now = TEST_NOW + DAY + 1;
	assert_rc(bulk_get(ctx, id, &bulk), RC_REFUSED);
	assert_string_equal(ctx->reason.key, "list.bulk.expired");
	ctx->now = TEST_NOW + 3 * DAY;
	while (test_number("SELECT COUNT(*) FROM bulk") > 0)
		assert_rc(bulk_purge(ctx), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM bulk_item"), 0);
	assert_rc(bulk_purge(ctx), RC_OK);
	ctx->now = TEST_NOW;
	memset(&ctx->reason, 0, sizeof(ctx->reason));
}

static void
views_are_ones_own(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t other = 4712, id = 0, shared = 0, more = 0;
	struct rows views;
	const char *name;
	char text[20];
	int i;

	(void)state;
	assert_rc(list_view_save(ctx, queue(), "mine", "digit[]=3", false, &id), RC_OK);
	assert_rc(list_view_save(ctx, queue(), "mine", "digit[]=4", false, &more), RC_INVALID);
	assert_string_equal(ctx->reason.key, "list.view.taken");
	assert_rc(list_view_save(ctx, queue(), "everybody's", "digit[]=5", true, &shared), RC_OK);
	assert_rc(list_views(ctx, queue(), true, &views), RC_OK);
	assert_int_equal(views.count, 2);
	test_actor(ctx, other, "DD0302", ROLE_CLERK);
	assert_rc(list_views(ctx, queue(), true, &views), RC_OK);
	assert_int_equal(views.count, 1);
	assert_int_equal(((const struct list_view *)views.items)->id, shared);
	assert_rc(list_view_list(ctx, id, &name), RC_NOT_FOUND);
	assert_rc(list_view_drop(ctx, id, &name), RC_NOT_FOUND);
	assert_rc(list_view_drop(ctx, shared, &name), RC_NOT_FOUND);
	assert_rc(list_view_save(ctx, queue(), "for all", "", true, &more), RC_FORBIDDEN);
	for (i = 0; i < LIST_VIEW_MOST; i++) {
		snprintf(text, sizeof(text), "view %d", i);
		assert_rc(list_view_save(ctx, queue(), text, "", false, &more), RC_OK);
	}
	assert_rc(list_view_save(ctx, queue(), "one more", "", false, &more), RC_INVALID);
	assert_string_equal(ctx->reason.key, "list.view.many");
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
	assert_rc(list_view_drop(ctx, id, &name), RC_OK);
	assert_string_equal(name, "orders.queue");
	assert_rc(list_view_drop(ctx, shared, &name), RC_OK);
	assert_rc(list_view_drop(ctx, shared, &name), RC_NOT_FOUND);
	memset(&ctx->reason, 0, sizeof(ctx->reason));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_all_and_says_why_not),
		cmocka_unit_test(goes_on_after_a_crash),
		cmocka_unit_test(killed_again_and_again),
		cmocka_unit_test(twice_at_once),
		cmocka_unit_test(only_for_its_owner_and_a_day),
		cmocka_unit_test(views_are_ones_own),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}

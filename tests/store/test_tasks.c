/* SPDX-License-Identifier: MIT */
/* Tests of tasks on a real MariaDB: whose they are, once and not twice, and their list: every row of the asker's, no other's.
 * Not of their pages. */
#include "harness.h"

#include "tasks/tasks.h"
#include "web/list_page.h"
#include "web/list_sql.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void
as(int64_t account_id, uint32_t roles)
{
	test_actor(test_ctx(), account_id, "KF0001", roles);
}

static int
fresh(void **state)
{
	(void)state;
	test_empty("task");
	test_ctx()->now = TEST_NOW;
	as(1, ROLE_AGENT);
	return 0;
}

static int64_t
task_make(const char *subject, int64_t account_id, int64_t role, int64_t due_at)
{
	struct task task = { .kind = "orders.call",
		.subject = subject,
		.path = "/orders/1",
		.title = "sample",
		.account_id = account_id,
		.role = role,
		.due_at = due_at,
		.rule = "ORD-5",
		.policy_version = 1 };
	int64_t id = 0;
	enum rc rc = tx_begin(test_ctx());

	if (rc == RC_OK)
		rc = task_add(test_ctx(), &task, &id);
	assert_rc(tx_end(test_ctx(), rc), RC_OK);
	return id;
}

/* ---- one ---- */

static void
test_task_once_while_open(void **state)
{
	int64_t first = task_make("order:1", 1, 0, TEST_NOW);

	(void)state;
	assert_int_equal(task_make("order:1", 1, 0, TEST_NOW + 5), first);
	assert_int_equal(test_number("SELECT COUNT(*) FROM task"), 1);
	assert_rc(task_done(test_ctx(), first, 1, "told"), RC_OK);
	assert_true(task_make("order:1", 1, 0, TEST_NOW) != first); /* a closed one makes room */
	assert_int_equal(test_number("SELECT COUNT(*) FROM task"), 2);
	assert_rc(task_done(test_ctx(), first, 2, "again"), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "tasks.refused.closed");
}

static void
test_task_whose(void **state)
{
	int64_t id = task_make("order:2", 0, ROLE_SUPERVISOR, TEST_NOW);
	struct task task;

	(void)state;
	assert_rc(task_get(test_ctx(), id, &task), RC_NOT_FOUND); /* an agent's is not a supervisor's */
	assert_rc(task_take_check(test_ctx(), id, 1), RC_NOT_FOUND);
	assert_rc(task_done(test_ctx(), id, 1, "mine?"), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "tasks.refused.owner");
	as(2, ROLE_SUPERVISOR | ROLE_AGENT);
	assert_rc(task_take_check(test_ctx(), id, 2), RC_CONFLICT);
	assert_rc(task_take_check(test_ctx(), id, 1), RC_OK);
	assert_rc(task_take(test_ctx(), id, 1), RC_OK);
	assert_rc(task_take_check(test_ctx(), id, 2), RC_REFUSED);
	assert_rc(task_take(test_ctx(), id, 2), RC_REFUSED);
	assert_string_equal(test_ctx()->reason.key, "tasks.refused.taken");
	as(3, ROLE_SUPERVISOR);
	assert_rc(task_get(test_ctx(), id, &task), RC_OK); /* still seen by the role it came from */
	assert_int_equal(task.account_id, 2);
	assert_rc(task_done(test_ctx(), id, 2, "no"), RC_REFUSED);
	as(2, ROLE_SUPERVISOR);
	assert_rc(task_done(test_ctx(), id, 1, "stale"), RC_CONFLICT);
	assert_rc(task_done(test_ctx(), id, 2, "done"), RC_OK);
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM audit_log WHERE action = 'task.done' AND record_id = %" PRId64, id),
	    1);
}

static void
test_task_done_for(void **state)
{
	enum rc rc;

	(void)state;
	task_make(
	    "order:3", 0, ROLE_CLERK, TEST_NOW); /* whoever it belongs to: the record's action closes it */
	rc = tx_begin(test_ctx());
	if (rc == RC_OK)
		rc = task_done_for(test_ctx(), "orders.call", "order:3", "confirmed");
	if (rc == RC_OK)
		rc = task_done_for(test_ctx(), "orders.call", "order:none", "nothing there");
	assert_rc(tx_end(test_ctx(), rc), RC_OK);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM task WHERE state = 1 AND outcome = 'confirmed'"), 1);
}

/* ---- the list ---- */

enum { F_OWNER, F_STATE, F_KIND, F_TITLE, F_DUE, F_MADE };
enum { BY_DUE, BY_MADE };

static const struct list_choices *choices;

/* What the acting person may choose from: read anew after each change of who acts. */
static void
choices_read(void)
{
	struct req *req = arena_alloc(test_ctx()->arena, sizeof(*req));

	req->ctx = *test_ctx();
	assert_rc(list_live_choices(req, list_live(&tasks_list), &choices), RC_OK);
}

static void
ask(struct list_query *query, const char *text)
{
	choices_read();
	list_query_init(query, &tasks_list, choices, test_ctx()->now);
	if (list_query_text(test_ctx()->arena, query, text) != RC_OK)
		fail_msg("%s: %s", text, query->problem);
}

static int64_t
total_of(const char *text)
{
	struct list_query query;
	struct list_ask total_ask = { .query = &query, .want = LIST_PAGE, .windows = LIST_WINDOWS };
	struct list_total total;

	ask(&query, text);
	assert_rc(list_total(test_ctx(), &total_ask, NULL, &total), RC_OK);
	assert_false(total.more);
	return total.rows;
}

/* Overdue from one second after, today by the shop's zone; and each count of home is the rows its link opens. */
static void
test_task_counts(void **state)
{
	int64_t midnight = TEST_NOW + INT64_C(10) * 3600; /* 14:00 → 24:00 */
	struct task_counts counts;
	struct task first;

	(void)state;
	assert_rc(task_first(test_ctx(), &first), RC_NOT_FOUND);
	task_make("order:14", 1, 0, 0);
	assert_rc(task_first(test_ctx(), &first), RC_NOT_FOUND); /* no due time: nothing is urgent */
	task_make("order:11", 1, 0, TEST_NOW);
	task_make("order:12", 0, ROLE_AGENT, midnight - 1);
	task_make("order:13", 0, ROLE_AGENT, midnight);
	task_make("order:15", 2, 0, TEST_NOW - 2);               /* another's */
	task_make("order:16", 0, ROLE_SUPERVISOR, TEST_NOW - 3); /* another role's */
	task_make("order:10", 1, 0, TEST_NOW - 1);
	assert_rc(task_count(test_ctx(), NULL, &counts), RC_OK);
	assert_int_equal(counts.overdue, 1);
	assert_int_equal(counts.today, 2);
	assert_int_equal(counts.later, 2);
	assert_int_equal(total_of("state[]=0&due_to=now"), counts.overdue);
	assert_int_equal(total_of("state[]=0&due_from=now&due_to=today"), counts.today);
	assert_int_equal(total_of("state[]=0&due_from=tomorrow"), counts.later);
	assert_rc(task_count(test_ctx(), "orders.call", &counts), RC_OK);
	assert_int_equal(counts.overdue, 1);
	assert_rc(task_count(test_ctx(), "orders.witness", &counts), RC_OK);
	assert_int_equal(counts.overdue + counts.today + counts.later, 0);
	assert_rc(task_first(test_ctx(), &first), RC_OK);
	assert_string_equal(first.subject, "order:10");
	as(1, ROLE_AGENT | ROLE_SUPERVISOR);
	assert_rc(task_first(test_ctx(), &first), RC_OK);
	assert_string_equal(first.subject, "order:16");
	as(2, ROLE_CLERK);
	assert_rc(task_first(test_ctx(), &first), RC_OK);
	assert_string_equal(first.subject, "order:15");
}

/* Whose tasks can be asked for: one's own and those of each role one has; another's id is no choice at all. */
static void
test_list_owners(void **state)
{
	struct list_query query;

	(void)state;
	as(7, ROLE_AGENT | ROLE_FINANCE);
	choices_read();
	assert_int_equal(choices[F_OWNER].count, 3);
	assert_string_equal(choices[F_OWNER].items[0].value, "7");
	assert_string_equal(choices[F_OWNER].items[1].value, "-1");
	assert_string_equal(choices[F_OWNER].items[2].value, "-16");
	list_query_init(&query, &tasks_list, choices, TEST_NOW);
	assert_rc(list_query_text(test_ctx()->arena, &query, "owner[]=8"), RC_INVALID);
	list_query_init(&query, &tasks_list, choices, TEST_NOW);
	assert_rc(list_query_text(test_ctx()->arena, &query, "owner[]=-8"), RC_INVALID);
}

#define TASKS 3000
#define MOST (TASKS + 1)
static int64_t wanted_ids[MOST], found_ids[MOST];

static int64_t
roll(int64_t below)
{
	return rand() % below;
}

/* Of two people and all roles, in every state; most due times are shared, some tasks have none. */
static void
tasks_fill(void)
{
	static int64_t seconds;

	test_ctx()->now = TEST_NOW + ++seconds; /* totals are kept for a second */
	test_sql(
	    "INSERT INTO task (kind, subject, title, account_id, role, owner, staff, due_at, made_at, state, "
	    "open_mark) SELECT ELT(1 + s.seq %% 5, 'orders.call', 'orders.check', 'points.adjust', "
	    "'complaints.call', 'complaints.refund'), CONCAT('order:', s.seq), CONCAT('20260', s.seq %% 90, ' x'), "
	    "IF(s.seq %% 3 = 0, 0, 1 + s.seq %% 2), IF(s.seq %% 3 = 0, 1 << (s.seq %% 11), 0), "
	    "IF(s.seq %% 3 = 0, -CAST(1 << (s.seq %% 11) AS SIGNED), 1 + s.seq %% 2), '', "
	    "IF(s.seq %% 13 = 0, 0, %lld + s.seq * 7919 %% 40 * 7200), %lld - s.seq * 104729 %% 500 * 3600, "
	    "IF(s.seq * 31 %% 7 < 4, 0, 1 + (s.seq %% 4 = 0)), IF(s.seq * 31 %% 7 < 4, 1, NULL) "
	    "FROM seq_1_to_%d s",
	    (long long)TEST_NOW - INT64_C(20) * 7200, (long long)TEST_NOW, TASKS);
}

static void
ids_want(const struct list_query *query)
{
	const struct list_query *whole = list_query_whole(test_ctx()->arena, query);
	static const char *const columns[] = { "owner", "state", "kind", "title", "due_order", "made_at" };
	static const struct field fields[] = { FIELD(task, ID, id) };
	static const struct record record = RECORD(task, fields);
	struct rows rows;
	struct buf sql;

	buf_init(&sql, test_ctx()->arena, 512);
	buf_text(&sql, "SELECT id FROM task WHERE 1 = 1");
	for (size_t i = 0; i < tasks_list.filter_count; i++) {
		const struct list_wanted *wanted = &whole->wanted[i];

		for (size_t j = 0; j < wanted->count; j++)
			buf_printf(&sql, "%s%s = '%s'%s", j == 0 ? " AND (" : " OR ", columns[i],
			    wanted->chosen[j]->value, j + 1 == wanted->count ? ")" : "");
		if (wanted->text != NULL)
			buf_printf(&sql, " AND LEFT(title, %zu) = '%s'", strlen(wanted->text), wanted->text);
		/* the only ends drawn: from now, to now */
		if (wanted->has_from)
			buf_printf(&sql, " AND %s >= %lld", columns[i], (long long)test_ctx()->now);
		if (wanted->has_to)
			buf_printf(&sql, " AND %s < %lld", columns[i], (long long)test_ctx()->now);
	}
	buf_printf(&sql, " ORDER BY %s%s, id%s", query->sort == BY_DUE ? "due_order" : "made_at",
	    query->descending ? " DESC" : "", query->descending ? " DESC" : "");
	assert_rc(db_rows(test_ctx(), db_shape(test_ctx(), sql.data), &record, &rows, NO_ARGS), RC_OK);
	assert_true(rows.count < MOST);
	for (size_t i = 0; i < rows.count; i++)
		wanted_ids[i] = ((const struct task *)rows.items)[i].id;
	wanted_ids[rows.count] = 0;
}

/* Page by page, forwards or back from the end: the same rows, each once. */
static void
ids_find(struct list_query *query, size_t page, bool backwards)
{
	struct list_ask list_ask = {
		.query = query, .want = page, .windows = 1 + (size_t)roll(LIST_WINDOWS)
	};
	struct list_found found;
	size_t count = 0;

	if (backwards)
		query->place = (struct list_place){ LIST_BEFORE, query->descending ? -1 : INT64_MAX, NULL,
			query->descending ? -1 : INT64_MAX };
	do {
		assert_rc(list_read(test_ctx(), &list_ask, &found), RC_OK);
		assert_true(found.count <= page);
		assert_false(found.more && found.partial);
		for (size_t i = 0; i < found.count; i++) {
			assert_true(count < MOST - 1);
			found_ids[count++] =
			    list_tail(&tasks_list, found.rows[backwards ? found.count - 1 - i : i])->key;
		}
		query->place = found.resume;
	} while (found.more || found.partial);
	found_ids[count] = 0;
	for (size_t i = 0; backwards && i < count / 2; i++) {
		int64_t id = found_ids[i];

		found_ids[i] = found_ids[count - 1 - i];
		found_ids[count - 1 - i] = id;
	}
}

static void
ids_compare(const struct list_query *query, const char *way)
{
	size_t i = 0;

	while (wanted_ids[i] != 0 && wanted_ids[i] == found_ids[i])
		i++;
	if (wanted_ids[i] != found_ids[i])
		fail_msg("%s /tasks?%s: row %zu is %" PRId64 ", not %" PRId64, way,
		    list_query_print(test_ctx()->arena, query), i, found_ids[i], wanted_ids[i]);
}

static void
draw(struct list_query *query)
{
	static const char *const titles[] = { "2026", "202601", "2026012 x", "none" };

	choices_read();
	list_query_init(query, &tasks_list, choices, test_ctx()->now);
	for (size_t filter = F_OWNER; filter <= F_KIND; filter++)
		for (int64_t i = roll(2) * (1 + roll(2)); i > 0; i--)
			list_query_choose(test_ctx()->arena, query, filter,
			    &choices[filter].items[roll((int64_t)choices[filter].count)], true);
	if (roll(6) == 0)
		query->wanted[F_TITLE].text = titles[roll(4)];
	for (size_t filter = F_DUE; filter <= F_MADE; filter++) {
		struct list_wanted *wanted = &query->wanted[filter];

		wanted->has_from = roll(4) == 0;
		wanted->has_to = !wanted->has_from && roll(4) == 0;
		wanted->from = wanted->to = LIST_NOW;
	}
	query->sort = (size_t)roll(2);
	query->descending = roll(2) == 0;
	query->sorted = true;
}

/* Pages are all rows of a question, in order, whoever asks; and never a row of anybody else. */
static void
test_list_pages(void **state)
{
	static const struct {
		int64_t account_id;
		uint32_t roles;
	} people[] = { { 1, ROLE_AGENT }, { 2, ROLE_AGENT | ROLE_SUPERVISOR }, { 3, 0 }, { 4, ROLE_FINANCE },
		{ 2, ROLE_ALL } };
	struct list_query query;

	(void)state;
	srand(20260512);
	tasks_fill();
	for (int i = 0; i < 200; i++) {
		size_t page = roll(4) == 0 ? 500 : 50;

		as(people[i % 5].account_id, people[i % 5].roles);
		draw(&query);
		ids_want(&query);
		ids_find(&query, page, false);
		ids_compare(&query, "on");
		ids_find(&query, page, true);
		ids_compare(&query, "back");
		arena_reset(test_ctx()->arena, 1 << 20);
	}
}

/* A filter's total is its rows, and within the second totals are kept nobody is told another's. */
static void
test_list_totals(void **state)
{
	static const char *const questions[] = { "state[]=0", "state[]=1&kind[]=orders.call",
		"kind[]=points.adjust", "due_to=now", "state[]=0&q=202601", "state[]=2&made_to=now", "" };

	(void)state;
	tasks_fill();
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		for (int64_t account = 1; account <= 4; account++) {
			struct list_query query;
			struct list_total total;
			struct list_ask list_ask = { .query = &query, .want = LIST_PAGE, .windows = 1 };
			int64_t rows = 0;

			as(account, account == 2 ? ROLE_SUPERVISOR : ROLE_AGENT);
			ask(&query, questions[i]);
			ids_want(&query);
			while (wanted_ids[rows] != 0)
				rows++;
			assert_rc(list_total(test_ctx(), &list_ask, NULL, &total), RC_OK);
			if (total.more)
				assert_true(rows >= LIST_COUNT_MOST);
			else
				assert_int_equal(total.rows, rows);
		}
}

/* No statement of the list looks beyond the asker's own: a title by its number is no way around it. */
static void
test_list_names_own_rows_only(void **state)
{
	int64_t own = task_make("order:1", 1, 0, TEST_NOW), other = task_make("order:2", 2, 0, TEST_NOW);
	const int64_t keys[] = { own, other };
	struct list_query query;
	struct list_terms terms = { .arena = test_ctx()->arena };
	struct list_sql sql;
	struct rows rows;
	struct title {
		int64_t list_key, list_fen;
		const char *list_title;
	};
	static const struct field fields[] = { FIELD(title, ID, list_key), FIELD(title, MONEY, list_fen),
		FIELD(title, TEXT, list_title) };
	static const struct record record = RECORD(title, fields);

	(void)state;
	ask(&query, "");
	terms.query = list_query_whole(test_ctx()->arena, &query);
	sql = list_sql_titles(&terms, keys, 2);
	assert_rc(
	    db_rows(test_ctx(), db_shape(test_ctx(), sql.text), &record, &rows, sql.args, sql.count), RC_OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(((const struct title *)rows.items)->list_key, own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_task_once_while_open, fresh),
		cmocka_unit_test_setup(test_task_whose, fresh),
		cmocka_unit_test_setup(test_task_done_for, fresh),
		cmocka_unit_test_setup(test_task_counts, fresh),
		cmocka_unit_test_setup(test_list_owners, fresh),
		cmocka_unit_test_setup(test_list_pages, fresh),
		cmocka_unit_test_setup(test_list_totals, fresh),
		cmocka_unit_test_setup(test_list_names_own_rows_only, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}

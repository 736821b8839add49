/* SPDX-License-Identifier: MIT */
/* Forms read and given back: every kind of field, bounds, choices, repeated fields, what was not declared. */
#include "base/clock.h"
#include "page/page.h"
#include "web/form.h"
#include "web/frame.h"
#include "web/tree.h"
#include "web/view_node.h"
#include <stdio.h>
#include <string.h>

struct sample {
	const char *name;
	const char *story;
	const char *kind;
	int64_t count, amount, day, at, record;
	bool agreed;
};
static const char *const kinds[] = { "one", "two", NULL };
static const struct form_field fields[] = {
	{ .field = FIELD(sample, TEXT, name), .label = "ui.account", .required = true, .min = 2, .max = 10 },
	{ .field = FIELD(sample, TEXT, story), .label = "ui.reason", .multiline = true, .max = 30 },
	{ .field = FIELD(sample, TEXT, kind), .label = "ui.theme", .choices = kinds },
	{ .field = FIELD(sample, INT, count), .label = "ui.results", .min = 1, .max = 99 },
	{ .field = FIELD(sample, MONEY, amount), .label = "ui.sum", .min = 0, .max = 100000 },
	{ .field = FIELD(sample, DAY, day), .label = "ui.from" },
	{ .field = FIELD(sample, TIME, at), .label = "ui.when" },
	{ .field = FIELD(sample, ID, record), .label = "ui.who" },
	{ .field = FIELD(sample, BOOL, agreed), .label = "ui.apply" },
	{ .field = { .name = "digit", .type = FIELD_INT },
	    .label = "ui.sort",
	    .many = true,
	    .min = 0,
	    .max = 9 },
};

static struct arena *arena;

/* A POST of name and value pairs, ended by NULL. */
static struct req *
posted(const char *const *pairs)
{
	struct req *req = ARENA_NEW(arena, struct req);
	struct param *params = arena_array(arena, 40, sizeof(*params));
	size_t count = 0;

	for (; pairs[0]; pairs += 2)
		params[count++] = (struct param){ pairs[0], pairs[1], true };
	req->ctx.arena = arena;
	req->http = (struct request){
		.arena = arena, .method = POST, .path = "/sample", .params = params, .param_count = count
	};
	response_init(&req->out, arena);
	return req;
}

#define POSTED(...) posted((const char *const[]){ __VA_ARGS__, NULL, NULL })

static const char *
error_of(const struct req *req, const char *field)
{
	for (size_t i = 0; req->form && i < req->form->error_count; i++)
		if (!strcmp(req->form->errors[i].field, field))
			return req->form->errors[i].text;
	return NULL;
}

static void
test_good(void **state)
{
	struct sample sample;
	struct req *req = POSTED("name", "  Plum  ", "story", "one\r\ntwo", "kind", "two", "count", "１２",
	    "amount", "￥1,000.00", "day", "2026-05-12", "at", "2026-05-12T14:00", "record", "4711", "agreed",
	    "1", "digit[]", "3", "digit[]", "9", "csrf", "x", "once", "y");

	(void)state;
	assert_rc(form_parse(req, fields, &sample), RC_OK);
	assert_string_equal(sample.name, "Plum");
	assert_string_equal(sample.story, "one\ntwo");
	assert_string_equal(sample.kind, "two");
	assert_int_equal(sample.count, 12);
	assert_int_equal(sample.amount, 100000);
	assert_int_equal(sample.day, day_number(2026, 5, 12));
	assert_int_equal(sample.at, INT64_C(1778565600));
	assert_int_equal(sample.record, 4711);
	assert_true(sample.agreed);
}

static void
test_left_out(void **state)
{
	struct sample sample;
	struct req *req = POSTED("name", "Plum", "count", "", "amount", " ");

	(void)state;
	memset(&sample, 0xff, sizeof(sample));
	assert_rc(form_parse(req, fields, &sample), RC_OK);
	assert_string_equal(sample.story, "");
	assert_int_equal(sample.count, 0);
	assert_int_equal(sample.amount, 0);
	assert_int_equal(sample.at, 0);
	assert_false(sample.agreed);
}

static void
test_bad(void **state)
{
	static const char *const bad[][2] = { { "name", "" }, { "name", "P" }, { "name", "Plum blossoms" },
		{ "name", "a\nb" }, { "story", "0123456789012345678901234567890" }, { "kind", "three" },
		{ "kind", "ONE" }, { "count", "0" }, { "count", "100" }, { "count", "1.5" },
		{ "count", "1e1" }, { "count", "0x10" }, { "count", "--1" },
		{ "count", "9999999999999999999" }, { "amount", "-0.01" }, { "amount", "1000.01" },
		{ "amount", "1.234" }, { "amount", "one" }, { "day", "2026-02-30" }, { "day", "12.05.2026" },
		{ "at", "2026-05-12" }, { "at", "2026-05-12 25:00" }, { "record", "-1" }, { "record", "x" },
		{ "digit[]", "10" }, { "digit[]", "a" } };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct sample sample;
		struct req *req = strcmp(bad[i][0], "name") ? POSTED("name", "Plum", bad[i][0], bad[i][1])
							    : POSTED(bad[i][0], bad[i][1]);
		char name[20];

		snprintf(name, sizeof(name), "%.*s", (int)strcspn(bad[i][0], "["), bad[i][0]);
		assert_rc(form_parse(req, fields, &sample), RC_INVALID);
		if (!error_of(req, name))
			fail_msg("%s=%s: no error at the field", bad[i][0], bad[i][1]);
		assert_int_equal(req->form->error_count, 1);
	}
}

static void
test_undeclared(void **state)
{
	struct sample sample;
	struct req *req = POSTED("name", "Plum", "roles", "2047");

	(void)state;
	assert_rc(form_parse(req, fields, &sample), RC_INVALID);
	assert_non_null(error_of(req, ""));
	assert_rc(form_parse(POSTED("name", "Plum", "name[]", "Plum"), fields, &sample), RC_INVALID);
	assert_rc(form_parse(POSTED("name", "Plum", "digit", "1"), fields, &sample), RC_INVALID);
	assert_rc(form_parse(POSTED("name", "Plum", "version", "1", "back", "/"), fields, &sample), RC_OK);
	/* what stands in the address of a POST is no field */
	req = POSTED("name", "Plum", "count", "5");
	req->http.params[1].from_body = false;
	assert_rc(form_parse(req, fields, &sample), RC_OK);
	assert_int_equal(sample.count, 0);
}

static const char *
shown(struct req *req, const char *name)
{
	const struct node *node = node_child(view_root(req), name);

	return node->hdf.value ? node->hdf.value : "";
}

static void
test_given_back(void **state)
{
	struct sample sample;
	struct req *req =
	    POSTED("name", "<b>", "count", " lots ", "digit[]", "1", "digit[]", "77", "password", "secret");

	(void)state;
	assert_rc(form_parse(req, fields, &sample), RC_INVALID);
	form_answer(req);
	assert_string_equal(shown(req, "Form.name.value"), "<b>");
	assert_string_equal(shown(req, "Form.count.value"), " lots ");
	assert_string_equal(shown(req, "Form.count.error"), error_of(req, "count"));
	assert_string_equal(shown(req, "Form.errors.0.field"), "count");
	assert_string_equal(shown(req, "Form.digit.values.1.value"), "77");
	assert_string_equal(shown(req, "Form.password.value"), "");
	assert_non_null(strstr(error_of(req, "count"), lang(req, "ui.results")));
}

static void
test_filled(void **state)
{
	struct sample sample = { .name = "Plum",
		.story = "",
		.kind = "one",
		.count = 3,
		.amount = 123450,
		.day = day_number(2026, 5, 12),
		.at = INT64_C(1778565600),
		.agreed = true };
	struct req *req = posted((const char *const[]){ NULL, NULL });

	(void)state;
	req->http.method = GET;
	form_fill(req, fields, &sample);
	assert_string_equal(shown(req, "Form.name.value"), "Plum");
	assert_string_equal(shown(req, "Form.amount.value"), "1234.50");
	assert_string_equal(shown(req, "Form.day.value"), "2026-05-12");
	assert_string_equal(shown(req, "Form.at.value"), "2026-05-12 14:00");
	assert_string_equal(shown(req, "Form.agreed.value"), "1");
}

static int
form_start(void **state)
{
	if (page_start(state) != 0)
		return -1;
	arena = arena_new(0);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_undeclared),
		cmocka_unit_test(test_given_back),
		cmocka_unit_test(test_filled),
	};

	return cmocka_run_group_tests(tests, form_start, page_stop);
}

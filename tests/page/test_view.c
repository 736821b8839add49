/* SPDX-License-Identifier: MIT */
/* Rendering: our quicker commands write byte for byte what ClearSilver's own do, on made-up templates and on every page
 * that can be had without a record; escaping holds in every place; nothing is kept from one page to the next. */
#include "page/page.h"
#include "web/feature.h"
#include "web/lang.h"
#include "web/tree.h"
#include "web/view_node.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;

/* What differs by chance: keys and numbers of requests, times of day. */
static char *
body_bare(const struct page *page)
{
	char *text = strdup(page->body);

	for (char *at = text; *at; at++) {
		size_t digits = strspn(at, "0123456789abcdef");

		if (digits >= 16)
			memset(at, '*', digits);
		else if (digits == 2 && at[2] == ':' && strspn(at + 3, "0123456789") == 2)
			memset(at, '*', 5);
	}
	return text;
}

static void
both_ways(struct visitor *visitor, const char *target)
{
	char *quick, *own;
	int status;
	const struct page *page;

	hot_start();
	page = page_direct(visitor, target, NULL);
	status = page->status;
	quick = body_bare(page);
	hot_stop();
	page = page_direct(visitor, target, NULL);
	own = body_bare(page);
	hot_start();
	assert_int_equal(page->status, status);
	if (strcmp(quick, own) != 0)
		fail_msg("%s differs", target);
	free(quick);
	free(own);
}

static void
test_every_page(void **state)
{
	struct visitor *visitor = visitor_new(ROLE_ALL, "");
	int pages = 0;

	(void)state;
	for (const struct feature *const *feature = features; *feature; feature++)
		for (const struct route *route = (*feature)->routes; route && route->path; route++)
			if (route->method == GET && !strchr(route->path, '#')) {
				both_ways(visitor, route->path);
				pages++;
			}
	both_ways(visitor, "/nowhere");
	both_ways(visitor_none(), "/login?back=%22%3E%3Cb%3E");
	assert_true(pages > 3);
}

/* ---- made-up templates ---- */

static const char *
template_write(const char *text)
{
	static int number;
	const char *name = text_format("%s/made-%d.cs", test_folder(), ++number);
	FILE *file = fopen(name, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0)
		fail_msg("%s", name);
	return name;
}

/* A row of a list that is filled while it is rendered: some leaves and a list inside are there in some rows only. */
static void
row_fill(void *self, struct node *row, size_t number)
{
	struct node *tags;

	node_int(row, "id", (int64_t)number);
	node_set(row, "text", self);
	if (number % 3 == 1)
		node_static(row, "odd.one", "out");
	node_flag(row, "even", number % 2 == 0);
	if (number % 4 == 3)
		node_static(row, "late", "new"); /* a leaf that the rows before did not have */
	tags = number % 5 ? node_child(row, "tags") : NULL;
	for (size_t i = 0; tags && i < number % 4; i++)
		node_int(node_row(tags), "word", (int64_t)(number * 10 + i));
}

/* The same data each time; `text` stands in every kind of place. */
static struct req *
data_make(const char *text)
{
	struct req *req = ARENA_NEW(arena, struct req);
	struct node *root, *list;

	req->ctx.arena = arena;
	response_init(&req->out, arena);
	root = view_root(req);
	node_set(root, "A", text);
	node_set(root, "A.b.c", "deep");
	node_set(root, "Empty", "");
	node_set(root, "Zero", "0");
	node_set(root, "Number", "7");
	node_set(root, "Hex", "0x0");
	node_set(root, "Words", "7 days");
	list = node_child(root, "List");
	for (int i = 0; i < 60; i++) {
		struct node *row = node_row(list);

		node_int(row, "id", i - 3);
		node_set(row, "text", i % 3 ? text : "plain");
		node_flag(row, "odd", i % 2);
	}
	node_rows(node_child(root, "Later"), 70, row_fill, arena_strdup(arena, text));
	node_rows(node_child(root, "Nobody"), 0, row_fill, NULL);
	return req;
}

static const char *
rendered(const char *name, const char *text)
{
	struct req *req = data_make(text);

	assert_int_equal(view_render(req, name), RC_OK);
	return req->out.body.data;
}

static const char *const nasty = "<i a=\"b\" c='d'>&amp;\r\n</i>";

static void
test_made_up(void **state)
{
	static const char *const templates[] = {
		"<?cs var:A ?>|<?cs var:A.b.c ?>|<?cs var:Missing ?>|<?cs var:Missing.too ?>|<?cs "
		"var:A.b.c.d ?>",
		"<?cs each:r = List ?><?cs var:r.id ?>:<?cs var:r.text ?><?cs if:r.odd ?>!<?cs else "
		"?>?<?cs /if ?><?cs if:?r.none ?>none<?cs elif:r.id == \"5\" ?>five<?cs elif:r.id != "
		"r.text && !r.odd ?>other<?cs /if ?><?cs /each ?>",
		"<?cs if:Zero ?>1<?cs /if ?><?cs if:Empty ?>2<?cs /if ?><?cs if:Number ?>3<?cs /if ?><?cs "
		"if:Hex ?>4<?cs /if ?><?cs if:Words ?>5<?cs /if ?><?cs if:Missing ?>6<?cs /if ?><?cs "
		"if:!Missing ?>7<?cs /if ?><?cs if:?Empty ?>8<?cs /if ?><?cs if:!?Empty ?>9<?cs /if ?><?cs "
		"if:Missing == Nothing ?>a<?cs /if ?><?cs if:Missing == \"\" ?>b<?cs /if ?><?cs if:Missing "
		"!= \"\" ?>c<?cs /if ?><?cs if:(Zero || Number) && Words ?>d<?cs /if ?><?cs if:#Number > "
		"#3 ?>e<?cs /if ?><?cs if:Number == #7 ?>f<?cs /if ?><?cs if:A.b.c == \"deep\" ?>g<?cs /if "
		"?>",
		"<?cs def:m(x, y) ?>[<?cs var:x ?>,<?cs var:y ?>,<?cs var:x.b.c ?><?cs if:?x ?>+<?cs /if "
		"?><?cs if:y == \"7\" ?>=<?cs /if ?>]<?cs /def ?>"
		"<?cs call:m(A, \"<b>\") ?><?cs call:m(Missing, Number) ?><?cs call:m(\"s\", #7) ?><?cs "
		"call:m(A.b, Lang.ui.search) ?>",
		"<?cs def:i(x) ?>(<?cs var:x.text ?>)<?cs /def ?><?cs def:o(x) ?><?cs call:i(x) ?><?cs /def "
		"?><?cs each:r = List ?><?cs call:o(r) ?><?cs /each ?>",
		"<?cs each:r = List ?><?cs if:first(r) ?>first<?cs /if ?><?cs if:last(r) ?>last<?cs /if "
		"?><?cs /each ?><?cs var:subcount(List) ?>",
		"<?cs set:x = A ?><?cs var:x ?><?cs set:Made.up = \"&\" ?><?cs var:Made.up ?><?cs with:w = "
		"A.b ?><?cs var:w.c ?><?cs /with ?>",
		"<?cs each:r = Later ?><?cs name:r ?>=<?cs var:r.id ?>,<?cs var:r.text ?><?cs if:r.even ?>!<?cs "
		"/if ?><?cs if:?r.late ?><?cs var:r.late ?><?cs /if ?>,<?cs var:r.odd.one ?>,<?cs if:first(r) "
		"?>first<?cs /if ?><?cs if:last(r) ?>last<?cs /if ?><?cs each:t = r.tags ?>[<?cs var:t.word "
		"?>]<?cs /each ?><?cs var:r.tags.1.word ?>;<?cs /each ?><?cs each:r = Nobody ?>nobody<?cs /each "
		"?>",
		"<?cs each:r = Later ?><?cs var:r.id ?><?cs var:r.text ?>,<?cs var:r.odd.one ?> <?cs var:r.late ?>"
		"<?cs var:r.tags.1.word ?>;<?cs /each ?>",
		"<?cs each:r = Later ?>(<?cs var:r.text ?><?cs var:A ?>)<?cs /each ?><?cs each:r = Later ?>-<?cs /each "
		"?><?cs each:r = Later ?><?cs var:r.id ?><?cs /each ?><?cs each:r = Later ?><?cs /each ?>"
		"<?cs each:r = Later ?><?cs var:r ?><?cs var:rr.id ?><?cs var:r.id + Number ?><?cs /each ?>",
		"<?cs def:l(rows) ?><?cs each:r = rows ?><?cs each:s = Later ?><?cs if:s.id == r.id ?><?cs "
		"var:s.id ?><?cs /if ?><?cs /each ?><?cs /each ?><?cs /def ?><?cs call:l(List) ?>",
		"<?cs def:p(x) ?><?cs var:x.id ?>.<?cs var:x.late ?> <?cs /def ?><?cs def:l(rows) ?><?cs each:r "
		"= rows ?><?cs call:p(r) ?><?cs /each ?><?cs /def ?><?cs call:l(Later) ?><?cs call:l(Later) ?>",
		"<?cs if:?New ?>1<?cs /if ?><?cs each:i = List ?><?cs if:?New ?><?cs var:New ?><?cs else ?>-<?cs "
		"/if ?><?cs set:New = i.id ?><?cs /each ?>",
		"<?cs loop:i = #1, #4 ?><?cs var:i ?><?cs var:List[i].text ?><?cs /loop ?><?cs "
		"var:Lang.ui.search ?><?cs var:A + Number ?>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++) {
		const char *quick, *own;

		hot_start();
		quick = rendered(template_write(templates[i]), nasty);
		hot_stop();
		own = rendered(template_write(templates[i]), nasty);
		hot_start();
		assert_string_equal(quick, own);
		assert_null(strstr(quick, "<i "));
		assert_null(strchr(quick, '\''));
	}
}

/* Each length and each place of a sign that is escaped: texts are looked at many bytes at once. */
static void
test_escaped_anywhere(void **state)
{
	static const char signs[] = "&<>\"'\r";
	const char *name = template_write("<?cs var:A ?>|");

	(void)state;
	for (size_t length = 0; length <= 70; length++)
		for (size_t at = 0; at <= length; at++) {
			char text[80];
			const char *quick;

			for (size_t i = 0; i < length; i++)
				text[i] = (char)(i % 3 ? "%=\x0c\x3d?#(/ \xc2\xa5"[i % 11] : 'a');
			text[length] = '\0';
			if (at < length)
				text[at] = signs[(length + at) % (sizeof(signs) - 1)];
			quick = rendered(name, text);
			hot_stop();
			assert_string_equal(quick, rendered(name, text));
			hot_start();
		}
}

/* More places and texts than lang_fill() keeps at once, keys among them, and what only looks like a place. */
static void
test_filled(void **state)
{
	const char *const args[] = { "a", "<b>", "@ui.search", NULL };
	const char *search = lang_of(LANG_EN, "ui.search");

	(void)state;
	assert_string_equal(lang_fill(arena, LANG_EN, "none", args, 4), "none");
	assert_string_equal(lang_fill(arena, LANG_EN, "{0}", args, 4), "a");
	assert_string_equal(lang_fill(arena, LANG_EN, "{1} {3}{9}{x} {0 {", args, 4), "<b> {x} {0 {");
	assert_string_equal(lang_fill(arena, LANG_EN, "-{2}-", args, 4), text_format("-%s-", search));
	assert_string_equal(lang_fill(arena, LANG_EN, "{0}1{0}2{0}3{0}4{0}5{0}6{0}7{0}8{0}9{0}.", args, 1),
	    "a1a2a3a4a5a6a7a8a9a.");
}

/* A key that is no literal may stand where another one stood before. */
static void
test_key_in_a_buffer(void **state)
{
	char key[32];

	(void)state;
	for (int i = 0; i < 3; i++) {
		strcpy(key, "ui.search");
		assert_string_equal(lang_of(LANG_EN, key), lang_of(LANG_EN, "ui.search"));
		strcpy(key, "ui.filter");
		assert_string_equal(lang_of(LANG_EN, key), lang_of(LANG_EN, "ui.filter"));
	}
}

static void
test_nothing_is_kept(void **state)
{
	const char *name = template_write("<?cs if:?x ?>kept<?cs /if ?><?cs set:x = A ?><?cs var:x ?>");

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_string_equal(rendered(name, "new"), "new");
}

static size_t rows_filled;

static void
counted_fill(void *self, struct node *row, size_t number)
{
	rows_filled++;
	node_int(row, "id", (int64_t)number);
	node_set(row, "text", self);
}

static const char *
kept_rendered(const char *name, struct kept_rows *kept, bool later, const char *text)
{
	struct req *req = data_make("");
	struct node *list = node_child(view_root(req), "Kept");

	if (later) {
		node_rows(list, 3, counted_fill, arena_strdup(arena, text));
	} else {
		for (size_t i = 0; i < 3; i++)
			counted_fill(arena_strdup(arena, text), node_row(list), i);
	}
	node_keep(list, kept);
	assert_int_equal(view_render(req, name), RC_OK);
	return req->out.body.data;
}

/* Rows that are kept are written as they were until they are forgotten, and by no other part of a template. */
static void
test_rows_kept(void **state)
{
	const char *name = template_write(
	    "<?cs each:k = Kept ?><?cs var:k.id ?><?cs if:k.id != \"9\" ?><?cs var:k.text ?><?cs /if ?><?cs /each ?>.");
	const char *other = template_write("<?cs each:k = Kept ?>[<?cs var:k.text ?>]<?cs /each ?>");
	struct kept_rows kept[2] = { { NULL, NULL, 0, 0 }, { NULL, NULL, 0, 0 } };

	(void)state;
	for (int later = 0; later < 2; later++) {
		struct kept_rows *of = &kept[later];

		assert_string_equal(kept_rendered(name, of, later, "<"), "0&lt;1&lt;2&lt;.");
		rows_filled = 0;
		assert_string_equal(kept_rendered(name, of, later, "new"), "0&lt;1&lt;2&lt;.");
		assert_int_equal(rows_filled, later ? 0 : 3);
		assert_string_equal(kept_rendered(other, of, later, "b"), "[b][b][b]");
		assert_string_equal(kept_rendered(other, of, later, "c"), "[b][b][b]");
		kept_forget(of);
		assert_string_equal(kept_rendered(other, of, later, "longer than before"),
		    "[longer than before][longer than before][longer than before]");
		kept_forget(of);
		assert_string_equal(kept_rendered(name, of, later, ""), "012.");
		assert_string_equal(kept_rendered(name, of, later, "d"), "012.");
		assert_string_equal(kept_rendered(name, NULL, later, "d"), "0d1d2d.");
		free(of->text);
	}
}

static void
test_words_of_both_languages(void **state)
{
	const char *name = template_write("<?cs var:Lang.ui.search ?>");
	struct req *req = data_make("");

	(void)state;
	req->session.lang = LANG_EN;
	assert_int_equal(view_render(req, name), RC_OK);
	assert_string_equal(req->out.body.data, lang_of(LANG_EN, "ui.search"));
	assert_string_equal(rendered(name, ""), lang_of(LANG_ZH_CN, "ui.search"));
}

static int
view_tests_start(void **state)
{
	if (page_start(state) != 0)
		return -1;
	arena = arena_new(0);
	(void)page_direct(visitor_none(), "/login", NULL); /* starts dispatch, and the view with it */
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_made_up),
		cmocka_unit_test(test_escaped_anywhere),
		cmocka_unit_test(test_filled),
		cmocka_unit_test(test_key_in_a_buffer),
		cmocka_unit_test(test_nothing_is_kept),
		cmocka_unit_test(test_rows_kept),
		cmocka_unit_test(test_words_of_both_languages),
		cmocka_unit_test(test_every_page),
	};

	return cmocka_run_group_tests(tests, view_tests_start, page_stop);
}

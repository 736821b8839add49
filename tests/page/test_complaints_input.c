/* SPDX-License-Identifier: MIT */
/* What may not come in with a complaint: files that lie, bombs, too large ones, texts of every naughty kind, what belongs to others.
 * The reason stands in the reader's words, the form comes back as it was, nothing is changed (RULE CMP-1, SEC-4). */
#include "complaints/complaints.h"
#include "orders/orders.h"
#include "page/badinput.h"
#include "store/complaint_help.h"
#include "store/orders_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct visitor *agent, *other, *department;

static int
start(void **state)
{
	int failed = page_start(state);

	if (failed != 0)
		return failed;
	agent = visitor_new(ROLE_AGENT, "");
	other = visitor_new(ROLE_AGENT, "");
	department = visitor_new(ROLE_OPERATIONS, "");
	return 0;
}

static int64_t
count_all(void)
{
	return test_number("SELECT COUNT(*) FROM complaint");
}

/* The agent's, about a new member. */
static int64_t
opened(void)
{
	const struct complaint_draft draft = complaint_draft_new(test_member(), PROBLEM_LATE);

	test_actor(test_ctx(), agent->account_id, "KF0902", ROLE_AGENT);
	return complaint_take_in(test_ctx(), &draft);
}

static const char *
path_of(int64_t id, const char *rest)
{
	return text_format("/complaints/%lld%s", (long long)id, rest);
}

/* --- files ------------------------------------------------------------------------------------------------------ */

static const struct page *
post_file(struct visitor *visitor, const char *target, const char *fields, const char *name,
    const char *content, size_t length)
{
	static unsigned number;
	char *body = malloc(length + 4096);
	size_t used = (size_t)snprintf(body, 4096,
	    "--b0\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
	    "--b0\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\n%032x\r\n%s"
	    "--b0\r\nContent-Disposition: form-data; name=\"file_0\"; filename=\"%s\"\r\nContent-Type: "
	    "image/jpeg\r\n\r\n",
	    visitor->csrf, 0x77000000u + ++number, fields, name);
	const struct page *page;

	memcpy(body + used, content, length);
	used += length;
	used += (size_t)snprintf(body + used, 16, "\r\n--b0--\r\n");
	page = page_send("POST", target, "multipart/form-data; boundary=b0", body, used,
	    text_format("session=%s; lang=en", visitor->session));
	free(body);
	return page;
}

#define PART(name, value) "--b0\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define INTAKE                                                                                               \
	PART("channel", "1") PART("problem", "101") PART("caller", "Somebody") PART("happened", "It broke")
#define PNG "\x89PNG\r\n\x1a\n and what follows"

static void
a_photo_is_kept_under_a_safe_name(void **state)
{
	int64_t before = count_all(), id;

	(void)state;
	assert_page(
	    post_file(agent, "/complaints/new", INTAKE, "../../etc/bad.png", PNG, sizeof(PNG) - 1), 303);
	assert_int_equal(count_all(), before + 1);
	id = test_number("SELECT MAX(id) FROM complaint");
	assert_string_equal(test_word("SELECT f.name FROM file_use u JOIN file f ON f.id = u.file_id WHERE "
				      "u.kind = 'complaint' AND u.record_id = %lld",
				(long long)id),
	    "bad.png");
	assert_true(page_has(page_get(agent, path_of(id, "")), "bad.png"));
}

/* A text that says it is a photo, an archive, and one of 11 MB: the reason at the field, the words back, nothing opened. */
static void
files_that_are_not_taken(void **state)
{
	size_t large = 11u << 20;
	char *photo = malloc(large);
	int64_t before = count_all();
	const struct page *page;

	(void)state;
	page = post_file(agent, "/complaints/new", INTAKE, "photo.jpg", "<html>hello</html>", 18);
	assert_page(page, 422);
	assert_true(page_has(page, "id=\"e-file_0\""));
	assert_true(page_has(page, "photo.jpg 的内容与文件名不符"));
	assert_true(page_has(page, ">It broke</textarea>"));
	page = post_file(agent, "/complaints/new", INTAKE, "photo.zip", "PK\x03\x04 and more of it", 20);
	assert_page(page, 422);
	assert_true(page_has(page, "id=\"e-file_0\""));
	memset(photo, 'x', large);
	memcpy(photo, PNG, sizeof(PNG) - 1);
	page = post_file(agent, "/complaints/new", INTAKE, "photo.png", photo, large);
	assert_page(page, 422);
	assert_true(page_has(page, "id=\"e-file_0\""));
	assert_true(page_has(page, "10 MB"));
	page = post_file(agent, "/complaints/new", INTAKE, "photo.jpg", PNG, sizeof(PNG) - 1);
	assert_page(page, 422);
	assert_true(page_has(page, "photo.jpg 的内容与文件名不符"));
	page = post_file(agent, "/complaints/new", INTAKE, "program.exe", "MZ\x90\0\x03\0\0\0", 8);
	assert_page(page, 422);
	assert_true(page_has(page, "不接受这种文件"));
	assert_int_equal(count_all(), before);
	free(photo);
}

/* A photo that came with a form that was refused need not be chosen again, but only by who sent it. */
static void
a_photo_waits_while_the_form_goes_back(void **state)
{
	const struct page *page = post_file(agent, "/complaints/new",
	    PART("channel", "1") PART("caller", "Somebody"), "one.png", PNG, sizeof(PNG) - 1);
	int64_t file = test_number("SELECT MAX(id) FROM file"), id;

	(void)state;
	assert_page(page, 422);
	assert_true(page_has(page, text_format("name=\"kept[]\" value=\"%lld\"", (long long)file)));
	assert_page(
	    page_post(other, "/complaints/new",
		text_format("channel=1&problem=302&caller=A&happened=late&kept[]=%lld", (long long)file)),
	    303);
	id = test_number("SELECT MAX(id) FROM complaint");
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM file_use WHERE kind = 'complaint' AND record_id = %lld", (long long)id),
	    0);
	assert_page(
	    page_post(agent, "/complaints/new",
		text_format("channel=1&problem=302&caller=A&happened=late&kept[]=%lld", (long long)file)),
	    303);
	id = test_number("SELECT MAX(id) FROM complaint");
	assert_int_equal(
	    test_number(
		"SELECT COUNT(*) FROM file_use WHERE kind = 'complaint' AND record_id = %lld", (long long)id),
	    1);
}

/* What an archive holds is not looked at: no archive is taken, whatever it calls itself and however little it is. */
static void
archives_are_not_unpacked(void **state)
{
	static const struct {
		const char *name, *start;
		size_t length;
	} archives[] = { { "42.zip", "PK\x03\x04\x14\0\0\0\x08\0", 10 },
		{ "letter.docx", "PK\x03\x04\x14\0\x06\0\x08\0", 10 },
		{ "table.xlsx", "PK\x03\x04\x14\0\x06\0\x08\0", 10 },
		{ "photo.png", "PK\x03\x04\x14\0\0\0\x08\0", 10 },
		{ "zeros.gz", "\x1f\x8b\x08\0\0\0\0\0\x02\x03", 10 },
		{ "photo.jpg", "\x1f\x8b\x08\0\0\0\0\0\x02\x03", 10 }, { "zeros.bz2", "BZh91AY&SY", 10 },
		{ "zeros.7z", "7z\xbc\xaf\x27\x1c\0\x04\0\0", 10 },
		{ "drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 59 } };
	int64_t before = count_all(), uses = test_number("SELECT COUNT(*) FROM file_use");

	(void)state;
	for (size_t i = 0; i < sizeof(archives) / sizeof(archives[0]); i++) {
		const struct page *page = post_file(agent, "/complaints/new", INTAKE, archives[i].name,
		    archives[i].start, archives[i].length);

		assert_page(page, 422);
		assert_true(page_has(page, "id=\"e-file_0\""));
		assert_true(page_has(page, ">It broke</textarea>"));
	}
	assert_int_equal(count_all(), before);
	assert_int_equal(test_number("SELECT COUNT(*) FROM file_use"), uses);
}

/* The same at a note of one that is open already. */
static void
a_note_s_file_is_looked_at_too(void **state)
{
	int64_t id = opened();
	const struct page *page = post_file(
	    agent, path_of(id, "/note"), PART("version", "1") PART("note_text", "see"), "x.png", PNG, 3);

	(void)state;
	assert_int_equal(page->status, 422);
	assert_int_equal(test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id), 1);
}

/* --- texts ------------------------------------------------------------------------------------------------------ */

static void
order_of_another_member(void **state)
{
	struct ctx *ctx = test_ctx();
	int64_t order, before = count_all();
	const struct page *page;

	(void)state;
	test_actor(ctx, 1, "TEST-1", ROLE_ALL);
	order = waiting_order(ctx, 50000);
	page = page_post(agent, "/complaints/new",
	    text_format("member=%lld&order=%lld&channel=1&problem=302&happened=late",
		(long long)test_member(), (long long)order));
	assert_page(page, 422);
	assert_true(page_has(page, "这张订单不是这位会员的"));
	assert_int_equal(count_all(), before);
}

static void
a_text_of_100_kb(void **state)
{
	char *text = malloc(100001);
	int64_t before = count_all(), id = opened();
	const struct page *page;

	(void)state;
	memset(text, 'x', 100000);
	text[100000] = '\0';
	page = page_post(
	    agent, "/complaints/new", text_format("channel=1&problem=302&caller=Somebody&happened=%s", text));
	assert_page(page, 422);
	page = page_post(agent, path_of(id, "/note"), text_format("version=1&note_text=%s", text));
	assert_page(page, 422);
	assert_true(page_has(page, "id=\"e-note_text\""));
	assert_int_equal(count_all(), before + 1);
	assert_int_equal(test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id), 1);
	free(text);
}

static size_t tried, came_back;
static const char *plain = "";

/* As it stands between tags. */
static const char *
escaped(const char *text)
{
	static char out[400000];
	size_t used = 0;

	for (; *text != '\0' && used < sizeof(out) - 8; text++) {
		const char *as = *text == '&'    ? "&amp;"
				 : *text == '<'  ? "&lt;"
				 : *text == '>'  ? "&gt;"
				 : *text == '"'  ? "&quot;"
				 : *text == '\'' ? "&#39;"
						 : NULL;

		used += (size_t)(as != NULL ? snprintf(out + used, 8, "%s", as) : (out[used] = *text, 1));
	}
	out[used] = '\0';
	return out;
}

/* In each text of the intake, whose problem is missing: 422 and what was typed comes back, or the request was none (400). */
static void
intake_try(const char *text)
{
	const char *encoded = text_encode(text);
	const struct page *page = page_direct(agent, "/complaints/new",
	    text_format("csrf=%s&once=0123456789abcdef0123456789abcdef&channel=1&problem=&caller=%s&"
			"caller_phone=%s&happened=%s&demand=%s&about=%s&kept[]=%s&goods[]=%s",
		agent->csrf, encoded, encoded, encoded, encoded, encoded, encoded, encoded));

	tried++;
	if (page->status != 422 && page->status != 400 && page->status != 413)
		fail_msg("%d after: %s", page->status, text);
	badinput_echo(page, text, plain, "intake");
	if (page->status == 422 && text[strcspn(text, "\r\n\t")] == '\0' && text[0] != ' ' &&
	    page_has(page, text_format(">%s</textarea>", escaped(text))))
		came_back++;
}

/* As what a customer said: kept letter by letter and shown as text. */
static void
heard_try(const char *text)
{
	static int64_t id;
	static unsigned number;
	const struct page *page;

	if (id == 0)
		id = opened();
	page = page_direct(agent, path_of(id, "/heard"),
	    text_format("csrf=%s&once=%032x&version=%lld&heard_channel=1&heard_text=%s", agent->csrf,
		0x66000000u + ++number,
		(long long)test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id),
		text_encode(text)));
	if (page->status != 303 && page->status != 422 && page->status != 400)
		fail_msg("%d after: %s", page->status, text);
	badinput_echo(page_direct(agent, path_of(id, ""), NULL), text, plain, "record");
}

static void
naughty_texts_come_back_as_text(void **state)
{
	int64_t before = count_all();

	(void)state;
	plain = text_format("%s", page_get(agent, "/complaints/new?unknown=1")->body);
	if (!badinput_each("badinput/blns.json", intake_try) ||
	    !badinput_each("badinput/xss-payload-list.txt", intake_try) ||
	    !badinput_each("badinput/csv-injection.txt", intake_try) ||
	    !badinput_each("badinput/sqli/*", intake_try))
		skip();
	assert_int_equal(count_all(), before);
	assert_true(came_back * 10 > tried * 8);
	printf("# %zu of %zu strings came back in the form\n", came_back, tried);
}

static void
naughty_texts_are_kept_as_text(void **state)
{
	(void)state;
	plain = text_format("%s", page_get(agent, path_of(opened(), ""))->body);
	if (!badinput_each("badinput/blns.json", heard_try))
		skip();
}

/* Not UTF-8, or control characters: no request at all. */
static void
broken_text_is_no_request(void **state)
{
	static const char *const bad[] = { "%FF", "%C0%80", "%ED%A0%80", "%E4%BD", "%00", "%1B[31m" };
	int64_t before = count_all(), id = opened();

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_page(page_post(agent, "/complaints/new",
				text_format("channel=1&problem=302&caller=A&happened=%s", bad[i])),
		    400);
		assert_page(
		    page_post(agent, path_of(id, "/note"), text_format("version=1&note_text=%s", bad[i])),
		    400);
		assert_page(page_get(agent, text_format("/complaints/new?q=%s", bad[i])), 400);
	}
	assert_int_equal(count_all(), before + 1);
	assert_int_equal(test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id), 1);
}

/* --- what belongs to others ------------------------------------------------------------------------------------- */

/* Every change of one that another agent follows, and of one that is not there; and by a role that may not at all. */
static void
other_people_s_are_left_alone(void **state)
{
	static const struct {
		const char *verb, *fields;
	} posts[] = { { "/transfer", "owner=KF0001" }, { "/tell", "tell_channel=1&tell_text=x" },
		{ "/step", "step=1&step_text=x" }, { "/solve", "solution=x&result=x" },
		{ "/compensate", "amount_fen=1.00&compensate_reason=x" },
		{ "/hand-off", "to=101&question=x" },
		{ "/classify", "problem=301&department=6&class_urgency=2&class_reason=x" },
		{ "/close", "" } };
	int64_t id = opened();

	(void)state;
	for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++) {
		const char *fields = text_format("version=1&%s", posts[i].fields);
		int status = page_post(other, path_of(id, posts[i].verb), fields)->status;

		if (status != 409 && status != 422)
			fail_msg("%s: %d", posts[i].verb, status);
		assert_page(page_post(department, path_of(id, posts[i].verb), fields), 403);
		status = page_post(agent, path_of(99999999, posts[i].verb), fields)->status;
		if (status != 404 && status != 422)
			fail_msg("%s of none: %d", posts[i].verb, status);
	}
	assert_page(
	    page_post(department, "/complaints/new", "channel=1&problem=302&caller=A&happened=x"), 403);
	assert_page(page_get(department, "/complaints/new"), 403);
	assert_int_equal(test_number("SELECT version FROM complaint WHERE id = %lld", (long long)id), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_photo_is_kept_under_a_safe_name),
		cmocka_unit_test(files_that_are_not_taken),
		cmocka_unit_test(a_photo_waits_while_the_form_goes_back),
		cmocka_unit_test(archives_are_not_unpacked), cmocka_unit_test(a_note_s_file_is_looked_at_too),
		cmocka_unit_test(order_of_another_member), cmocka_unit_test(a_text_of_100_kb),
		cmocka_unit_test(naughty_texts_come_back_as_text),
		cmocka_unit_test(naughty_texts_are_kept_as_text), cmocka_unit_test(broken_text_is_no_request),
		cmocka_unit_test(other_people_s_are_left_alone) };

	return cmocka_run_group_tests(tests, start, page_stop);
}

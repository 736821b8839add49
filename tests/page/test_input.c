/* SPDX-License-Identifier: MIT */
/* Requests that are wrong in every way a client can be wrong, and every naughty string of other people's collections through
 * the text fields of log-in and search. The collections are no part of this tree ($HOUTAI_DATA, else ../shared/data);
 * absent, those tests say so. */
#include "page/badinput.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct visitor *clerk;

static struct visitor *
clerk_get(void)
{
	if (!clerk)
		clerk = visitor_new(ROLE_ALL, "");
	return clerk;
}

static const struct page *
form_send(const char *target, const char *fields, size_t length)
{
	const char *cookie = text_format("session=%s", clerk_get()->session);

	return page_send("POST", target, "application/x-www-form-urlencoded", fields, length, cookie);
}

/* ---- the frame ---- */

static void
test_methods(void **state)
{
	struct visitor *visitor = clerk_get();
	const struct page *page;
	const char *cookie = text_format("session=%s", visitor->session);

	(void)state;
	page = assert_page(page_get(visitor, "/logout"), 405);
	assert_string_equal(page_header(page, "Allow"), "POST");
	page = assert_page(page_post(visitor, "/help", ""), 405);
	assert_string_equal(page_header(page, "Allow"), "GET, HEAD");
	assert_page(page_send("DELETE", "/help", NULL, "", 0, cookie), 405);
	assert_page(page_send("TRACE", "/help", NULL, "", 0, cookie), 405);
	page = assert_page(page_send("HEAD", "/help", NULL, "", 0, cookie), 200);
	assert_int_equal(page->length, 0);
	assert_true(strtol(page_header(page, "Content-Length"), NULL, 10) > 1000);
}

static void
test_not_found(void **state)
{
	static const char *const paths[] = { "/nowhere", "/help/", "/help/1", "/bulk/0", "/bulk/01",
		"/bulk/-1", "/bulk/1x", "/bulk/99999999999999999999", "/.git/config", "/orders/%2e%2e/help" };
	const struct page *page;

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		page = page_get(clerk_get(), paths[i]);
		if (page->status != 400)
			assert_page(page, 404);
	}
	page = assert_page(page_get(clerk_get(), "/nowhere"), 404);
	assert_true(page_has(page, page_header(page, "X-Request-Id")));
	clerk->english = true;
	page = assert_page(page_get(visitor_none(), "/nowhere"), 404);
	assert_true(page_has(page, "没有这一页"));
	clerk->english = false;
}

static void
test_headers(void **state)
{
	static const char *const wanted[] = { "Content-Security-Policy", "X-Content-Type-Options",
		"Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy", "Cache-Control",
		"X-Request-Id", "Content-Type" };
	const struct page *page = assert_page(page_get(clerk_get(), "/help"), 200), *other;

	(void)state;
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		assert_non_null(page_header(page, wanted[i]));
	other = assert_page(page_get(clerk_get(), "/help"), 200);
	assert_string_not_equal(page_header(page, "X-Request-Id"), page_header(other, "X-Request-Id"));
	assert_string_not_equal(page_field(page, "once"), page_field(other, "once"));
}

static void
test_broken_text(void **state)
{
	static const char *const bad[] = { "%FF", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%E4%BD", "%00",
		"%01", "%1B[31m", "%", "%2", "%zz" };
	const char *csrf = clerk_get()->csrf;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *fields =
		    text_format("csrf=%s&once=0123456789abcdef0123456789abcdef&back=%s", csrf, bad[i]);

		assert_page(form_send("/preferences", fields, strlen(fields)), 400);
		assert_page(page_get(clerk, text_format("/search?q=%s", bad[i])), 400);
	}
}

static void
test_double_fields(void **state)
{
	struct visitor *visitor = clerk_get();

	(void)state;
	assert_page(page_post(visitor, "/preferences", "lang=en&lang=zh-CN"), 400);
	assert_page(page_post(visitor, "/preferences?lang=en", "lang=en"), 400);
	assert_page(page_post(visitor, "/preferences", text_format("csrf=%s", visitor->csrf)), 400);
	assert_page(page_get(visitor, "/search?q=1&q=2"), 400);
	/* a field in the address is not a field of the form */
	assert_page(page_post(visitor, "/preferences?lang=en", "theme=auto"), 303);
	assert_true(page_has(page_get(visitor, "/help"), "<html lang=\"zh-CN\""));
}

static void
test_too_large(void **state)
{
	size_t length = 1100000;
	char *fields = malloc(length + 1);
	struct visitor *visitor = clerk_get();
	const char *cookie = text_format("session=%s", visitor->session);

	(void)state;
	memset(fields, 'a', length);
	fields[length] = '\0';
	memcpy(fields, "back=", 5);
	assert_page(form_send("/preferences", fields, length), 413);
	assert_page(form_send("/preferences", fields, 200000), 413);
	assert_page(form_send("/preferences", fields, 100), 403); /* small enough, but without keys */
	for (size_t i = 0; i < 12000; i += 4)
		memcpy(fields + i, "x[]&", 4);
	assert_page(form_send("/preferences", fields, 12000), 413);
	assert_page(page_send("POST", "/preferences", "text/xml", "<a/>", 4, cookie), 415);
	assert_page(page_send("POST", "/preferences", NULL, "", 0, cookie), 411);
	memset(fields, 'a', 70000);
	fields[70000] = '\0';
	assert_true(page_get(visitor, text_format("/search?q=%s", fields))->status >= 400);
	free(fields);
	/* nobody's body is not even looked at */
	assert_page(page_post_plain(visitor_none(), "/preferences", "%%%"), 403);
	/* files where none are taken */
	assert_page(
	    page_send("POST", "/preferences", "multipart/form-data; boundary=b",
		"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--\r\n",
		78, cookie),
	    415);
}

static void
test_cookies(void **state)
{
	(void)state;
	assert_page(page_send("GET", "/help", NULL, "", 0, "session="), 303);
	assert_page(page_send("GET", "/help", NULL, "", 0, "session=' OR 1=1 -- "), 303);
	assert_page(page_send("GET", "/help", NULL, "", 0, text_format("session=%064d", 0)), 303);
	assert_page(
	    page_send("GET", "/help", NULL, "", 0, text_format("session=%s0", clerk_get()->session)), 303);
	/* two different ones: which is ours is not guessed */
	assert_page(page_send("GET", "/help", NULL, "", 0,
			text_format("session=%s; session=%064d", clerk->session, 0)),
	    400);
}

/* MariaDB is away: a styled page, in the reader's language, and nothing else happens. */
static void
test_no_database(void **state)
{
	const char *path = text_format("%s/away.hdf", test_folder());
	FILE *from = fopen(test_config(), "r"), *to = fopen(path, "w");
	struct visitor *visitor = clerk_get();
	const struct page *page;
	char line[1000];

	(void)state;
	assert_non_null(from);
	assert_non_null(to);
	while (fgets(line, sizeof(line), from))
		fprintf(to, "%s%s", line, strstr(line, "Socket =") ? " Socket = /nowhere/socket\n" : "");
	(void)fclose(from);
	(void)fclose(to);
	assert_int_equal(chmod(path, 0600), 0);
	page_config = path;
	page = assert_page(page_get(visitor, "/help"), 503);
	assert_true(page_has(page, "/static/houtai.css"));
	assert_true(page_has(page, page_header(page, "X-Request-Id")));
	assert_page(page_post(visitor, "/preferences", "lang=en"), 503);
	assert_page(page_get(visitor_none(), "/help"), 303); /* that much needs none */
	page_config = NULL;
	assert_true(page_has(assert_page(page_get(visitor, "/help"), 200), "<html lang=\"zh-CN\""));
}

/* ---- naughty strings ---- */

static struct visitor *nobody;
static size_t strings;
static const char *plain = ""; /* the pages as they are without any of it */

static void
status_check(const struct page *page, const char *text, const char *where)
{
	switch (page->status) {
	case 200:
	case 303:
	case 400:
	case 413:
	case 414:
	case 422:
	case 429:
	case 431:
		return;
	default:
		fail_msg("%s: %d after: %s", where, page->status, text);
	}
}

static void
string_check(const char *text)
{
	const char *encoded = text_encode(text);
	const struct page *page;

	strings++;
	for (int bits = 1; bits < 8; bits++) {
		const char *fields = text_format("name=%s&password=%s&next=%s", bits & 1 ? encoded : "x",
		    bits & 2 ? encoded : "x", bits & 4 ? encoded : "/");

		page = page_direct(nobody, "/login",
		    text_format("csrf=%s&once=0123456789abcdef0123456789abcdef&%s", nobody->csrf, fields));
		status_check(page, text, "log-in");
		badinput_echo(page, text, plain, "log-in");
	}
	page = page_direct(clerk_get(), text_format("/search?q=%s", encoded), NULL);
	status_check(page, text, "search");
	badinput_echo(page, text, plain, "search");
	page = page_direct(nobody, text_format("/login?back=%s", encoded), NULL);
	status_check(page, text, "log-in page");
	badinput_echo(page, text, plain, "log-in page");
}

/* The throttle stops the guessing after a few, so that the form comes back at once; wrong and throttled look alike here. */
static void
strings_begin(void)
{
	const char *cookie;
	const struct page *page;

	if (nobody)
		return;
	nobody = visitor_none();
	page = assert_page(page_get(nobody, "/login"), 200);
	snprintf(nobody->csrf, sizeof(nobody->csrf), "%s", page_field(page, "csrf"));
	cookie = page_cookie(page, "visitor");
	assert_non_null(cookie);
	page_cookies = text_format("visitor=%s", cookie);
	plain = text_format("%s%s", page_get(clerk_get(), "/search?q=x")->body, page->body);
	for (int i = 0; i < 31; i++)
		page_direct(nobody, "/login",
		    text_format("csrf=%s&once=0123456789abcdef0123456789abcdef&name=n%d&password=x&next=/",
			nobody->csrf, i));
}

static void
test_big_list(void **state)
{
	(void)state;
	strings_begin();
	if (!badinput_each("badinput/blns.json", string_check))
		skip();
}

static void
test_markup(void **state)
{
	(void)state;
	strings_begin();
	if (!badinput_each("badinput/csv-injection.txt", string_check) ||
	    !badinput_each("badinput/xss-payload-list.txt", string_check))
		skip();
}

static void
test_injections(void **state)
{
	int64_t accounts = test_number("SELECT COUNT(*) FROM account");

	(void)state;
	strings_begin();
	if (!badinput_each("badinput/sqli/*", string_check))
		skip();
	assert_int_equal(test_number("SELECT COUNT(*) FROM account"), accounts);
	assert_int_equal(test_number("SELECT COUNT(*) FROM session WHERE account_id <> %lld",
			     (long long)clerk->account_id),
	    0);
	printf("# %zu strings\n", strings);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_not_found),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_broken_text),
		cmocka_unit_test(test_double_fields),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_cookies),
		cmocka_unit_test(test_no_database),
		cmocka_unit_test(test_big_list),
		cmocka_unit_test(test_markup),
		cmocka_unit_test(test_injections),
	};

	return cmocka_run_group_tests(tests, page_start, page_stop);
}

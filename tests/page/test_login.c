/* SPDX-License-Identifier: MIT */
/* Log-in and log-out, sessions and their ends, the throttle, the bound on hashing, the reader's language. */
#include "page/page.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PASSWORD "plum blossom 1713"

/* A browser that has fetched the log-in page: its cookie and its form's keys. */
struct browser {
	const char *cookie, *csrf, *once;
};

static struct browser
browser_open(void)
{
	const struct page *page = assert_page(page_get(visitor_none(), "/login?back=%2Forders"), 200);
	struct browser browser = { .csrf = page_field(page, "csrf"), .once = page_field(page, "once") };

	assert_non_null(page_cookie(page, "visitor"));
	browser.cookie = text_format("visitor=%s", page_cookie(page, "visitor"));
	assert_string_equal(page_field(page, "next"), "/orders");
	return browser;
}

static const struct page *
login_send(const struct browser *browser, const char *name, const char *password, const char *next)
{
	const char *fields = text_format("csrf=%s&once=%s&name=%s&password=%s&next=%s", browser->csrf,
	    browser->once, text_encode(name), text_encode(password), text_encode(next));

	return page_send(
	    "POST", "/login", "application/x-www-form-urlencoded", fields, strlen(fields), browser->cookie);
}

static struct visitor *
logged_in(const struct page *page, const struct visitor *account)
{
	struct visitor *visitor = visitor_none();

	visitor->account_id = account->account_id;
	assert_non_null(page_cookie(page, "session"));
	assert_int_equal(strlen(page_cookie(page, "session")), 64);
	snprintf(visitor->session, sizeof(visitor->session), "%s", page_cookie(page, "session"));
	return visitor;
}

static void
throttle_forget(void)
{
	test_empty("login_throttle");
}

static void
test_log_in(void **state)
{
	struct visitor *account = visitor_new(ROLE_ALL, "");
	const char *name = account_password(account, PASSWORD);
	struct browser browser = browser_open();
	const struct page *page;
	struct visitor *first, *second;

	(void)state;
	page = assert_page(login_send(&browser, name, PASSWORD, "/help"), 303);
	assert_string_equal(page_header(page, "Location"), "/help");
	assert_non_null(strstr(page->head, "HttpOnly; SameSite=Lax"));
	first = logged_in(page, account);
	page = assert_page(page_get(first, "/"), 200);
	assert_true(page_has(page, "name=\"csrf\""));
	assert_string_equal(page_header(page, "Cache-Control"), "no-store");
	/* the token is not in the database, its hash is */
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM session WHERE HEX(token_hash) = UPPER('%s')", first->session),
	    0);
	/* names are taken in any case and width; the next log-in is another session */
	page = assert_page(
	    login_send(&browser, text_format(" %c%s ", name[0] - 'a' + 'A', name + 1), PASSWORD, "/"), 303);
	second = logged_in(page, account);
	assert_string_not_equal(first->session, second->session);
	assert_page(page_get(second, "/"), 200);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'account.login' AND record_id = %lld",
		(long long)account->account_id),
	    2);
}

static void
test_leads_within_only(void **state)
{
	static const char *const elsewhere[] = { "//evil.example/", "https://evil.example/",
		"/\\evil.example", "javascript:alert(1)", "evil", "/login?back=/login", "" };
	struct visitor *account = visitor_new(ROLE_ALL, "");
	const char *name = account_password(account, PASSWORD);
	struct browser browser = browser_open();

	(void)state;
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		const struct page *page =
		    assert_page(login_send(&browser, name, PASSWORD, elsewhere[i]), 303);

		assert_string_equal(page_header(page, "Location"), "/");
	}
	assert_string_equal(page_header(assert_page(page_get(visitor_none(), "/help?a=b"), 303), "Location"),
	    "/login?back=%2Fhelp%3Fa%3Db");
}

/* The page without what differs by chance. */
static const char *
page_bare(const struct page *page)
{
	char *text = (char *)(uintptr_t)text_format("%s", page->body);

	for (char *at = text; *at; at++)
		if (strspn(at, "0123456789abcdef") >= 16)
			for (size_t length = strspn(at, "0123456789abcdef"); length; length--)
				*at++ = '*';
	return text;
}

static void
test_unknown_and_wrong_alike(void **state)
{
	struct visitor *known = visitor_new(ROLE_ALL, ""), *disabled = visitor_new(ROLE_ALL, "");
	const char *name = account_password(known, PASSWORD), *off = account_password(disabled, PASSWORD);
	struct browser browser = browser_open();
	const char *wrong, *unknown, *closed;

	(void)state;
	test_sql("UPDATE account SET state = 2 WHERE id = %lld", (long long)disabled->account_id);
	wrong = page_bare(assert_page(login_send(&browser, name, "plum blossom 1714", "/"), 422));
	unknown = page_bare(assert_page(login_send(&browser, "v-9", PASSWORD, "/"), 422));
	closed = page_bare(assert_page(login_send(&browser, off, PASSWORD, "/"), 422));
	/* all but the name that was typed */
	assert_int_equal(strlen(wrong) - strlen(name), strlen(unknown) - strlen("v-9"));
	assert_int_equal(strlen(wrong) - strlen(name), strlen(closed) - strlen(off));
	assert_null(strstr(wrong, PASSWORD));
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'account.login_failed'"), 3);
}

/* Of the processor: whatever else runs on the machine adds nothing to it. */
static double
seconds_of(const struct browser *browser, const char *name)
{
	struct rusage from, to;

	throttle_forget();
	getrusage(RUSAGE_CHILDREN, &from);
	assert_page(login_send(browser, name, "not the password", "/"), 422);
	getrusage(RUSAGE_CHILDREN, &to);
	return (double)(to.ru_utime.tv_sec - from.ru_utime.tv_sec) +
	       (double)(to.ru_utime.tv_usec - from.ru_utime.tv_usec) / 1e6;
}

static int
ratio_compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* One after the other, so that both meet the machine at the same speed, and the median of the ratios, which no single slow or fast
 * moment moves: without the hash it would be a tenth. */
static void
test_same_time(void **state)
{
	enum { PAIRS = 15 };
	struct visitor *known = visitor_new(ROLE_ALL, "");
	const char *name = account_password(known, PASSWORD);
	struct browser browser = browser_open();
	double ratio[PAIRS];

	(void)state;
	page_anew = true; /* a child of ours, whose time is counted */
	for (int i = 0; i < PAIRS; i++) {
		double with = seconds_of(&browser, name);

		ratio[i] = seconds_of(&browser, "v-nobody") / with;
	}
	page_anew = false;
	qsort(ratio, PAIRS, sizeof(ratio[0]), ratio_compare);
	assert_true(ratio[PAIRS / 2] > 0.8 && ratio[PAIRS / 2] < 1.25);
}

static void
test_throttle(void **state)
{
	struct visitor *account = visitor_new(ROLE_ALL, "");
	const char *name = account_password(account, PASSWORD), *device;
	struct browser owner = browser_open(), thief = browser_open();
	const struct page *page;

	(void)state;
	throttle_forget();
	device = page_cookie(assert_page(login_send(&owner, name, PASSWORD, "/"), 303), "device");
	assert_non_null(device);
	for (int i = 0; i < 5; i++)
		assert_page(login_send(&thief, name, "guess", "/"), 422);
	page = assert_page(login_send(&thief, name, PASSWORD, "/"), 429); /* also the right one, for now */
	assert_true(page_has(page, "role=\"alert\""));
	/* from elsewhere, with a browser that has not been here: the name's own counter comes later */
	page_address = "192.0.2.7";
	assert_page(login_send(&thief, name, "guess", "/"), 422);
	page_address = "127.0.0.1";
	/* the owner's browser is known and gets in, though the same name waits at the same address */
	owner.cookie = text_format("%s; device=%s", owner.cookie, device);
	page = assert_page(login_send(&owner, name, PASSWORD, "/"), 303);
	assert_null(page_cookie(page, "device"));
	/* after the pause the others may try again */
	test_sql("UPDATE login_throttle SET last_at = last_at - 6");
	assert_page(login_send(&thief, name, PASSWORD, "/"), 303);
	assert_true(test_number("SELECT COUNT(*) FROM login_throttle") < 10);
	throttle_forget();
}

static void
test_many_addresses(void **state)
{
	struct visitor *account = visitor_new(ROLE_ALL, "");
	const char *name = account_password(account, PASSWORD), *device;
	struct browser owner = browser_open(), thief = browser_open();

	(void)state;
	throttle_forget();
	device = page_cookie(assert_page(login_send(&owner, name, PASSWORD, "/"), 303), "device");
	for (int i = 1; i <= 20; i++) {
		page_address = text_format("198.51.100.%d", i);
		assert_page(login_send(&thief, name, "guess", "/"), 422);
	}
	page_address = "198.51.100.99";
	assert_page(login_send(&thief, name, "guess", "/"), 429);
	owner.cookie = text_format("%s; device=%s", owner.cookie, device);
	assert_page(login_send(&owner, name, PASSWORD, "/"), 303);
	page_address = "127.0.0.1";
	throttle_forget();
}

/* Holds both places for hashing until it is killed. */
static pid_t
places_hold(void)
{
	int ready[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 2; i++) {
			char path[400];
			int fd;

			snprintf(path, sizeof(path), "%s/password-%d.lock", test_folder(), i);
			fd = open(path, O_RDWR | O_CREAT, 0600);
			if (fd < 0 || flock(fd, LOCK_EX) != 0)
				_exit(1);
		}
		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void
test_two_hashes_at_once(void **state)
{
	struct visitor *account = visitor_new(ROLE_ALL, "");
	const char *name = account_password(account, PASSWORD);
	struct browser browser = browser_open();
	pid_t holder = places_hold();

	(void)state;
	throttle_forget();
	assert_page(login_send(&browser, name, PASSWORD, "/"), 429);
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	assert_page(login_send(&browser, name, PASSWORD, "/"), 303);
}

static void
test_log_out(void **state)
{
	struct visitor *visitor = visitor_new(ROLE_ALL, "");
	const struct page *page = assert_page(page_post(visitor, "/logout", ""), 303);

	(void)state;
	assert_string_equal(page_header(page, "Location"), "/login");
	assert_non_null(page_header(page, "Clear-Site-Data"));
	assert_string_equal(page_cookie(page, "session"), "");
	assert_page(page_get(visitor, "/"), 303);
	assert_page(page_post(visitor, "/preferences", "lang=en"), 403);
}

static void
test_sessions_end(void **state)
{
	struct visitor *visitor = visitor_new(ROLE_ALL, "");
	long long id = visitor->account_id;

	(void)state;
	assert_page(page_get(visitor, "/"), 200);
	test_sql("UPDATE session SET idle_at = UNIX_TIMESTAMP() WHERE account_id = %lld", id);
	assert_page(page_get(visitor, "/"), 303);
	visitor_renew(visitor);
	test_sql("UPDATE session SET ends_at = UNIX_TIMESTAMP() WHERE account_id = %lld", id);
	assert_page(page_get(visitor, "/"), 303);
	visitor_renew(visitor);
	assert_page(page_get(visitor, "/"), 200);
	test_sql("UPDATE account SET state = 2 WHERE id = %lld", id);
	assert_page(page_get(visitor, "/"), 303);
}

static void
test_seen_once_a_minute(void **state)
{
	struct visitor *visitor = visitor_new(ROLE_ALL, "");
	long long id = visitor->account_id;
	int64_t seen = test_number("SELECT seen_at FROM session WHERE account_id = %lld", id);

	(void)state;
	test_sql("UPDATE session SET seen_at = seen_at - 30 WHERE account_id = %lld", id);
	assert_page(page_get(visitor, "/help"), 200);
	assert_int_equal(test_number("SELECT seen_at FROM session WHERE account_id = %lld", id), seen - 30);
	test_sql(
	    "UPDATE session SET seen_at = seen_at - 31, idle_at = idle_at - 61 WHERE account_id = %lld", id);
	assert_page(page_get(visitor, "/help"), 200);
	assert_true(test_number("SELECT seen_at FROM session WHERE account_id = %lld", id) >= seen);
	assert_true(test_number("SELECT idle_at - seen_at FROM session WHERE account_id = %lld", id) == 1800);
}

static void
test_roles_count_at_once(void **state)
{
	struct visitor *visitor = visitor_new(ROLE_ALL, "");

	(void)state;
	assert_page(page_get(visitor, "/help"), 200);
	visitor_deny(visitor, "session.live");
	assert_page(page_get(visitor, "/help"), 403);
	visitor_deny(visitor, "");
	assert_page(page_get(visitor, "/help"), 200);
}

static void
test_preferences(void **state)
{
	struct visitor *visitor = visitor_new(ROLE_ALL, "");
	const struct page *page;

	(void)state;
	assert_true(page_has(page_get(visitor, "/help"), "<html lang=\"zh-CN\""));
	page =
	    assert_page(page_post(visitor, "/preferences", "lang=en&theme=dark&back=%2Fhelp%3Fx%3D1"), 303);
	assert_string_equal(page_header(page, "Location"), "/help?x=1");
	page = assert_page(page_get(visitor, "/help"), 200);
	assert_true(page_has(page, "<html lang=\"en\""));
	assert_true(page_has(page, "data-theme=\"dark\""));
	assert_page(page_post(visitor, "/preferences", "lang=tlh"), 422);
	assert_page(page_post(visitor, "/preferences", "lang=en&roles=2047"), 422); /* never declared */
	page = assert_page(page_post(visitor, "/preferences", "lang=en&back=%2F%2Fevil.example"), 303);
	assert_string_equal(page_header(page, "Location"), "/");
	/* nobody yet: what the browser prefers */
	assert_true(page_has(page_get(visitor_none(), "/login"), "<html lang=\"zh-CN\""));
	assert_true(page_has(page_get(visitor_none(), "/login?lang=en"), "<html lang=\"en\""));
}

/* A password an administrator set is replaced before anything else. */
static void
test_password_first(void **state)
{
	static const struct {
		const char *old, *fresh, *again, *says;
	} refused[] = {
		{ "wrong", "river stone 1714", "river stone 1714", "密码不对" },
		{ PASSWORD, "short", "short", "密码至少 8 个字" },
		{ PASSWORD, PASSWORD, PASSWORD, "新密码不能与当前密码相同" },
		{ PASSWORD, "river stone 1714", "river stone 1715", "两次输入的新密码不一致" },
		{ PASSWORD, "", "", "新密码" },
		{ "", "river stone 1714", "river stone 1714", "当前密码" },
	};
	struct visitor *visitor = visitor_new(ROLE_ALL, ""), *elsewhere = visitor_none(), *renewed;
	long long id = visitor->account_id;
	const char *name = account_password(visitor, PASSWORD);
	const struct page *page;

	(void)state;
	throttle_forget();
	*elsewhere = *visitor;
	visitor_renew(visitor);
	test_sql("UPDATE account SET must_change = 1 WHERE id = %lld", id);
	page = assert_page(page_get(visitor, "/help?x=1"), 303);
	assert_string_equal(page_header(page, "Location"), "/password?back=%2Fhelp%3Fx%3D1");
	assert_string_equal(page_header(assert_page(page_get(visitor, "/"), 303), "Location"), "/password");
	page = assert_page(page_post(visitor, "/preferences", "lang=en"), 403);
	assert_true(page_has(page, "请先换成您自己的密码"));
	page = assert_page(page_get(visitor, "/password?back=%2Fhelp"), 200);
	assert_string_equal(page_field(page, "next"), "/help");
	assert_false(page_has(page, "<nav aria-label")); /* no way elsewhere is offered */
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		page = assert_page(
		    page_post(visitor, "/password",
			text_format("password=%s&fresh=%s&again=%s&next=/help", text_encode(refused[i].old),
			    text_encode(refused[i].fresh), text_encode(refused[i].again))),
		    422);
		assert_true(page_has(page, refused[i].says));
		assert_false(page_has(page, PASSWORD));
		assert_false(page_has(page, "river stone"));
	}
	page = assert_page(
	    page_post(visitor, "/password",
		text_format("password=%s&fresh=river+stone+1714&again=river+stone+1714&next=/help",
		    text_encode(PASSWORD))),
	    303);
	assert_string_equal(page_header(page, "Location"), "/help");
	renewed = logged_in(page, visitor);
	assert_page(page_get(renewed, "/help"), 200);
	/* the other browser's session and this one's old id are over, and the old password as well */
	assert_page(page_get(elsewhere, "/help"), 303);
	assert_page(page_get(visitor, "/help"), 303);
	assert_int_equal(test_number("SELECT COUNT(*) FROM session WHERE account_id = %lld", id), 1);
	assert_int_equal(test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'account.password' AND "
				     "record_id = %lld",
			     id),
	    1);
	{
		struct browser browser = browser_open();

		assert_page(login_send(&browser, name, PASSWORD, "/"), 422);
		page = assert_page(login_send(&browser, name, "river stone 1714", "/help"), 303);
		assert_string_equal(page_header(page, "Location"), "/help");
	}
	throttle_forget();
}

static void
test_over_tls(void **state)
{
	struct visitor *visitor = visitor_new(ROLE_ALL, "");
	const struct page *page;

	(void)state;
	page_https = true;
	page = assert_page(page_get(visitor_none(), "/login"), 200);
	assert_non_null(page_cookie(page, "__Host-visitor"));
	assert_non_null(strstr(page->head, "; Secure"));
	assert_non_null(page_header(page, "Strict-Transport-Security"));
	assert_page(page_get(visitor, "/help"), 200);
	page_https = false;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_log_in),
		cmocka_unit_test(test_leads_within_only),
		cmocka_unit_test(test_unknown_and_wrong_alike),
		cmocka_unit_test(test_same_time),
		cmocka_unit_test(test_throttle),
		cmocka_unit_test(test_many_addresses),
		cmocka_unit_test(test_two_hashes_at_once),
		cmocka_unit_test(test_log_out),
		cmocka_unit_test(test_sessions_end),
		cmocka_unit_test(test_seen_once_a_minute),
		cmocka_unit_test(test_roles_count_at_once),
		cmocka_unit_test(test_preferences),
		cmocka_unit_test(test_password_first),
		cmocka_unit_test(test_over_tls),
	};

	return cmocka_run_group_tests(tests, page_start, page_stop);
}

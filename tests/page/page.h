/* SPDX-License-Identifier: MIT */
/* What page tests stand on: the binary as plain CGI with its own database; what came back, taken apart.
 * The database is that of the store tests' harness (tests/store/harness.h), whose test_…() functions can be used as well.
 *
 *	int main(void)
 *	{
 *		const struct CMUnitTest tests[] = { cmocka_unit_test(…), … };
 *		return cmocka_run_group_tests(tests, page_start, page_stop);
 *	}
 */
#ifndef TESTS_PAGE_PAGE_H
#define TESTS_PAGE_PAGE_H

#include "store/harness.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int page_start(void **state);
int page_stop(void **state);

/* A browser: somebody logged in, or nobody (visitor_none()). Lives as long as the program. */
struct visitor {
	int64_t account_id;
	char session[65]; /* token in the cookie, "" for nobody */
	char csrf[65];    /* token of this session's forms */
	char once[33];    /* once-key of the last POST */
	bool english;
};
/* visitor_new(): a new account with a live session. `roles` are bits of enum role; `denied` names of rights taken from it,
 * "" for none. visitor_deny(): take these from it from now on. visitor_renew(): a new session for the same account. */
struct visitor *visitor_new(uint32_t roles, const char *denied);
void visitor_deny(struct visitor *visitor, const char *denied);
void visitor_renew(struct visitor *visitor);
struct visitor *visitor_none(void);
/* visitor_knows(): RULE MEM-4: the identity of this member was checked in the visitor's session. */
void visitor_knows(const struct visitor *visitor, int64_t member_id);

/* account_password(): gives an account of visitor_new() this password; the name it logs in with. */
const char *account_password(const struct visitor *visitor, const char *password);

/* What was answered. `body` is NUL-terminated. Lives until the end of the program. */
struct page {
	int status;
	const char *head;
	const char *body;
	size_t length;
	int exit; /* of the program; 128 + signal if it crashed */
};

/* page_get(): `target` is path and query. page_post(): fields are urlencoded; csrf and a fresh once-key are added, the
 * key is left in visitor->once. page_post_plain(): exactly these fields. page_send(): everything by hand: `type` is the
 * Content-Type or NULL, `length` of the body, `cookie` the whole header or NULL. */
const struct page *page_get(struct visitor *visitor, const char *target);
const struct page *page_post(struct visitor *visitor, const char *target, const char *fields);
const struct page *page_post_plain(struct visitor *visitor, const char *target, const char *fields);
const struct page *page_send(const char *method, const char *target, const char *type, const void *body,
    size_t length, const char *cookie);

/* page_direct(): the same program without starting it: dispatch called within the test, for many requests. `fields` NULL: a
 * GET, else a POST of exactly these. The answer lives until the next page_direct(). */
const struct page *page_direct(struct visitor *visitor, const char *target, const char *fields);
/* What further requests of page_get(), page_post() and page_send() come with. */
extern const char *page_address; /* REMOTE_ADDR, "127.0.0.1" */
extern const char *page_cookies; /* cookies beside the session's, NULL for none */
extern bool page_https;
extern const char *page_config; /* another configuration than this program's own, NULL */
extern bool page_anew; /* a program started for this request alone, not a child of one that has started */

/* page_header(): a header's value or NULL. page_cookie(): the value a Set-Cookie gives, or NULL. page_has(): the text
 * stands in the body. page_field(): value of the first hidden input of that name, "" if there is none. */
const char *page_header(const struct page *page, const char *name);
const char *page_cookie(const struct page *page, const char *name);
bool page_has(const struct page *page, const char *text);
const char *page_field(const struct page *page, const char *name);

/* text_encode(): percent-encoded; text_format(): printf; both live until the end of the program. */
const char *text_encode(const char *text);
const char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* assert_page(): the status; shows the answer if it is another one, and fails on a crash. */
#define assert_page(page, expected) page_check((page), (expected), __FILE__, __LINE__)
const struct page *page_check(const struct page *page, int status, const char *file, int line);

/* --- every route ---------------------------------------------------------------------------------------------------
 * test_routes.c asks each route of the program once with its right and once without. For that a feature declares in
 * tests/page/routes_<feature>.c a valid request for each of its routes:
 *
 *	static void
 *	confirm_make(struct route_try *try)
 *	{
 *		try->id = …a new order that can be confirmed…;
 *		try->fields = text_format("version=%d", 1);
 *	}
 *	static const struct route_case cases[] = {
 *		{ "GET", "/orders" },				// answers 200 as it is
 *		{ "POST", "/orders/#/confirm", confirm_make },	// answers 303
 *		{ NULL },
 *	};
 *	ROUTE_CASES(cases)
 *
 * A route without a case fails the test. Nothing may be changed by a refused request: the same one is used again. */
struct route_try {
	struct visitor *visitor; /* who asks: an account with all roles */
	struct ctx *ctx;         /* to make what the request needs, as houtai_worker */
	int64_t id;              /* for the "#" of the path */
	const char *query;       /* without "?", NULL for none */
	const char *fields;      /* urlencoded, without csrf and once; NULL for none */
	const char *
	    type; /* of a body that is not urlencoded; then `body` is sent as it is and %CSRF% and %ONCE% replaced */
	const char *body;
	int status; /* expected with the right; 0: 200 for GET, 303 for POST */
};
struct route_case {
	const char *method;
	const char *path;
	void (*make)(struct route_try *try);
	bool ends_session; /* after it the session is another one: a replay cannot be asked for */
};
void route_cases_add(const struct route_case *cases);
#define ROUTE_CASES(table)                                                                                   \
	__attribute__((constructor)) static void table##_add(void)                                           \
	{                                                                                                    \
		route_cases_add(table);                                                                      \
	}
const struct route_case *route_case_find(const char *method, const char *path);

#endif

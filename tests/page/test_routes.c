/* SPDX-License-Identifier: MIT */
/* Every route of the program: refused to an account that holds all roles but not its right, answered with it; a POST is
 * refused without token, with another session's, without once-key, and done once however often it is sent. */
#include "page/page.h"
#include "web/feature.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct subject {
	const struct route *route;
	const struct route_case *one;
	struct visitor *visitor;
	struct route_try try;
	const char *target;
};

/* One visitor for all: sessions are cheap, accounts are many enough. */
static struct visitor *asker, *stranger;

static const char *
method_name(const struct route *route)
{
	return route->method == POST ? "POST" : "GET";
}

static const char *
target_of(const struct subject *subject)
{
	const char *path = subject->route->path, *mark = strchr(path, '#');
	const char *filled = path;

	if (mark)
		filled =
		    text_format("%.*s%lld%s", (int)(mark - path), path, (long long)subject->try.id, mark + 1);
	return subject->try.query ? text_format("%s?%s", filled, subject->try.query) : filled;
}

/* A body that is not urlencoded, with its keys put in. */
static const char *
body_fill(const char *body, const char *csrf, const char *once)
{
	const char *at;

	while ((at = strstr(body, "%CSRF%")))
		body = text_format("%.*s%s%s", (int)(at - body), body, csrf, at + 6);
	while ((at = strstr(body, "%ONCE%")))
		body = text_format("%.*s%s%s", (int)(at - body), body, once, at + 6);
	return body;
}

/* `csrf` or `once` NULL: the field is left out. */
static const struct page *
subject_post(const struct subject *subject, const char *csrf, const char *once)
{
	const struct route_try *try = &subject->try;
	const char *cookie = text_format("session=%s", subject->visitor->session);
	const char *fields;

	if (try->type) {
		const char *body = body_fill(try->body, csrf ? csrf : "", once ? once : "");

		return page_send("POST", subject->target, try->type, body, strlen(body), cookie);
	}
	fields = text_format("%s%s%s%s%s", csrf ? "csrf=" : "", csrf ? csrf : "", once ? "&once=" : "",
	    once ? once : "", try->fields ? text_format("&%s", try->fields) : "");
	if (*fields == '&')
		fields++;
	return page_send(
	    "POST", subject->target, "application/x-www-form-urlencoded", fields, strlen(fields), cookie);
}

static const char *
once_draw(void)
{
	static unsigned number;

	return text_format("%08x%08x%08x%08x", 0xabcdef01u, (unsigned)getpid(), 0x12345678u, ++number);
}

static const struct page *
subject_ask(const struct subject *subject)
{
	if (subject->route->method == POST)
		return subject_post(subject, subject->visitor->csrf, once_draw());
	return page_get(subject->visitor, subject->target);
}

static int64_t
changes(void)
{
	return test_number("SELECT COALESCE(MAX(id), 0) FROM audit_log");
}

static void
refused_without_right(struct subject *subject)
{
	const struct right *right = subject->route->right;

	if (right == &RIGHT_ANYBODY)
		return;
	visitor_deny(subject->visitor, right->name);
	assert_page(subject_ask(subject), 403);
	visitor_deny(subject->visitor, "");
	/* and to nobody at all */
	if (subject->route->method == GET)
		assert_page(page_get(visitor_none(), subject->target), 303);
	else
		assert_page(page_post_plain(visitor_none(), subject->target, "csrf=0&once=0"), 403);
}

static void
refused_without_keys(struct subject *subject)
{
	static const char wrong[] = "0000000000000000000000000000000000000000000000000000000000000000";
	const char *own = subject->visitor->csrf;

	assert_page(subject_post(subject, NULL, once_draw()), 403);
	assert_page(subject_post(subject, wrong, once_draw()), 403);
	assert_page(subject_post(subject, "", once_draw()), 403);
	assert_page(subject_post(subject, stranger->csrf, once_draw()), 403);
	assert_page(subject_post(subject, own, NULL), 403);
	assert_page(subject_post(subject, own, "1"), 403);
}

static void
done_once(struct subject *subject)
{
	const char *once = once_draw();
	int expected = subject->try.status ? subject->try.status : 303;
	const struct page *first = subject_post(subject, subject->visitor->csrf, once), *second;
	int64_t after;

	assert_page(first, expected);
	if (expected != 303 || subject->one->ends_session)
		return;
	after = changes();
	second = subject_post(subject, subject->visitor->csrf, once);
	assert_page(second, 303);
	assert_non_null(page_header(second, "Location"));
	assert_int_equal(changes(), after);
}

static void
test_route(void **state)
{
	struct subject subject = { .route = *state };
	const struct route *route = subject.route;
	int64_t before;

	subject.one = route_case_find(method_name(route), route->path);
	if (!subject.one)
		fail_msg("%s %s has no case in tests/page/routes_*.c", method_name(route), route->path);
	if (!asker) {
		asker = visitor_new(ROLE_ALL, "");
		stranger = visitor_new(ROLE_ALL, "");
	}
	visitor_renew(asker);
	subject.visitor = asker;
	subject.try.visitor = asker;
	subject.try.ctx = test_ctx();
	if (subject.one->make)
		subject.one->make(&subject.try);
	subject.target = target_of(&subject);
	before = changes();
	refused_without_right(&subject);
	if (route->method == POST)
		refused_without_keys(&subject);
	assert_int_equal(changes(), before);
	if (route->method == POST)
		done_once(&subject);
	else
		assert_page(page_get(asker, subject.target), subject.try.status ? subject.try.status : 200);
}

int
main(void)
{
	struct CMUnitTest *tests;
	size_t count = 0;

	for (const struct feature *const *feature = features; *feature; feature++)
		for (const struct route *route = (*feature)->routes; route && route->path; route++)
			count++;
	tests = calloc(count + 1, sizeof(*tests));
	count = 0;
	for (const struct feature *const *feature = features; *feature; feature++)
		for (const struct route *route = (*feature)->routes; route && route->path; route++) {
			char *name = NULL;

			if (asprintf(&name, "%s %s", method_name(route), route->path) < 0)
				return 1;
			tests[count++] = (struct CMUnitTest){ .name = name,
				.test_func = test_route,
				.initial_state = (void *)(uintptr_t)route };
		}
	return _cmocka_run_group_tests("every route", tests, count, page_start, page_stop);
}

/* SPDX-License-Identifier: MIT */
/* A fault at every place of every route: the worker ends or answers with an error, nothing is half-written, no wrong page goes
 * out; the same form asked again is done, and done once. Requests are those of tests/page.
 *	routes FAULT [METHOD PATH …]	these routes only
 *	routes FAULT PART PARTS	one part of the routes, 1 to PARTS: the database grows with each try, and each try reads all of it
 * FAULT is alloc: an allocation fails; or an error of MariaDB at a prepare, execute, fetch, query or COMMIT: 1205, 1213, 1047,
 * 2013, or 2013after (COMMIT done, its answer lost). Each chain of calls that leads to one, and statement, is tried once.
 * Not under a sanitizer: the shims stand between the program and its libraries. */
#include "page/page.h"
#include "web/feature.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUTE_SECONDS 1800
#define ROUTES_MOST 1000
#define PLACES 65536 /* of the hash table of places tried */
/* Tables that are no one's work: sessions, throttles, and uploads that no record uses yet (a job removes them). */
#define TABLES_LEFT                                                                                          \
	"'session', 'login_throttle', 'file', 'file_chunk', 'file_upload', 'list_count', 'order_day'"
/* Rows that are only ever added, and by the thousand: how many there are says it all. */
#define TABLES_ADDED "'audit_log', 'audit_open'"

struct subject {
	const struct route *route;
	struct route_try try;
	const char *target;
	const char *once;
};

/* What a request without faults does: the answer, and how many rows it adds to each table. */
struct wanted {
	const struct page *page;
	const char *text;
	const char *rows;
};

static struct visitor *asker;
static unsigned long tried[PLACES];
static size_t tried_count;
static char log_path[300];

/* ---- requests ---- */

static const char *
method_name(const struct route *route)
{
	return route->method == POST ? "POST" : "GET";
}

static const char *
target_of(const struct subject *subject)
{
	const char *path = subject->route->path, *mark = strchr(path, '#');

	if (mark)
		path =
		    text_format("%.*s%lld%s", (int)(mark - path), path, (long long)subject->try.id, mark + 1);
	return subject->try.query ? text_format("%s?%s", path, subject->try.query) : path;
}

static const char *
fill(const char *body, const char *name, const char *value)
{
	const char *at;

	while ((at = strstr(body, name)))
		body = text_format("%.*s%s%s", (int)(at - body), body, value, at + strlen(name));
	return body;
}

static const struct page *
ask(const struct subject *subject)
{
	const struct route_try *try = &subject->try;
	const char *cookie = text_format("session=%s", asker->session), *body;

	if (subject->route->method != POST)
		return page_get(asker, subject->target);
	if (try->type)
		body = fill(fill(try->body, "%CSRF%", asker->csrf), "%ONCE%", subject->once);
	else
		body = text_format("csrf=%s&once=%s%s%s", asker->csrf, subject->once, try->fields ? "&" : "",
		    try->fields ? try->fields : "");
	return page_send("POST", subject->target, try->type ? try->type : "application/x-www-form-urlencoded",
	    body, strlen(body), cookie);
}

/* The request anew, with whatever it needs in the database. */
static void
subject_make(struct subject *subject, const struct route *route)
{
	const struct route_case *one = route_case_find(method_name(route), route->path);
	static unsigned number;

	*subject = (struct subject){ .route = route };
	/* what the same request made the last time may stand in its way */
	test_empty("login_throttle");
	test_empty("saved_view");
	visitor_renew(asker);
	subject->try.visitor = asker;
	subject->try.ctx = test_ctx();
	if (one && one->make)
		one->make(&subject->try);
	subject->target = target_of(subject);
	subject->once = text_format("%08x%08x%08x%08x", 0xfa11a110u, (unsigned)getpid(), 1u, ++number);
}

/* ---- the shims ---- */

static const char *fault; /* "alloc", or the error */

static bool
allocating(void)
{
	return strcmp(fault, "alloc") == 0;
}

static void
shim_set(long at)
{
	const char *build = getenv("HOUTAI_BUILD") ? getenv("HOUTAI_BUILD") : "build";
	const char *prefix = allocating() ? "FAILALLOC" : "DBERROR";

	setenv("LD_PRELOAD", text_format("%s/fault/%s.so", build, allocating() ? "failalloc" : "dberror"), 1);
	setenv(text_format("%s_AT", prefix), text_format("%ld", at), 1);
	setenv(text_format("%s_LOG", prefix), log_path, 1);
	if (!allocating())
		setenv("DBERROR_CODE", text_format("%.4s", fault), 1);
	if (strstr(fault, "after"))
		setenv("DBERROR_AFTER", "1", 1);
	unlink(log_path);
}

static void
shim_clear(void)
{
	static const char *const names[] = { "LD_PRELOAD", "FAILALLOC_AT", "FAILALLOC_LOG", "DBERROR_AT",
		"DBERROR_LOG", "DBERROR_CODE", "DBERROR_AFTER" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
}

static bool
place_new(unsigned long place)
{
	size_t slot = place % PLACES;

	for (; tried[slot]; slot = (slot + 1) % PLACES)
		if (tried[slot] == place)
			return false;
	if (tried_count == PLACES / 2)
		fail_msg("more places than there is room for");
	tried[slot] = place;
	tried_count++;
	return true;
}

/* The calls to MariaDB at places not tried yet; only COMMITs where the fault comes after them. */
static const long *
calls_read(long *all)
{
	FILE *file = fopen(log_path, "re");
	long *numbers = calloc(PLACES, sizeof(*numbers));
	size_t count = 0;
	char line[128];

	*all = 0;
	if (!file || !numbers)
		fail_msg("no log of calls: is build/fault/dberror.so there?");
	while (fgets(line, sizeof(line), file) && count < PLACES - 1) {
		++*all;
		if (strstr(fault, "after") && strncmp(line, "commit", 6) != 0)
			continue;
		if (place_new(strtoul(line + strcspn(line, " "), NULL, 16) | 1))
			numbers[count++] = *all;
	}
	fclose(file);
	return numbers;
}

/* The allocations at places not tried yet, from the shim's log: numbers, ended by 0. `*all`: how many there were. */
static const long *
places_read(long *all)
{
	FILE *file = fopen(log_path, "re");
	long *numbers = calloc(PLACES, sizeof(*numbers));
	size_t count = 0;
	char line[128];

	*all = 0;
	if (!file || !numbers)
		fail_msg("no log of allocations: is build/fault/failalloc.so there?");
	while (fgets(line, sizeof(line), file)) {
		char *end;
		long number = strtol(line, &end, 10);

		(void)strtol(end, &end, 10);
		*all = number;
		if (place_new(strtoul(end, NULL, 16) | 1))
			numbers[count++] = number;
	}
	fclose(file);
	return numbers;
}

static const char *
log_text(void)
{
	static char text[8000];
	FILE *file = fopen(log_path, "re");
	size_t length = file ? fread(text, 1, sizeof(text) - 1, file) : 0;

	text[length] = '\0';
	if (file)
		fclose(file);
	return text;
}

/* ---- what is in the database ---- */

/* Statements prepared on the server, over all tables but those left out: contents_of sums up what they
 * hold, rows_note notes how many rows they have, rows_compare says what has come since. */
static void
snapshot_prepare(void)
{
	test_sql("SET SESSION group_concat_max_len = 10000000");
	test_sql(
	    "SET @contents = (SELECT GROUP_CONCAT(q SEPARATOR ' UNION ALL ') "
	    "FROM (SELECT CONCAT('SELECT ''', table_name, ''' t, COUNT(*) c, SUM(', "
	    "IF(table_name IN (" TABLES_ADDED "), '1', CONCAT('CRC32(CONCAT_WS(''|'', ', "
	    "GROUP_CONCAT(CONCAT('`', column_name, '`')), '))')), ') s FROM `', table_name, '`') q "
	    "FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name NOT IN (" TABLES_LEFT
	    ") GROUP BY table_name) "
	    "y)");
	test_sql("SET @counts = (SELECT GROUP_CONCAT(CONCAT('SELECT ''', table_name, ''' t, COUNT(*) c "
		 "FROM `', table_name, '`') SEPARATOR ' UNION ALL ') FROM information_schema.tables "
		 "WHERE table_schema = DATABASE() AND table_name NOT IN (" TABLES_LEFT "))");
	test_sql("CREATE TEMPORARY TABLE rows_before (t VARCHAR(80) PRIMARY KEY, c BIGINT NOT NULL)");
	test_sql("SET @q = CONCAT('SET @found = (SELECT MD5(GROUP_CONCAT(t, c, COALESCE(s, 0) "
		 "ORDER BY t)) FROM (', @contents, ') x)')");
	test_sql("PREPARE contents_of FROM @q");
	test_sql("SET @q = CONCAT('REPLACE INTO rows_before ', @counts)");
	test_sql("PREPARE rows_note FROM @q");
	test_sql("SET @q = CONCAT('SET @found = (SELECT GROUP_CONCAT(x.t, '' '', x.c - b.c "
		 "ORDER BY x.t) FROM (', @counts, ') x JOIN rows_before b ON b.t = x.t WHERE x.c <> b.c)')");
	test_sql("PREPARE rows_compare FROM @q");
}

static const char *
found_by(const char *prepared)
{
	test_sql("EXECUTE %s", prepared);
	return text_format("%s", test_word("SELECT COALESCE(@found, '')"));
}

/* Counters spread over shards that are drawn, so their rows say little; what they sum up to says how far they are from the rows
 * they count. A request must not change that. */
static int64_t
drift(void)
{
	return test_number("SELECT (SELECT COALESCE(SUM(row_count * (value + 7)), 0) FROM list_count "
			   "WHERE list = 'orders' AND dimension = 'state') - (SELECT COALESCE(SUM(state + "
			   "7), 0) FROM orders)") *
		   1000000 +
	       test_number("SELECT (SELECT COALESCE(SUM(row_count), 0) FROM list_count "
			   "WHERE list = 'orders.queue' AND dimension = '') - (SELECT COUNT(*) "
			   "FROM order_queue)");
}

/* ---- answers ---- */

/* Without what differs from one answer to the next: tokens, ids of requests, times of day. */
static const char *
plain(const struct page *page)
{
	char *text = strdup(page->body), *out = text, *in = text;

	while (*in) {
		size_t hex = strspn(in, "0123456789abcdef");

		if (hex >= 16) {
			in += hex;
			*out++ = '#';
		} else if (hex == 2 && in[2] == ':' && strspn(in + 3, "0123456789") == 2) {
			in += 5;
			*out++ = ':';
		} else if (hex > 0) {
			memmove(out, in, hex);
			out += hex;
			in += hex;
		} else {
			*out++ = *in++;
		}
	}
	*out = '\0';
	return text;
}

/* Whole: as long as it says. */
static bool
whole(const struct page *page)
{
	const char *length = page_header(page, "Content-Length");

	return length && strtoul(length, NULL, 10) == page->length;
}

/* Is all of `part` in `text`, in its order: has it lost something, but nothing been put in its place. */
static bool
lacks_only(const char *part, const char *text)
{
	for (; *part && *text; text++)
		part += *part == *text;
	return !*part;
}

/* Where the first begins to differ from the second; NULL where it does not. What a page says must be the same; the frame around it
 * may lack counts and hours where they could not be read: they are decoration there, and never others. */
static const char *
difference(const char *page, const char *wanted)
{
	const char *main_page = strstr(page, "<main"), *main_wanted = strstr(wanted, "<main");
	size_t same = 0, from;

	if (main_page && main_wanted &&
	    lacks_only(text_format("%.*s", (int)(main_page - page), page),
		text_format("%.*s", (int)(main_wanted - wanted), wanted))) {
		page = main_page;
		wanted = main_wanted;
	}

	while (page[same] && page[same] == wanted[same])
		same++;
	if (page[same] == wanted[same])
		return NULL;
	from = same > 60 ? same - 60 : 0;
	return text_format("another page: %.160s\ninstead of: %.160s", page + from, wanted + from);
}

/* Ended without a word, answered with an error, or answered as if nothing had happened: all are right. Shared libraries do
 * not all bear it (glibc's NSS does not): that the process ends there by SIGSEGV is as good as our abort. */
static const char *
answer_wrong(const struct page *page, const struct wanted *wanted)
{
	bool streamed = page_header(wanted->page, "Content-Length") == NULL;
	bool ended = page->exit == 128 + SIGABRT || page->exit == 128 + SIGSEGV;

	if (ended && !*page->head)
		return NULL;
	if (ended && streamed && strncmp(wanted->page->body, page->body, page->length) == 0)
		return NULL; /* an export broken off: nginx passes the break on */
	if (page->exit != 0)
		return text_format("the program ended with %d", page->exit);
	if (page->status >= 500)
		return whole(page) ? NULL : "half an error page";
	if (page->status != wanted->page->status)
		return text_format("answered %d", page->status);
	if (!streamed && !whole(page))
		return "half a page";
	return page->status == 200 ? difference(plain(page), wanted->text) : NULL;
}

/* The password was asked for and is right: a fact of its own, in a transaction before that of what it was asked for. */
static bool
reauth_only(const char *added)
{
	return !strcmp(added, "audit_log 1,audit_open 1,once 1") &&
	       !strcmp(test_word("SELECT action FROM audit_log ORDER BY id DESC LIMIT 1"), "account.reauth");
}

/* ---- one route ---- */

static void
fault_try(struct subject *subject, struct wanted *wanted, long at)
{
	const char *contents, *wrong, *added;
	const struct page *page;
	bool posts = subject->route->method == POST;
	int64_t apart;

	if (posts)
		subject_make(subject, subject->route);
	apart = drift();
	test_sql("EXECUTE rows_note");
	contents = found_by("contents_of");
	shim_set(at);
	page = ask(subject);
	shim_clear();
	wrong = answer_wrong(page, wanted);
	if (wrong && !posts) { /* the clock has gone on meanwhile: what is overdue now, and for how long */
		wanted->page = ask(subject);
		wanted->text = plain(wanted->page);
		wrong = answer_wrong(page, wanted);
	}
	if (wrong) {
		/* cmocka cuts a text off after a kilobyte */
		print_error("%s", log_text());
		print_error("%s", page->head);
		print_error(
		    "%.900s\n", strstr(page->body, "<main") ? strstr(page->body, "<main") : page->body);
		fail_msg("%s at %ld: %s", fault, at, wrong);
	}
	added = found_by("rows_compare");
	if (strcmp(added, wanted->rows) != 0 && !reauth_only(added) &&
	    strcmp(contents, found_by("contents_of")) != 0)
		fail_msg(
		    "%s at %ld: half-written: rows added: %s; wanted: %s", fault, at, added, wanted->rows);
	if (drift() != apart)
		fail_msg("%s at %ld: counters no longer agree with the rows", fault, at);
	if (!posts)
		return;
	/* a wrong password is one more attempt each time; who has logged out cannot ask again */
	if (wanted->page->status != 303 || route_case_find("POST", subject->route->path)->ends_session)
		return;
	/* asked again with the same once-key: done now, or done already, but once */
	page = ask(subject);
	if (page->status != wanted->page->status || page->exit != 0)
		fail_msg("%s at %ld: asked again: %d, not %d", fault, at, page->status, wanted->page->status);
	added = found_by("rows_compare");
	if (strcmp(added, wanted->rows) != 0)
		fail_msg(
		    "%s at %ld: asked again: rows added: %s; wanted: %s", fault, at, added, wanted->rows);
}

static void
test_route(void **state)
{
	struct subject subject;
	struct wanted wanted;
	const long *places;
	long all, count = 0;

	alarm(ROUTE_SECONDS); /* not the seconds of a whole test program */
	if (!asker) {
		asker = visitor_new(ROLE_ALL, "");
		snapshot_prepare();
	}
	subject_make(&subject, *state);
	ask(&subject); /* whatever only the first one writes is there now */
	subject_make(&subject, *state);
	test_sql("EXECUTE rows_note");
	wanted.page = ask(&subject);
	assert_int_equal(wanted.page->exit, 0);
	wanted.text = plain(wanted.page);
	wanted.rows = found_by("rows_compare");
	subject_make(&subject, *state);
	shim_set(0);
	assert_int_equal(ask(&subject)->status, wanted.page->status);
	shim_clear();
	if (subject.route->method != POST) {
		wanted.page = ask(&subject);
		wanted.text = plain(wanted.page);
	}
	for (places = allocating() ? places_read(&all) : calls_read(&all); places[count]; count++)
		fault_try(&subject, &wanted, places[count]);
	print_message("# %s %s: %s: %ld points, %ld tried\n", method_name(subject.route), subject.route->path,
	    fault, all, count);
}

/* All routes that have a request. */
static size_t
routes_find(const struct route **found, size_t most)
{
	size_t count = 0;

	for (const struct feature *const *feature = features; *feature; feature++)
		for (const struct route *route = (*feature)->routes; route && route->path; route++)
			if (route_case_find(method_name(route), route->path) && count < most)
				found[count++] = route;
	return count;
}

/* Those that are named, those of a part, or all. */
static bool
route_wanted(const struct route *route, size_t number, size_t count, char *const *wanted)
{
	unsigned long part = wanted[0] ? strtoul(wanted[0], NULL, 10) : 0;

	if (part > 0)
		return number * strtoul(wanted[1], NULL, 10) / count == part - 1;
	for (char *const *one = wanted; *one; one += 2)
		if (!strcmp(one[0], method_name(route)) && !strcmp(one[1], route->path))
			return true;
	return !wanted[0];
}

int
main(int argc, char **argv)
{
	static const struct route *all[ROUTES_MOST];
	static struct CMUnitTest tests[ROUTES_MOST];
	size_t found = routes_find(all, ROUTES_MOST), count = 0;
	int failed;

	if (argc < 2 || argc % 2) {
		fputs("usage: routes alloc|1205|1213|1047|2013|2013after [METHOD PATH … | PART PARTS]\n",
		    stderr);
		return 2;
	}
	fault = argv[1];
	snprintf(log_path, sizeof(log_path), "%s/houtai-fault-%d",
	    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (int)getpid());
	for (size_t i = 0; i < found; i++) {
		char *name = NULL;

		if (!route_wanted(all[i], i, found, argv + 2))
			continue;
		if (asprintf(&name, "%s in %s %s", fault, method_name(all[i]), all[i]->path) < 0)
			return 1;
		tests[count++] = (struct CMUnitTest){
			.name = name, .test_func = test_route, .initial_state = (void *)(uintptr_t)all[i]
		};
	}
	failed = _cmocka_run_group_tests(fault, tests, count, page_start, page_stop);
	unlink(log_path);
	return failed;
}

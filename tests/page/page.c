/* SPDX-License-Identifier: MIT */
/* The binary run as plain CGI, and its answers taken apart.
 * Not a browser: no redirects are followed, no cookies kept but the session's. */
#include "page/page.h"
#include "accounts/accounts.h"
#include "base/clock.h"
#include "page/program.h"
#include "web/dispatch.h"
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

const char *page_address = "127.0.0.1", *page_cookies, *page_config;
bool page_https, page_anew;

static struct arena *arena; /* everything a test gets lives here */

int
page_start(void **state)
{
	(void)signal(SIGPIPE, SIG_IGN);
	if (program_start() != 0)
		return -1;
	arena = arena_new(0);
	if (test_start(state) != 0)
		return -1;
	test_ctx()->now = clock_now();
	return 0;
}

int
page_stop(void **state)
{
	program_stop();
	return test_stop(state);
}

/* ---- who asks ---- */

/* What csrf.c makes of a token: told from a page would be one more request for each visitor. */
static void
csrf_derive(const unsigned char *token, char text[65])
{
	static const unsigned char purpose[] = "houtai csrf 1";
	unsigned char mac[32];

	crypto_generichash(mac, sizeof(mac), purpose, sizeof(purpose) - 1, token, TOKEN_SIZE);
	sodium_bin2hex(text, 65, mac, sizeof(mac));
}

void
visitor_renew(struct visitor *visitor)
{
	unsigned char token[TOKEN_SIZE];
	struct ctx *ctx = test_ctx();
	int64_t ends_at;

	ctx->now = clock_now();
	assert_rc(session_add(ctx, visitor->account_id, "127.0.0.1", ctx->now, token, &ends_at), RC_OK);
	sodium_bin2hex(visitor->session, sizeof(visitor->session), token, sizeof(token));
	csrf_derive(token, visitor->csrf);
}

struct visitor *
visitor_new(uint32_t roles, const char *denied)
{
	static int number;
	struct visitor *visitor = ARENA_NEW(arena, struct visitor);

	visitor->account_id = test_account(text_format("V-%d", ++number), roles);
	visitor_deny(visitor, denied);
	visitor_renew(visitor);
	return visitor;
}

void
visitor_deny(struct visitor *visitor, const char *denied)
{
	test_sql("UPDATE account SET denied = '%s' WHERE id = %lld", denied, (long long)visitor->account_id);
}

void
visitor_knows(const struct visitor *visitor, int64_t member_id)
{
	unsigned char token[TOKEN_SIZE], hash[TOKEN_HASH_SIZE];
	char text[TOKEN_HASH_SIZE * 2 + 1];

	assert_int_equal(
	    sodium_hex2bin(token, sizeof(token), visitor->session, TOKEN_SIZE * 2, NULL, NULL, NULL), 0);
	token_hash(token, sizeof(token), hash);
	sodium_bin2hex(text, sizeof(text), hash, sizeof(hash));
	test_sql("REPLACE INTO member_identity (account_id, member_id, session_hash, means, checked_at, "
		 "open_until, ends_at) VALUES (%lld, %lld, X'%s', 'phone', %lld, %lld, %lld)",
	    (long long)visitor->account_id, (long long)member_id, text, (long long)clock_now(),
	    (long long)clock_now() + 1800, (long long)clock_now() + 1800);
}

struct visitor *
visitor_none(void)
{
	return ARENA_NEW(arena, struct visitor);
}

const char *
account_password(const struct visitor *visitor, const char *password)
{
	const char *hash;

	assert_rc(password_hash(test_ctx(), password, &hash), RC_OK);
	test_sql("UPDATE account SET pw_hash = '%s' WHERE id = %lld", hash, (long long)visitor->account_id);
	return arena_strdup(
	    arena, test_word("SELECT login FROM account WHERE id = %lld", (long long)visitor->account_id));
}

/* ---- running ---- */

struct run {
	const char *env[32];
	size_t env_count;
};

static void
env_add(struct run *run, const char *name, const char *value)
{
	if (value)
		run->env[run->env_count++] = text_format("%s=%s", name, value);
}

static void
env_make(struct run *run, const char *method, const char *target, const char *type, size_t length,
    const char *cookie, bool english)
{
	const char *question = strchr(target, '?');
	const char *path = question ? arena_strndup(arena, target, (size_t)(question - target)) : target;

	env_add(run, "HOUTAI_CONFIG", page_config ? page_config : test_config());
	env_add(run, "PATH", "/usr/bin:/bin");
	env_add(run, "GATEWAY_INTERFACE", "CGI/1.1");
	env_add(run, "SERVER_PROTOCOL", "HTTP/1.1");
	env_add(run, "REQUEST_METHOD", method);
	env_add(run, "REQUEST_URI", target);
	env_add(run, "SCRIPT_NAME", path);
	env_add(run, "DOCUMENT_URI", path);
	env_add(run, "QUERY_STRING", question ? question + 1 : "");
	env_add(run, "REMOTE_ADDR", page_address);
	env_add(run, "HTTPS", page_https ? "on" : NULL);
	env_add(run, "CONTENT_TYPE", type);
	if (type || length)
		env_add(run, "CONTENT_LENGTH", text_format("%zu", length));
	env_add(run, "HTTP_COOKIE", cookie);
	env_add(run, "HTTP_ACCEPT_LANGUAGE", english ? "en-GB,en;q=0.8" : "zh-CN,zh;q=0.9");
	env_add(run, "ASAN_OPTIONS", getenv("ASAN_OPTIONS"));
	env_add(run, "UBSAN_OPTIONS", getenv("UBSAN_OPTIONS"));
	/* for fault runs (tests/fault/failalloc.c) */
	env_add(run, "LD_PRELOAD", getenv("LD_PRELOAD"));
	env_add(run, "FAILALLOC_AT", getenv("FAILALLOC_AT"));
	env_add(run, "FAILALLOC_LOG", getenv("FAILALLOC_LOG"));
	env_add(run, "DBERROR_AT", getenv("DBERROR_AT"));
	env_add(run, "DBERROR_CODE", getenv("DBERROR_CODE"));
	env_add(run, "DBERROR_AFTER", getenv("DBERROR_AFTER"));
	env_add(run, "DBERROR_LOG", getenv("DBERROR_LOG"));
}

static const struct page *
page_split(const struct buf *answer, int exit_status)
{
	struct page *page = ARENA_NEW(arena, struct page);
	char *end = answer->length ? strstr(answer->data, "\r\n\r\n") : NULL;
	const char *status;

	page->exit = WIFSIGNALED(exit_status) ? 128 + WTERMSIG(exit_status) : WEXITSTATUS(exit_status);
	page->head = page->body = "";
	if (!end)
		return page;
	page->head = arena_strndup(arena, answer->data, (size_t)(end + 2 - answer->data));
	page->body = end + 4;
	page->length = answer->length - (size_t)(end + 4 - answer->data);
	status = page_header(page, "Status");
	page->status = status ? (int)strtol(status, NULL, 10) : 0;
	return page;
}

static const struct page *
page_run(const char *method, const char *target, const char *type, const void *body, size_t length,
    const char *cookie, bool english)
{
	struct run run = { .env_count = 0 };
	struct buf answer;
	int status;

	env_make(&run, method, target, type, length, cookie, english);
	buf_init(&answer, arena, 65536);
	status = program_run(run.env, page_anew || page_config != NULL, body, length, &answer);
	return page_split(&answer, status);
}

#define FORM_TYPE "application/x-www-form-urlencoded"

const struct page *
page_send(const char *method, const char *target, const char *type, const void *body, size_t length,
    const char *cookie)
{
	return page_run(method, target, type, body, length, cookie, false);
}

static const char *
visitor_cookie(const struct visitor *visitor)
{
	const char *more = page_cookies ? page_cookies : "";

	if (!*visitor->session)
		return page_cookies;
	return text_format(
	    "%ssession=%s%s%s", page_https ? "__Host-" : "", visitor->session, *more ? "; " : "", more);
}

const struct page *
page_get(struct visitor *visitor, const char *target)
{
	return page_run("GET", target, NULL, "", 0, visitor_cookie(visitor), visitor->english);
}

const struct page *
page_post_plain(struct visitor *visitor, const char *target, const char *fields)
{
	return page_run(
	    "POST", target, FORM_TYPE, fields, strlen(fields), visitor_cookie(visitor), visitor->english);
}

const struct page *
page_post(struct visitor *visitor, const char *target, const char *fields)
{
	unsigned char bytes[16];

	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2hex(visitor->once, sizeof(visitor->once), bytes, sizeof(bytes));
	return page_post_plain(visitor, target,
	    text_format("csrf=%s&once=%s%s%s", visitor->csrf, visitor->once, fields && *fields ? "&" : "",
		fields ? fields : ""));
}

/* ---- without starting the program ---- */

struct direct {
	const char *method, *path, *query, *cookie, *body;
	size_t at, length;
};

static const char *
direct_param(void *self, const char *name)
{
	const struct direct *direct = self;

	if (!strcmp(name, "REQUEST_METHOD"))
		return direct->method;
	if (!strcmp(name, "QUERY_STRING"))
		return direct->query;
	if (!strcmp(name, "REQUEST_URI") || !strcmp(name, "PATH_INFO"))
		return direct->path;
	if (!strcmp(name, "HTTP_COOKIE"))
		return direct->cookie;
	if (!strcmp(name, "REMOTE_ADDR"))
		return page_address;
	if (!direct->body)
		return NULL;
	if (!strcmp(name, "CONTENT_TYPE"))
		return FORM_TYPE;
	return strcmp(name, "CONTENT_LENGTH") ? NULL : text_format("%zu", direct->length);
}

static long
direct_read(void *self, void *data, size_t room)
{
	struct direct *direct = self;
	size_t rest = direct->length - direct->at;

	if (room > rest)
		room = rest;
	memcpy(data, direct->body + direct->at, room);
	direct->at += room;
	return (long)room;
}

const struct page *
page_direct(struct visitor *visitor, const char *target, const char *fields)
{
	static struct arena *own;
	static struct page page;
	const char *question = strchr(target, '?');
	struct direct direct = { .method = fields ? "POST" : "GET",
		.path = question ? arena_strndup(arena, target, (size_t)(question - target)) : target,
		.query = question ? question + 1 : "",
		.cookie = visitor_cookie(visitor),
		.body = fields,
		.length = fields ? strlen(fields) : 0 };
	struct source source = { &direct, direct_param, direct_read };
	struct response out;
	struct buf head;

	if (!own) {
		own = arena_new(0);
		dispatch_start();
	}
	arena_reset(own, 1 << 20);
	dispatch_serve(own, &source, &out, NULL, NULL);
	buf_init(&head, own, 2048);
	response_head(&out, &head);
	page = (struct page){
		.status = out.status, .head = head.data, .body = out.body.data, .length = out.body.length
	};
	return &page;
}

/* ---- what came back ---- */

const char *
page_header(const struct page *page, const char *name)
{
	size_t length = strlen(name);
	const char *line = page->head;

	while (*line) {
		size_t whole = strcspn(line, "\r\n");

		if (!strncasecmp(line, name, length) && line[length] == ':')
			return arena_strndup(arena, line + length + 2, whole - length - 2);
		line += whole;
		line += strspn(line, "\r\n");
	}
	return NULL;
}

const char *
page_cookie(const struct page *page, const char *name)
{
	const char *mark = text_format("\nSet-Cookie: %s=", name);
	const char *at = strcasestr(page->head, mark);

	if (!at)
		return NULL;
	at += strlen(mark);
	return arena_strndup(arena, at, strcspn(at, ";\r\n"));
}

bool
page_has(const struct page *page, const char *text)
{
	return strstr(page->body, text) != NULL;
}

const char *
page_field(const struct page *page, const char *name)
{
	const char *mark = text_format("name=\"%s\" value=\"", name);
	const char *at = strstr(page->body, mark);

	if (!at)
		return "";
	at += strlen(mark);
	return arena_strndup(arena, at, strcspn(at, "\""));
}

const struct page *
page_check(const struct page *page, int status, const char *file, int line)
{
	if (page->exit == 0 && page->status == status)
		return page;
	print_error("%s:%d: expected %d, got %d (program ended with %d)\n%s\n%.3000s\n", file, line, status,
	    page->status, page->exit, page->head, page->body);
	_fail(file, line);
	return page;
}

const char *
text_format(const char *format, ...)
{
	va_list args;
	const char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

const char *
text_encode(const char *text)
{
	struct buf out;

	buf_init(&out, arena, strlen(text) * 3 + 1);
	for (; *text; text++)
		buf_printf(&out, "%%%02X", (unsigned)(unsigned char)*text);
	return out.data;
}

/* ---- every route ---- */

static const struct route_case *tables[64];
static size_t table_count;

void
route_cases_add(const struct route_case *cases)
{
	if (table_count < sizeof(tables) / sizeof(tables[0]))
		tables[table_count++] = cases;
}

const struct route_case *
route_case_find(const char *method, const char *path)
{
	for (size_t t = 0; t < table_count; t++)
		for (const struct route_case *one = tables[t]; one->method; one++)
			if (!strcmp(one->method, method) && !strcmp(one->path, path))
				return one;
	return NULL;
}

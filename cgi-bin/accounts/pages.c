/* SPDX-License-Identifier: MIT */
/* Log-in, log-out, one's own password, language and theme.
 * Not the checks behind them: actions.c. */
#include "accounts/accounts.h"
#include "accounts/jobs.h"
#include "base/log.h"
#include "db/config.h"
#include "db/db.h"
#include "web/form.h"
#include "web/frame.h"
#include "web/lang.h"
#include <sodium.h>

#define PASSWORD_ROOM 1000 /* what is too long for a password is said by its own rule */
#define DEVICE_COOKIE "device"
#define DEVICE_SECONDS (180L * 86400)

struct login_form {
	const char *name;
	const char *next;
};
/* The password is the frame's own field: it is taken as typed and never given back. */
static const struct form_field login_fields[] = {
	{ .field = FIELD(login_form, TEXT, name), .label = "ui.account", .required = true, .max = 64 },
	{ .field = FIELD(login_form, TEXT, next), .label = "ui.back", .max = 2000 },
};

/* Where somebody wanted to go; response_redirect() lets nothing but paths of ours pass. */
static const char *
next_path(const char *path)
{
	if (!path || path[0] != '/' || path[1] == '/' || path[1] == '\\' || !strncmp(path, "/login", 6))
		return "/";
	return path;
}

/* The demo shop says which names there are; their passwords it does not. */
static enum rc
demo_show(struct req *req)
{
	const struct account *account;
	struct node *list;
	struct rows rows;
	enum rc rc;

	if (!config_number(config_get(), "Demo", 0))
		return RC_OK;
	rc = account_list(&req->ctx, &rows);
	if (rc != RC_OK)
		return rc;
	account = rows.items;
	list = node_child(view_root(req), "Demo");
	for (size_t i = 0; i < rows.count && i < 20; i++) {
		struct node *row;

		if (account[i].state != ACCOUNT_ACTIVE)
			continue;
		row = node_row(list);
		node_static(row, "name", account[i].login);
		for (uint32_t bit = 1; bit & ROLE_ALL; bit <<= 1)
			if ((uint32_t)account[i].roles & bit) {
				node_static(row, "role",
				    lang(req,
					arena_printf(req->ctx.arena, "role.%s", role_name((enum role)bit))));
				break;
			}
	}
	return RC_OK;
}

/* GET /login, and the form again */
static enum rc
login_page(struct req *req)
{
	struct login_form form = { .name = "", .next = request_param(&req->http, "back") };

	if (req->session.live && !req->form)
		return redirect(req, "%s", next_path(form.next));
	if (!form.next)
		form.next = "/";
	form_fill(req, login_fields, &form);
	view_set(req, "Page.title", lang(req, "accounts.login.title"));
	return demo_show(req);
}

/* POST /login */
static enum rc
login_post(struct req *req)
{
	struct login_form form;
	struct login_result result;
	struct login_attempt attempt = { .password = request_param(&req->http, "password"),
		.address = req->http.address,
		.device = request_cookie(&req->http, DEVICE_COOKIE) };
	enum rc rc = form_parse(req, login_fields, &form);

	if (!attempt.password || !*attempt.password)
		rc = form_error(req, "password", "form.error.required", lang(req, "ui.password"), NULL);
	if (rc != RC_OK)
		return rc;
	attempt.login = form.name;
	rc = account_login(&req->ctx, &attempt, &result);
	if (rc != RC_OK)
		return rc;
	cookie_session_begin(req, result.token);
	sodium_memzero(result.token, sizeof(result.token));
	if (result.new_device)
		response_cookie(&req->out, DEVICE_COOKIE, result.new_device, DEVICE_SECONDS, req->http.https);
	return redirect(req, "%s", next_path(form.next));
}

/* POST /logout */
static enum rc
logout_post(struct req *req)
{
	enum rc rc = form_read(req, NULL, 0, NULL);

	if (rc == RC_OK)
		rc = account_logout(&req->ctx, req->session.token_hash);
	if (rc != RC_OK)
		return rc;
	cookie_session_end(req);
	response_header(&req->out, "Clear-Site-Data", "\"cache\", \"storage\"");
	return redirect(req, "/login");
}

struct password_form {
	const char *fresh, *again, *next;
};
/* The passwords are taken as typed: nothing is trimmed from them, and none is given back. */
static const struct form_field password_fields[] = {
	{ .field = FIELD(password_form, TEXT, fresh),
	    .label = "accounts.password.fresh",
	    .max = PASSWORD_ROOM },
	{ .field = FIELD(password_form, TEXT, again),
	    .label = "accounts.password.again",
	    .max = PASSWORD_ROOM },
	{ .field = FIELD(password_form, TEXT, next), .label = "ui.back", .max = 2000 },
};

/* GET /password, and the form again */
static enum rc
password_page(struct req *req)
{
	struct password_form form = {
		.fresh = "", .again = "", .next = next_path(request_param(&req->http, "back"))
	};

	form_fill(req, password_fields, &form);
	view_set(req, "Page.title", lang(req, "accounts.password.title"));
	if (req->session.must_change)
		view_set(req, "Must", "1");
	return RC_OK;
}

static enum rc
password_given(struct req *req, const char *field, const char *label, const char **typed)
{
	*typed = request_param(&req->http, field);
	if (*typed && **typed)
		return RC_OK;
	return form_error(req, field, "form.error.required", lang(req, label), NULL);
}

/* POST /password */
static enum rc
password_post(struct req *req)
{
	unsigned char token[TOKEN_SIZE];
	struct password_form form;
	const char *old = NULL, *fresh = NULL, *again = NULL, *field = NULL;
	enum rc rc = form_parse(req, password_fields, &form);

	/* all that is missing is said at once */
	if (password_given(req, "password", "accounts.password.old", &old) != RC_OK)
		rc = RC_INVALID;
	if (password_given(req, "fresh", "accounts.password.fresh", &fresh) != RC_OK)
		rc = RC_INVALID;
	if (password_given(req, "again", "accounts.password.again", &again) != RC_OK)
		rc = RC_INVALID;
	if (rc != RC_OK)
		return rc;
	if (strcmp(fresh, again) != 0)
		return form_error(req, "again", "accounts.password.differs", NULL);
	rc = account_choose_password(
	    &req->ctx, req->session.token_hash, old, fresh, req->http.address, token, &field);
	if (rc == RC_OK) {
		cookie_session_begin(req, token);
		req->session.must_change = false;
	}
	sodium_memzero(token, sizeof(token));
	return form_done(req, rc, field, "accounts.password.done", next_path(form.next));
}

struct preferences_form {
	const char *lang;
	const char *theme;
	const char *back;
};
static const char *const lang_choices[] = { "zh-CN", "en", NULL };
static const char *const theme_choices[] = { "auto", "light", "dark", NULL };
static const struct form_field preferences_fields[] = {
	{ .field = FIELD(preferences_form, TEXT, lang), .label = "ui.language", .choices = lang_choices },
	{ .field = FIELD(preferences_form, TEXT, theme), .label = "ui.theme", .choices = theme_choices },
	{ .field = FIELD(preferences_form, TEXT, back), .label = "ui.back", .max = 2000 },
};

/* POST /preferences: language, theme, or both in one transaction */
static enum rc
preferences_post(struct req *req)
{
	struct preferences_form form;
	int64_t lang = req->session.lang, theme = req->session.theme;
	enum rc rc = form_parse(req, preferences_fields, &form);

	if (rc != RC_OK)
		return rc;
	if (*form.lang)
		lang = lang_find(form.lang);
	for (int64_t i = 0; theme_choices[i]; i++)
		if (!strcmp(form.theme, theme_choices[i]))
			theme = i;
	rc = account_set_look(&req->ctx, lang, theme);
	if (rc != RC_OK)
		return rc;
	return redirect(req, "%s", next_path(form.back));
}

const struct right RIGHT_ACCOUNT_SEE = { "account.see", ROLE_ADMIN };
const struct right RIGHT_ACCOUNT_EDIT = { "account.edit", ROLE_ADMIN };

static const struct route routes[] = {
	{ GET, "/login", &RIGHT_ANYBODY, login_page, .template = "accounts/login.cs" },
	{ POST, "/login", &RIGHT_ANYBODY, login_post, .again = login_page,
	    .again_template = "accounts/login.cs" },
	{ POST, "/logout", &RIGHT_LOGGED_IN, .handler = logout_post, .unsettled = true },
	{ GET, "/password", &RIGHT_LOGGED_IN, password_page, .template = "accounts/password.cs",
	    .unsettled = true },
	{ POST, "/password", &RIGHT_LOGGED_IN, password_post, .again = password_page,
	    .again_template = "accounts/password.cs", .unsettled = true },
	{ POST, "/preferences", &RIGHT_LOGGED_IN, .handler = preferences_post },
	{ 0 },
};
static const struct right *const rights[] = { &RIGHT_ACCOUNT_SEE, &RIGHT_ACCOUNT_EDIT, NULL };
static const char *const kinds[] = { "account", "/", NULL, NULL };

const struct feature accounts_feature = {
	.name = "accounts",
	.routes = routes,
	.rights = rights,
	.jobs = account_jobs,
	.commands = account_commands,
	.kinds = kinds,
};

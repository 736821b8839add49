/* SPDX-License-Identifier: MIT */
/* Forms read, checked and given back.
 * Not their decisions: what a rule forbids comes from the action as a reason. */
#include "web/form.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/money.h"
#include "base/utf8.h"
#include "web/frame.h"
#include "web/lang.h"
#include "web/tree.h"
#include <stdarg.h>

#define TEXT_MOST 200       /* code points of a line, unless declared */
#define MULTILINE_MOST 2000 /* of a text with line breaks */

static const char *const frame_fields[] = { "csrf", "once", "version", "back", "password" };

static struct form *
form_of(struct req *req)
{
	if (!req->form)
		req->form = ARENA_NEW(req->ctx.arena, struct form);
	return req->form;
}

static void
error_add(struct req *req, const char *field, const char *text)
{
	struct form *form = form_of(req);

	if (form->error_count < FORM_ERRORS)
		form->errors[form->error_count++] = (struct form_error){ field, text };
}

enum rc
form_error(struct req *req, const char *field, const char *key, ...)
{
	const char *args[REASON_ARGS] = { NULL }, *arg;
	size_t count = 0;
	va_list list;

	va_start(list, key);
	while ((arg = va_arg(list, const char *)) && count < REASON_ARGS)
		args[count++] = arg;
	va_end(list);
	error_add(req, field, lang_fill(req->ctx.arena, req->session.lang, lang(req, key), args, count));
	return RC_INVALID;
}

enum rc
form_done(struct req *req, enum rc rc, const char *field, const char *done, const char *path)
{
	if (rc == RC_INVALID && req->ctx.reason.key != NULL)
		return form_error(req, field != NULL ? field : "", req->ctx.reason.key, NULL);
	if (rc != RC_OK)
		return rc;
	flash(req, FLASH_OK, done, NULL);
	return redirect(req, "%s", path);
}

/* An error of one field: {0} is its label, {1} and {2} are bounds. */
static void
field_error(
    struct req *req, const struct form_field *field, const char *key, const char *one, const char *two)
{
	(void)form_error(req, field->field.name, key,
	    lang(req, field->label ? field->label : field->field.name), one ? one : "", two ? two : "", NULL);
}

/* A field's text in the request: of a POST only what stands in the body. NULL if it did not come. */
static const char *
input_find(const struct req *req, const char *name)
{
	for (size_t i = 0; i < req->http.param_count; i++) {
		const struct param *param = &req->http.params[i];

		if ((req->http.method != POST || param->from_body) && !strcmp(param->name, name))
			return param->value;
	}
	return NULL;
}

static const char *
input_get(struct req *req, const struct form_field *field)
{
	int64_t id = upload_id(req, field->field.name);

	if (id)
		return arena_printf(req->ctx.arena, "%lld", (long long)id);
	return field->upload ? NULL : input_find(req, field->field.name);
}

static enum rc
number_parse(struct arena *arena, const char *text, int64_t *number)
{
	const char *digits = utf8_narrow(arena, text);
	bool minus = digits[0] == '-';
	int64_t sum = 0;
	size_t length;

	if (minus || digits[0] == '+')
		digits++;
	length = strlen(digits);
	if (!length || length > 18 || strspn(digits, "0123456789") != length)
		return RC_INVALID;
	for (; *digits; digits++)
		sum = sum * 10 + (*digits - '0');
	*number = minus ? -sum : sum;
	return RC_OK;
}

static const char *
number_text(struct arena *arena, enum field_type type, int64_t number)
{
	switch (type) {
	case FIELD_MONEY:
		return money_plain(arena, number);
	case FIELD_TIME:
		return time_text(arena, number);
	case FIELD_DAY:
		return day_text(arena, number);
	case FIELD_ID:
		return number ? arena_printf(arena, "%lld", (long long)number) : "";
	case FIELD_INT:
	case FIELD_BOOL:
	case FIELD_TEXT:
	case FIELD_BLOB:
		break;
	}
	return arena_printf(arena, "%lld", (long long)number);
}

static bool
bounds_check(struct req *req, const struct form_field *field, int64_t number)
{
	struct arena *arena = req->ctx.arena;

	if ((!field->min && !field->max) || (number >= field->min && (!field->max || number <= field->max)))
		return true;
	if (!field->max)
		field_error(
		    req, field, "form.error.least", number_text(arena, field->field.type, field->min), NULL);
	else
		field_error(req, field, "form.error.range", number_text(arena, field->field.type, field->min),
		    number_text(arena, field->field.type, field->max));
	return false;
}

static void
number_read(struct req *req, const struct form_field *field, const char *text, int64_t *out)
{
	struct arena *arena = req->ctx.arena;
	const char *key = "form.error.number";
	int64_t number = 0;
	enum rc rc;

	switch (field->field.type) {
	case FIELD_MONEY:
		key = "form.error.money";
		rc = money_parse(text, &number);
		break;
	case FIELD_TIME:
		key = "form.error.time";
		rc = time_parse(utf8_narrow(arena, text), &number);
		break;
	case FIELD_DAY:
		key = "form.error.day";
		rc = day_parse(utf8_narrow(arena, text), &number);
		break;
	case FIELD_ID:
		key = "form.error.choice";
		rc = number_parse(arena, text, &number);
		if (number < 0)
			rc = RC_INVALID;
		break;
	case FIELD_INT:
	case FIELD_BOOL:
	case FIELD_TEXT:
	case FIELD_BLOB:
	default:
		rc = number_parse(arena, text, &number);
		break;
	}
	if (rc != RC_OK)
		field_error(req, field, key, NULL, NULL);
	else if (bounds_check(req, field, number))
		*out = number;
}

static bool
choice_known(const struct form_field *field, const char *text)
{
	if (!field->choices)
		return true;
	for (const char *const *choice = field->choices; *choice; choice++)
		if (!strcmp(*choice, text))
			return true;
	return false;
}

static void
text_read(struct req *req, const struct form_field *field, const char *text, const char **out)
{
	int64_t length = (int64_t)utf8_length(text);
	int64_t most = field->max ? field->max : field->multiline ? MULTILINE_MOST : TEXT_MOST;
	struct arena *arena = req->ctx.arena;

	if (!field->multiline && strchr(text, '\n'))
		field_error(req, field, "form.error.line", NULL, NULL);
	else if (length > most)
		field_error(
		    req, field, "form.error.long", arena_printf(arena, "%lld", (long long)most), NULL);
	else if (length < field->min)
		field_error(
		    req, field, "form.error.short", arena_printf(arena, "%lld", (long long)field->min), NULL);
	else
		*out = text;
}

/* One value of one field into its place; `out` points at a zeroed member of the declared type. */
static void
value_read(struct req *req, const struct form_field *field, const char *text, void *out)
{
	text = utf8_trim(req->ctx.arena, text);
	if (!*text) {
		if (field->required)
			field_error(req, field, "form.error.required", NULL, NULL);
		return;
	}
	if (!choice_known(field, text)) {
		field_error(req, field, "form.error.choice", NULL, NULL);
		return;
	}
	switch (field->field.type) {
	case FIELD_TEXT:
		text_read(req, field, text, out);
		break;
	case FIELD_BOOL:
		*(bool *)out = !strcmp(text, "1") || !strcmp(text, "on");
		break;
	case FIELD_INT:
	case FIELD_ID:
	case FIELD_MONEY:
	case FIELD_TIME:
	case FIELD_DAY:
	case FIELD_BLOB:
		number_read(req, field, text, out);
		break;
	}
}

static void
many_read(struct req *req, const struct form_field *field)
{
	const char *name = arena_printf(req->ctx.arena, "%s[]", field->field.name);
	const char *values[REQUEST_MAX_FIELDS];
	size_t count = request_params(&req->http, name, values, REQUEST_MAX_FIELDS);
	size_t before = req->form ? req->form->error_count : 0;

	if (!count && field->required)
		field_error(req, field, "form.error.required", NULL, NULL);
	for (size_t i = 0; i < count && (!req->form || req->form->error_count == before); i++) {
		union {
			int64_t number;
			const char *text;
			bool flag;
		} value = { .number = 0 };

		value_read(req, field, values[i], &value);
	}
}

/* Is a field that came in one of the declared ones or the frame's own. */
static bool
input_known(const struct form_field *fields, size_t count, const char *name)
{
	size_t length = strlen(name);
	bool many = length > 2 && !strcmp(name + length - 2, "[]");

	if (many)
		length -= 2;
	for (size_t i = 0; i < count; i++)
		if (fields[i].many == many && strlen(fields[i].field.name) == length &&
		    !memcmp(fields[i].field.name, name, length))
			return true;
	for (size_t i = 0; i < sizeof(frame_fields) / sizeof(frame_fields[0]); i++)
		if (!strcmp(frame_fields[i], name))
			return true;
	return false;
}

static void
unknown_refuse(struct req *req, const struct form_field *fields, size_t count)
{
	for (size_t i = 0; i < req->http.param_count; i++) {
		const struct param *param = &req->http.params[i];

		if ((req->http.method == POST && !param->from_body) ||
		    input_known(fields, count, param->name))
			continue;
		log_line(LOG_WARN, "form.undeclared", "path", req->http.path, NULL);
		(void)form_error(req, "", "form.error.undeclared", NULL);
		return;
	}
}

static void
member_clear(const struct form_field *field, void *out)
{
	static const struct blob no_blob;
	static const int64_t zero;
	const char *empty = "";

	switch (field->field.type) {
	case FIELD_TEXT:
		memcpy(out, &empty, sizeof(empty));
		break;
	case FIELD_BOOL:
		*(bool *)out = false;
		break;
	case FIELD_BLOB:
		memcpy(out, &no_blob, sizeof(no_blob));
		break;
	case FIELD_INT:
	case FIELD_ID:
	case FIELD_MONEY:
	case FIELD_TIME:
	case FIELD_DAY:
		memcpy(out, &zero, sizeof(zero));
		break;
	}
}

enum rc
form_read(struct req *req, const struct form_field *fields, size_t count, void *values)
{
	struct form *form = form_of(req);

	form->fields = fields;
	form->count = count;
	unknown_refuse(req, fields, count);
	for (size_t i = 0; i < req->upload_count; i++)
		if (req->uploads[i].refused)
			error_add(req, req->uploads[i].field, req->uploads[i].refused);
	for (size_t i = 0; i < count; i++) {
		const char *input;

		if (fields[i].many) {
			many_read(req, &fields[i]);
			continue;
		}
		input = input_get(req, &fields[i]);
		member_clear(&fields[i], (char *)values + fields[i].field.offset);
		if (upload_refused(req, fields[i].field.name))
			continue;
		value_read(req, &fields[i], input ? input : "", (char *)values + fields[i].field.offset);
	}
	return form->error_count ? RC_INVALID : RC_OK;
}

/* ---- given back ---- */

static bool
name_secret(const char *name)
{
	return strstr(name, "password") != NULL;
}

static const char *
value_text(struct arena *arena, const struct field *field, const void *at)
{
	int64_t number;

	switch (field->type) {
	case FIELD_TEXT:
		return *(const char *const *)at;
	case FIELD_BOOL:
		return *(const bool *)at ? "1" : "";
	case FIELD_BLOB:
		return "";
	case FIELD_INT:
	case FIELD_ID:
	case FIELD_MONEY:
	case FIELD_TIME:
	case FIELD_DAY:
		break;
	}
	memcpy(&number, at, sizeof(number));
	return number_text(arena, field->type, number);
}

static void
many_show(struct req *req, struct node *node, const char *name)
{
	const char *inputs[REQUEST_MAX_FIELDS];
	size_t count = request_params(
	    &req->http, arena_printf(req->ctx.arena, "%s[]", name), inputs, REQUEST_MAX_FIELDS);
	struct node *list = node_child(node, "values");

	for (size_t i = 0; i < count; i++)
		node_static(node_row(list), "value", inputs[i]);
}

static void
field_show(struct req *req, struct node *form, const struct form_field *field, const void *values)
{
	const char *name = field->field.name;
	struct node *node = node_child(form, name);
	const char *text = NULL;

	if (name_secret(name))
		return;
	if (req->form && field->many) {
		many_show(req, node, name);
		return;
	}
	if (req->form) { /* the input as it came; a box that was not ticked did not come */
		text = input_find(req, name);
		if (!text && field->field.type == FIELD_BOOL)
			text = "";
	}
	if (!text && values && !field->many)
		text = value_text(req->ctx.arena, &field->field, (const char *)values + field->field.offset);
	if (text && (*text || field->field.type != FIELD_BOOL))
		node_static(node, "value", text);
}

void
form_show(struct req *req, const struct form_field *fields, size_t count, const void *values)
{
	struct node *form = node_child(view_root(req), "Form");

	for (size_t i = 0; i < count; i++)
		field_show(req, form, &fields[i], values);
}

void
form_answer(struct req *req)
{
	struct node *node = node_child(view_root(req), "Form");
	struct node *list;

	if (req->ctx.reason.key)
		node_static(node, "reason", lang_reason(req, &req->ctx.reason));
	if (!req->form)
		return;
	if (req->form->fields)
		form_show(req, req->form->fields, req->form->count, NULL);
	if (!req->form->error_count)
		return;
	list = node_child(node, "errors");
	for (size_t i = 0; i < req->form->error_count; i++) {
		const struct form_error *error = &req->form->errors[i];
		struct node *row = node_row(list), *field;

		node_static(row, "field", error->field);
		node_static(row, "text", error->text);
		if (!*error->field)
			continue;
		field = node_child(node, error->field);
		if (!node_has(field, "error"))
			node_static(field, "error", error->text);
	}
}

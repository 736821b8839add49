/* SPDX-License-Identifier: MIT */
/* Forms: declared once; parsed, checked, and given back with their input and errors. */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/record.h"
#include "web/req.h"

/* One field; `field` says where its value goes in the struct. Texts are trimmed; FIELD_TEXT keeps line breaks only with
 * `multiline`. Error texts come from form.error.* with the label filled in. */
struct form_field {
	struct field field;
	const char *label; /* language key */
	bool required;
	int64_t min, max; /* of numbers, money (fen) and times; code points of a text; both 0: default caps */
	const char *const *choices; /* NULL-terminated: the only texts allowed */
	bool multiline;
	bool
	    upload; /* FIELD_ID: a file that came with this very form; a number typed in its place is refused */
	bool
	    many; /* comes as "name[]" any number of times: each value is checked, the handler takes them with request_params() */
};

struct form_error {
	const char *field;
	const char *text;
};
#define FORM_ERRORS 24

struct form {
	const struct form_field *fields;
	size_t count;
	struct form_error errors[FORM_ERRORS];
	size_t error_count;
};

/* form_parse(): read the declared fields from the request into `values`. RC_OK, or RC_INVALID with req->form set: dispatch
 * then runs route->again, and Form.<field>.value|error, Form.errors.N.field|text show input and errors. Undeclared fields
 * other than the frame's own (csrf, once, version, back, password of reauth()) are refused: nothing is assigned by accident.
 * A POST is read from its body alone. Of a field "name[]" the values come back as Form.name.values.N.value. */
#define form_parse(req, table, values) form_read((req), (table), sizeof(table) / sizeof((table)[0]), (values))
enum rc form_read(struct req *req, const struct form_field *fields, size_t count, void *values) MUST_CHECK;
/* form_error(): a finding of the handler or action at one field ("" for the form as a whole); returns RC_INVALID. */
enum rc form_error(struct req *req, const char *field, const char *key, ...) __attribute__((sentinel));
/* form_done(): what an action said, as this form's answer: RC_INVALID is its reason at `field` (NULL: the form as a whole), RC_OK the
 * message `done` on the page at `path`; any other code is dispatch's to show. */
enum rc form_done(
    struct req *req, enum rc rc, const char *field, const char *done, const char *path) MUST_CHECK;
/* form_fill(): in a GET handler or `again`: put the fields' values into Form.*; on `again` the input as it came wins. */
#define form_fill(req, table, values) form_show((req), (table), sizeof(table) / sizeof((table)[0]), (values))
void form_show(struct req *req, const struct form_field *fields, size_t count, const void *values);

#endif

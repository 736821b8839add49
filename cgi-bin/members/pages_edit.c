/* SPDX-License-Identifier: MIT */
/* The form that changes a member's contact data and consent, only while the identity is checked (RULE MEM-4). What was not shown
 * with a reason stands in the form neither: an empty field then keeps what is there. Not the change: actions.c. */
#include "db/db.h"
#include "members/actions.h"
#include "members/pages_forms.h"
#include "web/form.h"
#include "web/show.h"

#include <inttypes.h>

struct edit_form {
	const char *name, *phone, *email, *province, *city, *district, *address;
	bool sms, mail, calls;
	bool whole; /* the form came with contact data in it: what is empty is taken away */
};
static const struct form_field edit_fields[] = {
	{ .field = FIELD(edit_form, TEXT, name), .label = "members.field.name", .required = true, .max = 80 },
	{ .field = FIELD(edit_form, TEXT, phone), .label = "members.field.phone", .max = 40 },
	{ .field = FIELD(edit_form, TEXT, email), .label = "members.field.email", .max = 120 },
	{ .field = FIELD(edit_form, TEXT, province), .label = "members.field.province", .max = 60 },
	{ .field = FIELD(edit_form, TEXT, city), .label = "members.field.city", .max = 60 },
	{ .field = FIELD(edit_form, TEXT, district), .label = "members.field.district", .max = 60 },
	{ .field = FIELD(edit_form, TEXT, address), .label = "members.page.address", .max = 200 },
	{ .field = FIELD(edit_form, BOOL, sms), .label = "members.consent.sms" },
	{ .field = FIELD(edit_form, BOOL, mail), .label = "members.consent.mail" },
	{ .field = FIELD(edit_form, BOOL, calls), .label = "members.consent.calls" },
	{ .field = FIELD(edit_form, BOOL, whole), .label = "members.page.contact" },
};

static enum rc
form_of(struct req *req, const struct member *member, bool whole, struct edit_form *form)
{
	enum rc rc = region_name(&req->ctx, member->province_id, &form->province);

	if (rc == RC_OK)
		rc = region_name(&req->ctx, member->city_id, &form->city);
	if (rc == RC_OK)
		rc = region_name(&req->ctx, member->district_id, &form->district);
	form->name = member->name;
	form->phone = whole ? member->phone : "";
	form->email = whole ? member->email : "";
	form->address = whole ? member->address : "";
	form->sms = (member->consent & CONSENT_SMS) != 0;
	form->mail = (member->consent & CONSENT_MAIL) != 0;
	form->calls = (member->consent & CONSENT_CALLS) != 0;
	form->whole = whole;
	return rc;
}

/* "Empty keeps 138****5678." below a field that is not shown; "" where it is. */
static void
hint_show(struct req *req, const char *name, bool whole, const char *masked)
{
	view_set(req, name,
	    whole             ? ""
	    : *masked != '\0' ? lang_text(req, "members.edit.keeps", masked, NULL)
			      : lang(req, "members.edit.was_empty"));
}

static void
provinces_show(struct req *req)
{
	struct node *list = node_child(view_root(req), "Provinces"), *row = node_row(list);
	struct rows found;
	const struct region *regions;
	size_t i;

	node_static(row, "value", "");
	node_static(row, "label", "—");
	if (region_children(&req->ctx, 0, &found) != RC_OK)
		return;
	regions = found.items;
	for (i = 0; i < found.count; i++) {
		row = node_row(list);
		node_static(row, "value", regions[i].name);
		node_static(row, "label", regions[i].name);
	}
}

/* GET /members/#/edit, and the form again */
enum rc
members_edit(struct req *req)
{
	struct arena *arena = req->ctx.arena;
	struct member_identity identity;
	struct member member;
	struct edit_form form = { .name = "" };
	enum rc rc = member_get(&req->ctx, req->id, &member);

	if (rc == RC_OK)
		rc = member_known(&req->ctx, req->id, &identity);
	if (rc != RC_OK)
		return rc;
	if (!identity.known || member.state != MEMBER_ACTIVE) {
		flash(req, FLASH_WARN,
		    member.state != MEMBER_ACTIVE ? "members.refused.gone" : "members.refused.identity",
		    NULL);
		return redirect(req, "/members/%" PRId64, req->id);
	}
	rc = form_of(req, &member, identity.revealed, &form);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang_text(req, "members.edit.title", member.name, NULL));
	view_set(req, "Page.subtitle", lang(req, "members.edit.subtitle"));
	crumb(req, lang(req, "members.list.title"), "/members");
	crumb(req, member.member_no, arena_printf(arena, "/members/%" PRId64, member.id));
	crumb(req, lang(req, "members.edit.crumb"), "");
	view_set(req, "Edit.path", arena_printf(arena, "/members/%" PRId64 "/edit", member.id));
	view_set(req, "Edit.back", arena_printf(arena, "/members/%" PRId64, member.id));
	view_set(req, "Edit.version", arena_printf(arena, "%" PRId64, member.version));
	view_flag(req, "Edit.whole", identity.revealed);
	hint_show(req, "Edit.phone", identity.revealed, mask_phone(arena, member.phone));
	hint_show(req, "Edit.email", identity.revealed, mask_email(arena, member.email));
	hint_show(req, "Edit.address", identity.revealed, *member.address != '\0' ? "******" : "");
	provinces_show(req);
	form_fill(req, edit_fields, &form);
	return RC_OK;
}

/* A place by its name below another; "" is none. RC_INVALID with the error at its field. */
static enum rc
place_find(struct req *req, const char *field, int64_t parent_id, const char *name, int64_t *id)
{
	enum rc rc = RC_OK;

	*id = 0;
	if (*name != '\0' && parent_id == 0 && strcmp(field, "province") != 0)
		return form_error(req, field, "members.edit.no_parent", NULL);
	if (*name != '\0')
		rc = region_find(&req->ctx, parent_id, name, id);
	return rc == RC_NOT_FOUND ? form_error(req, field, "members.edit.no_place", name, NULL) : rc;
}

static enum rc
places_find(struct req *req, const struct edit_form *form, struct member *given)
{
	enum rc rc = place_find(req, "province", 0, form->province, &given->province_id);

	if (rc == RC_OK)
		rc = place_find(req, "city", given->province_id, form->city, &given->city_id);
	if (rc == RC_OK)
		rc = place_find(req, "district", given->city_id, form->district, &given->district_id);
	return rc;
}

/* POST /members/#/edit */
enum rc
members_edit_post(struct req *req)
{
	struct edit_form form = { .name = "" };
	struct member given;
	const char *field = "";
	bool changed = false;
	enum rc rc = form_parse(req, edit_fields, &form);

	if (rc == RC_OK)
		rc = member_get(&req->ctx, req->id, &given);
	if (rc == RC_OK)
		rc = places_find(req, &form, &given);
	if (rc != RC_OK)
		return rc;
	given.name = form.name;
	given.phone = form.whole || *form.phone != '\0' ? form.phone : given.phone;
	given.email = form.whole || *form.email != '\0' ? form.email : given.email;
	given.address = form.whole || *form.address != '\0' ? form.address : given.address;
	given.consent =
	    (form.sms ? CONSENT_SMS : 0) | (form.mail ? CONSENT_MAIL : 0) | (form.calls ? CONSENT_CALLS : 0);
	rc = member_edit(&req->ctx, req->id, version_given(req), &given, &field, &changed);
	if (rc == RC_INVALID)
		return form_error(req, field, req->ctx.reason.key, NULL);
	if (rc != RC_OK)
		return rc;
	flash(
	    req, changed ? FLASH_OK : FLASH_INFO, changed ? "members.edit.saved" : "members.edit.same", NULL);
	return redirect(req, "/members/%" PRId64, req->id);
}

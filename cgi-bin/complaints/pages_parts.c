/* SPDX-License-Identifier: MIT */
/* Parts of a complaint's page: hand-offs, compensation, files. Not the page: pages_record.c. */
#include "complaints/pages_parts.h"
#include "base/clock.h"
#include "base/money.h"
#include "files/files.h"
#include "web/due.h"

#include <inttypes.h>

static void
option_add(struct req *req, const char *list, int64_t value, const char *label)
{
	struct node *option = node_row(node_child(view_root(req), list));

	node_int(option, "value", value);
	node_static(option, "label", label);
}

/* What a hand-off is called: "2 · Finance · payment check". */
static const char *
handoff_label(struct req *req, const struct complaint_handoff *handoff)
{
	return arena_printf(req->ctx.arena, "%" PRId64 " · %s · %s", handoff->handoff_no,
	    lang(req, department_key(handoff->department)), lang(req, complaint_problem_key(handoff->cause)));
}

static void
handoff_show(struct req *req, const struct complaint_work *work, const struct complaint_handoff *handoff)
{
	struct node *row = node_row(node_child(view_root(req), "Handoffs"));
	struct arena *arena = req->ctx.arena;
	bool asked = handoff->state == HANDOFF_ASKED;

	if (may(req, &RIGHT_HANDOFF_SEE))
		node_static(row, "path",
		    arena_printf(
			arena, "/complaints/handoffs/%" PRId64, work->before.id * 100 + handoff->handoff_no));
	node_static(row, "label", handoff_label(req, handoff));
	node_set(row, "question", handoff->question);
	node_static(row, "asked", short_time(req, handoff->asked_at));
	node_static(row, "due_state", asked ? due_class(req, handoff->due_at) : "none");
	node_static(row, "due", asked ? due_text(req, handoff->due_at) : short_time(req, handoff->due_at));
	node_set(row, "reply", handoff->reply);
	node_static(row, "replied",
	    handoff->replied_at != 0
		? arena_printf(arena, "%s · %s", handoff->replied_staff, short_time(req, handoff->replied_at))
		: "");
	node_static(row, "style", handoff_style(handoff->state));
	node_static(
	    row, "state", lang(req, arena_printf(arena, "complaints.handoff.%" PRId64, handoff->state)));
}

void
handoffs_show(struct req *req, const struct complaint_work *work)
{
	for (size_t i = 0; i < work->handoff_count; i++) {
		const struct complaint_handoff *handoff = &work->handoffs[i];

		handoff_show(req, work, handoff);
		if (handoff->state == HANDOFF_REPLIED)
			option_add(req, "Untold", handoff->handoff_no, handoff_label(req, handoff));
		if (handoff->state == HANDOFF_ASKED)
			option_add(req, "Asked", handoff->handoff_no, handoff_label(req, handoff));
	}
}

void
compensations_show(struct req *req, const struct complaint_work *work)
{
	static const char *const styles[] = { "", "g wait", "g ok", "g off" };
	struct node *list = node_child(view_root(req), "Offered"), *row;
	struct arena *arena = req->ctx.arena;

	for (size_t i = 0; i < work->compensation_count; i++) {
		const struct complaint_compensation *given = &work->compensations[i];
		int64_t state = given->state >= 1 && given->state <= 3 ? given->state : 0;

		row = node_row(list);
		node_static(row, "amount", money_text(arena, given->amount_fen));
		node_set(row, "reason", given->reason);
		node_static(row, "asked",
		    arena_printf(arena, "%s · %s", given->asked_staff, short_time(req, given->asked_at)));
		node_static(row, "decided",
		    given->decided_at != 0 ? arena_printf(arena, "%s · %s", given->decided_staff,
						 short_time(req, given->decided_at))
					   : "");
		node_set(row, "why", given->decided_reason);
		node_static(row, "style", styles[state]);
		node_static(row, "state",
		    lang(req, arena_printf(arena, "complaints.compensation.%" PRId64, given->state)));
	}
	view_set(req, "Limit.text",
	    lang_text(req, "complaints.limit", money_text(arena, work->terms->limit_fen), NULL));
}

enum rc
evidence_files_show(struct req *req, int64_t id)
{
	struct node *list = node_child(view_root(req), "Files"), *row;
	struct rows found;
	const struct file *file;
	enum rc rc = files_list(&req->ctx, "complaint", id, &found);

	file = found.items;
	for (size_t i = 0; rc == RC_OK && i < found.count; i++) {
		row = node_row(list);
		node_static(row, "path", arena_printf(req->ctx.arena, "/files/%" PRId64, file[i].id));
		node_static(row, "name", file[i].name);
		node_static(row, "type", file[i].type);
		node_static(row, "at", short_time(req, file[i].made_at));
		node_static(row, "by", account_text(req, file[i].account_id));
	}
	return rc;
}

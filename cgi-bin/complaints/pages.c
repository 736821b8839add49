/* SPDX-License-Identifier: MIT */
/* Complaints as a feature: rights, routes, navigation, jobs, whom it listens to.
 * Not the pages themselves: pages_*.c. */
#include "complaints/pages.h"
#include "complaints/commands.h"
#include "members/members.h"

#define DEPARTMENT_ROLES                                                                                     \
	(ROLE_SUPERVISOR | ROLE_FINANCE | ROLE_OPERATIONS | ROLE_LOGISTICS | ROLE_ENGINEER |                 \
	    ROLE_WEB_OPERATIONS)
/* Customer service works on them; who answers for the whole sees them. A department sees what is handed or laid to it. */
const struct right RIGHT_COMPLAINT_SEE = { "complaint.see",
	ROLE_AGENT | ROLE_SUPERVISOR | ROLE_WEB_OPERATIONS | ROLE_GM };
const struct right RIGHT_COMPLAINT_WORK = { "complaint.work", ROLE_AGENT | ROLE_SUPERVISOR };
const struct right RIGHT_COMPLAINT_DECIDE = { "complaint.decide", ROLE_SUPERVISOR | ROLE_GM };
const struct right RIGHT_COMPLAINT_EXPORT = { "complaint.export",
	ROLE_SUPERVISOR | ROLE_WEB_OPERATIONS | ROLE_GM };
const struct right RIGHT_HANDOFF_SEE = { "handoff.see", ROLE_AGENT | ROLE_GM | DEPARTMENT_ROLES };
const struct right RIGHT_HANDOFF_REPLY = { "handoff.reply", DEPARTMENT_ROLES };

static const struct right *const rights[] = { &RIGHT_COMPLAINT_SEE, &RIGHT_COMPLAINT_WORK,
	&RIGHT_COMPLAINT_DECIDE, &RIGHT_COMPLAINT_EXPORT, &RIGHT_HANDOFF_SEE, &RIGHT_HANDOFF_REPLY, NULL };

#define AGAIN .again = complaints_complaint, .again_template = "complaints/complaint.cs"
#define WORK &RIGHT_COMPLAINT_WORK
static const struct route routes[] = {
	{ GET, "/complaints", &RIGHT_COMPLAINT_SEE, complaints_queue, .template = "complaints/queue.cs" },
	{ POST, "/complaints/bulk", WORK, complaints_queue_bulk, .template = NULL },
	{ GET, "/complaints/new", WORK, complaints_new, .template = "complaints/new.cs" },
	{ POST, "/complaints/new", WORK, complaints_new_post, .again = complaints_new,
	    .again_template = "complaints/new.cs", .uploads = true },
	{ GET, "/complaints/#", &RIGHT_HANDOFF_SEE, complaints_complaint,
	    .template = "complaints/complaint.cs" },
	{ POST, "/complaints/#/take", WORK, complaints_take, AGAIN },
	{ POST, "/complaints/#/transfer", WORK, complaints_transfer, AGAIN },
	{ POST, "/complaints/#/note", WORK, complaints_note, AGAIN, .uploads = true },
	{ POST, "/complaints/#/heard", WORK, complaints_heard, AGAIN },
	{ POST, "/complaints/#/tell", WORK, complaints_tell, AGAIN },
	{ POST, "/complaints/#/step", WORK, complaints_step, AGAIN },
	{ POST, "/complaints/#/solve", WORK, complaints_solve, AGAIN },
	{ POST, "/complaints/#/compensate", WORK, complaints_compensate, AGAIN },
	{ POST, "/complaints/#/decide", &RIGHT_COMPLAINT_DECIDE, complaints_decide, AGAIN },
	{ POST, "/complaints/#/hand-off", WORK, complaints_hand_off, AGAIN },
	{ POST, "/complaints/#/told", WORK, complaints_told, AGAIN },
	{ POST, "/complaints/#/withdraw", WORK, complaints_withdraw, AGAIN },
	{ POST, "/complaints/#/facts", WORK, complaints_facts, AGAIN },
	{ POST, "/complaints/#/classify", WORK, complaints_classify, AGAIN },
	{ POST, "/complaints/#/close", WORK, complaints_close, AGAIN },
	{ POST, "/complaints/#/call-back", WORK, complaints_call_back, AGAIN },
	{ POST, "/complaints/#/reopen", WORK, complaints_reopen, AGAIN },
	{ GET, "/complaints/handoffs", &RIGHT_HANDOFF_SEE, handoffs_index,
	    .template = "complaints/handoffs.cs" },
	{ GET, "/complaints/handoffs/#", &RIGHT_HANDOFF_SEE, handoffs_handoff,
	    .template = "complaints/handoff.cs" },
	{ POST, "/complaints/handoffs/#/reply", &RIGHT_HANDOFF_REPLY, handoffs_reply,
	    .again = handoffs_handoff, .again_template = "complaints/handoff.cs" },
	{ GET, "/members/#/complaints", &RIGHT_COMPLAINT_SEE, complaints_member,
	    .template = "complaints/member.cs" },
	{ GET, "/products/#/complaints", &RIGHT_COMPLAINT_SEE, complaints_product,
	    .template = "complaints/product.cs" },
	{ .path = NULL },
};

static const struct nav nav[] = {
	{ NAV_SERVICE, 10, "complaints.title", "/complaints", &RIGHT_COMPLAINT_SEE, "complaints" },
	{ NAV_SERVICE, 15, "complaints.new.title", "/complaints/new", WORK, NULL },
	{ NAV_SERVICE, 20, "complaints.handoffs.title", "/complaints/handoffs", &RIGHT_HANDOFF_SEE,
	    "complaints.handoffs" },
	{ .label = NULL },
};

static const struct job jobs[] = { { "complaints.remind", 30, handoffs_remind }, { NULL, 0, NULL } };

static const struct listener listeners[] = { { &MEMBER_WAS_MERGED, complaints_member_merged },
	{ &MEMBER_WAS_UNMERGED, complaints_member_unmerged },
	{ &MEMBER_WAS_ERASED, complaints_member_erased }, { &MEMBER_WAS_RENAMED, complaints_members_renamed },
	{ &MEMBER_WAS_ERASED, complaints_members_renamed }, { NULL, NULL } };

static const char *const kinds[] = { "complaint", "/complaints/#", NULL };
static const char *const task_kinds[] = { "complaints.call", "complaints.callback", "complaints.refund",
	"complaints.compensation", NULL };
/* Evidence is seen by whoever may open the page; a department that is asked sees what it is asked about. */
static const struct file_right file_rights[] = { { "complaint", &RIGHT_HANDOFF_SEE }, { NULL, NULL } };

const struct feature complaints_feature = { .name = "complaints",
	.routes = routes,
	.rights = rights,
	.nav = nav,
	.jobs = jobs,
	.commands = complaint_commands,
	.counts = complaints_counts,
	.listeners = listeners,
	.kinds = kinds,
	.file_rights = file_rights,
	.task_kinds = task_kinds };

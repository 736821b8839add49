/* SPDX-License-Identifier: MIT */
/* The proof of one daily log, asked for on its page (RULE CMP-8).
 * Not the proof itself: verify.c. */
#include "base/clock.h"
#include "dailylog/pages.h"

#include <inttypes.h>

static const char *
argument(struct req *req, const char *text)
{
	return text[0] == '@' ? lang(req, text + 1) : text;
}

/* GET /complaints/logs/#/verify */
enum rc
one_verify(struct req *req)
{
	struct node *list = node_child(view_root(req), "Findings");
	struct arena *arena = req->ctx.arena;
	struct log_proof proof;
	struct dailylog log;
	enum rc rc = log_visible(req, &log);

	if (rc == RC_OK)
		rc = log_prove(&req->ctx, log.id, &proof);
	if (rc != RC_OK)
		return rc;
	view_set(req, "Page.title", lang(req, "dailylog.verify.title"));
	view_set(req, "Page.subtitle",
	    lang_text(req, "dailylog.document", log_agent(req, &log), day_text(arena, log.day), NULL));
	crumb(req, arena_printf(arena, "%s %s", log.staff_no, day_text(arena, log.day)),
	    arena_printf(arena, "/complaints/logs/%" PRId64, log.id));
	crumb(req, lang(req, "dailylog.verify.title"), "");
	for (size_t i = 0; i < proof.count; i++) {
		const struct log_finding *finding = &proof.finding[i];

		node_static(node_row(list), "text",
		    lang_text(req, finding->key, argument(req, finding->arg[0]),
			argument(req, finding->arg[1]), argument(req, finding->arg[2]), NULL));
	}
	if (proof.count == 0 && log.first_submitted_at == 0)
		view_set(req, "Proof.none", lang(req, "dailylog.verify.none"));
	else if (proof.count == 0)
		view_set(req, "Proof.good",
		    lang(req, proof.is_signed ? "dailylog.verify.good" : "dailylog.verify.unsigned"));
	log_facts(req, &log);
	view_set(req, "Proof.digest", log.signed_digest);
	view_set(req, "Proof.sealed",
	    !proof.is_signed ? "" : lang(req, proof.sealed ? "dailylog.verify.sealed" : "ui.seal_soon"));
	view_set(req, "Proof.previous",
	    !proof.is_signed          ? ""
	    : *proof.previous != '\0' ? lang_text(req, "dailylog.verify.chained", proof.previous,
					    number_text(req, log.chain_no), NULL)
				      : lang(req, "dailylog.previous.none"));
	return log_signs(req, &log);
}

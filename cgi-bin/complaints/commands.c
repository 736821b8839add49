/* SPDX-License-Identifier: MIT */
/* `houtaictl complaints show|take|transfer|note|tell|solve|close|call-back|reopen NO … --as STAFF_NO`: work on a complaint by the
 * actions of the pages, for somebody who works on complaints and with no more than this person's rights (RULE ORG-1): what is refused
 * is refused here with the same words. Not approvals and replies of departments: those are given in person. */
#include "complaints/commands.h"
#include "base/utf8.h"
#include "complaints/actions.h"
#include "web/lang.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MOST 2

/* What is asked for: a complaint, as it stands, and the words behind its number. */
struct asked {
	struct complaint complaint;
	const char *words[WORDS_MOST];
};

struct work_command {
	const char *name, *usage;
	int least, most; /* words behind the number */
	enum rc (*run)(struct ctx *ctx, const struct asked *asked);
};

static int64_t
channel_find(const char *word)
{
	static const char *const words[] = { [CONTACT_PHONE] = "phone",
		[CONTACT_CHAT] = "chat",
		[CONTACT_MAIL] = "mail",
		[CONTACT_BOARD] = "board",
		[CONTACT_SOCIAL] = "social",
		[CONTACT_VISIT] = "visit",
		[CONTACT_SMS] = "sms" };

	for (int64_t channel = 1; channel <= CONTACT_SMS; channel++)
		if (words[channel] != NULL && strcmp(words[channel], word) == 0)
			return channel;
	return 0; /* the action says that it is none */
}

/* --- what may be done ------------------------------------------------------------------------------------------- */

static const struct {
	enum complaint_act act;
	const char *name;
} shown_acts[] = { { ACT_TAKE, "take" }, { ACT_TRANSFER, "transfer" }, { ACT_NOTE, "note" },
	{ ACT_TELL, "tell" }, { ACT_SOLVE, "solve" }, { ACT_CLOSE, "close" }, { ACT_CALL_BACK, "call-back" },
	{ ACT_REOPEN, "reopen" } };

static const char *
words_fill(struct ctx *ctx, const char *key, const char *arg)
{
	const char *const args[] = { arg };

	return lang_fill(ctx->arena, LANG_EN, lang_of(LANG_EN, key), args, 1);
}

/* Each act, and what is missing for those that may not be done now. */
static enum rc
show(struct ctx *ctx, const struct asked *asked)
{
	const struct complaint *complaint = &asked->complaint;
	struct complaint_terms terms;
	struct complaint_work work;
	enum rc rc = work_load(ctx, complaint->id, false, &work);

	if (rc == RC_OK)
		rc = work_begin(ctx, &work, &terms);
	if (rc != RC_OK)
		return rc;
	printf("%s: %s, %s, %s\n", complaint->complaint_no,
	    lang_of(LANG_EN, complaint_state_key(complaint->state)),
	    lang_of(LANG_EN, complaint_problem_key(complaint->problem)),
	    complaint->owner_staff[0] != '\0' ? complaint->owner_staff : "nobody's");
	for (size_t i = 0; i < sizeof(shown_acts) / sizeof(shown_acts[0]); i++) {
		work.refused = work.refused_arg = NULL;
		if (complaint_may(&work, shown_acts[i].act, 0) == RC_OK)
			printf("  %-10s may be done\n", shown_acts[i].name);
		else
			printf("  %-10s %s\n", shown_acts[i].name,
			    words_fill(ctx, work.refused, work.refused_arg != NULL ? work.refused_arg : ""));
	}
	return RC_OK;
}

/* --- work ------------------------------------------------------------------------------------------------------- */

static enum rc
take(struct ctx *ctx, const struct asked *asked)
{
	return complaint_take(ctx, asked->complaint.id, asked->complaint.version);
}

static enum rc
transfer(struct ctx *ctx, const struct asked *asked)
{
	return complaint_transfer(
	    ctx, asked->complaint.id, asked->complaint.version, asked->words[0], asked->words[1]);
}

static enum rc
note(struct ctx *ctx, const struct asked *asked)
{
	return complaint_note(ctx, asked->complaint.id, asked->complaint.version, asked->words[0], 0);
}

static enum rc
tell(struct ctx *ctx, const struct asked *asked)
{
	return complaint_tell(ctx, asked->complaint.id, asked->complaint.version,
	    channel_find(asked->words[0]), asked->words[1]);
}

/* A result that is written already stays where none is given. */
static enum rc
solve(struct ctx *ctx, const struct asked *asked)
{
	const struct complaint *complaint = &asked->complaint;
	struct complaint_text text;
	enum rc rc = complaint_texts(ctx, complaint->id, &text);

	if (rc != RC_OK)
		return rc;
	return complaint_solve(ctx, complaint->id, complaint->version, asked->words[0],
	    asked->words[1][0] != '\0' ? asked->words[1] : text.result);
}

static enum rc
close_it(struct ctx *ctx, const struct asked *asked)
{
	return complaint_close(ctx, asked->complaint.id, asked->complaint.version);
}

static enum rc
call_back(struct ctx *ctx, const struct asked *asked)
{
	char *end;
	long score = strtol(asked->words[0], &end, 10);

	return complaint_call_back(ctx, asked->complaint.id, asked->complaint.version,
	    *end == '\0' ? (int64_t)score : 0, asked->words[1]);
}

static enum rc
reopen(struct ctx *ctx, const struct asked *asked)
{
	return complaint_reopen(ctx, asked->complaint.id, asked->complaint.version, asked->words[0]);
}

/* --- one way for all of them ------------------------------------------------------------------------------------ */

static enum rc
work_find(struct ctx *ctx, const char *complaint_no, const char *staff_no, struct asked *asked)
{
	int64_t id = 0;
	enum rc rc = complaint_find_no(ctx, complaint_no, &id);

	if (rc == RC_NOT_FOUND)
		return ctx_fail(ctx, RC_INVALID, "complaints.invalid.complaint", NULL);
	if (rc == RC_OK)
		rc = complaint_agent(ctx, staff_no, &ctx->actor);
	return rc == RC_OK ? complaint_get(ctx, id, &asked->complaint) : rc;
}

/* 0: done; 1: refused or failed, with the reason; 2: asked for wrongly. */
static int
work_command(struct ctx *ctx, const struct work_command *command, int argc, char **argv)
{
	struct asked asked = { .words = { "", "" } };
	const char *complaint_no = NULL, *staff_no = NULL;
	int words = 0;
	bool wrong = false;
	enum rc rc;

	for (int i = 0; i < argc && !wrong; i++)
		if (strcmp(argv[i], "--as") == 0 && i + 1 < argc)
			staff_no = argv[++i];
		else if (complaint_no == NULL)
			complaint_no = argv[i];
		else if (words < command->most && utf8_valid(argv[i], strlen(argv[i])))
			asked.words[words++] = argv[i];
		else
			wrong = true;
	if (wrong || complaint_no == NULL || staff_no == NULL || words < command->least) {
		fprintf(stderr, "usage: houtaictl complaints %s %s\n", command->name, command->usage);
		return 2;
	}
	rc = work_find(ctx, complaint_no, staff_no, &asked);
	if (rc == RC_OK)
		rc = command->run(ctx, &asked);
	if (rc != RC_OK) {
		fprintf(stderr, "complaints %s: %s: %s\n", command->name, complaint_no, lang_why(ctx, rc));
		return 1;
	}
	if (command->run != show)
		printf("%s: done by %s\n", complaint_no, actor_label(ctx->arena, &ctx->actor));
	return 0;
}

/* Each command: its function, name, words, how many there are behind the number, what it is for. */
#define ALONE "NO --as STAFF_NO"
#define WORKS(WORK)                                                                                          \
	WORK(show, "show", ALONE, 0, 0, "what this person may do with a complaint now, and what is missing") \
	WORK(take, "take", ALONE, 0, 0, "take a complaint over")                                             \
	WORK(transfer, "transfer", "NO TO_STAFF_NO [NOTE] --as STAFF_NO", 1, 2, "pass a complaint on")       \
	WORK(note, "note", "NO TEXT --as STAFF_NO", 1, 1, "add a note to a complaint")                       \
	WORK(tell, "tell", "NO phone|chat|mail|board|social|visit|sms TEXT --as STAFF_NO", 2, 2,             \
	    "note what the customer is told; mail and SMS are sent")                                         \
	WORK(                                                                                                \
	    solve, "solve", "NO SOLUTION [RESULT] --as STAFF_NO", 1, 2, "write solution and result (CMP-5)") \
	WORK(close_it, "close", ALONE, 0, 0, "close a complaint (CMP-6)")                                    \
	WORK(call_back, "call-back", "NO SCORE [TEXT] --as STAFF_NO", 1, 2,                                  \
	    "note how satisfied the customer was, 1 to 5 (CMP-6)")                                           \
	WORK(reopen, "reopen", "NO REASON --as STAFF_NO", 1, 1, "open a closed complaint again")

#define RUN(function, name, usage, least, most, help)                                                        \
	static int run_##function(struct ctx *ctx, int argc, char **argv)                                    \
	{                                                                                                    \
		static const struct work_command command = { name, usage, least, most, function };           \
		return work_command(ctx, &command, argc, argv);                                              \
	}
WORKS(RUN)

#define ROW(function, name, usage, least, most, help) { "complaints " name, usage, help, run_##function },
const struct command complaint_commands[] = { WORKS(ROW){ NULL, NULL, NULL, NULL } };

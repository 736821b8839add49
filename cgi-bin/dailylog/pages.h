/* SPDX-License-Identifier: MIT */
/* Handlers of dailylog/ by page, and what its pages share. Private to dailylog/. */
#ifndef DAILYLOG_PAGES_H
#define DAILYLOG_PAGES_H

#include "dailylog/actions.h"
#include "dailylog/verify.h"
#include "web/form.h"
#include "web/list.h"
#include "web/show.h"

extern const struct right RIGHT_LOG_BOARD, RIGHT_LOG_CORRECT;

/* pages_own.c: the agent's own */
extern const struct list own_logs_list;
enum rc own_log(struct req *req);
enum rc own_history(struct req *req);
enum rc own_comment(struct req *req);
enum rc own_submit(struct req *req);
/* pages_board.c: the supervisor's */
enum rc board(struct req *req);
enum rc board_remind(struct req *req);
/* board_again(): the board of the log that a POST was about. */
enum rc board_again(struct req *req);
enum rc board_sign(struct req *req);
enum rc board_return(struct req *req);
enum rc board_excuse(struct req *req);
/* pages_table.c: the agents of a day with their last seven days, and the counts above. `chosen`: id of the log that is shown
 * beside it, 0: the first that waits for the reader; *shown: that log, 0 if there is none; *wanting: logs not submitted. */
enum rc board_table(
    struct req *req, int64_t day, int64_t chosen, int64_t *shown, int64_t *wanting) MUST_CHECK;
/* pages_log.c: one log, on the screen and on paper */
enum rc one_log(struct req *req);
enum rc one_log_again(struct req *req);
enum rc one_receive(struct req *req);
enum rc one_correct(struct req *req);
enum rc one_export(struct req *req);
/* pages_verify.c */
enum rc one_verify(struct req *req);

/* What pages show alike. log_visible(): the log of the request's id, if the reader may see it: an agent's own, or all. */
enum rc log_visible(struct req *req, struct dailylog *log) MUST_CHECK;
/* log_facts(): its head as Log.*; log_lines(): its lines as Lines.N; log_signs(): its signatures as Seals.N. */
void log_facts(struct req *req, const struct dailylog *log);
void log_lines(struct req *req, struct node *list, const struct dailylog *log, const struct rows *lines);
enum rc log_signs(struct req *req, const struct dailylog *log) MUST_CHECK;
/* log_reason(): why a rule said no, as text. log_state_text(), log_state_class(): word and glyph of a log's state. */
const char *log_reason(struct req *req, const struct dailylog *log, const char *key);
const char *log_state_text(struct req *req, const struct dailylog *log);
const char *log_state_class(const struct req *req, const struct dailylog *log);
const char *log_agent(struct req *req, const struct dailylog *log); /* "Name KF0127" */
const char *day_short(struct req *req, int64_t day);                /* "05-12" */
const char *weekday_text(struct req *req, int64_t day);
/* problem_text(): "goods · colour difference"; of an order: its kind. */
const char *problem_text(struct req *req, const struct daily_line *line);
const char *rules_text(struct req *req, int64_t rules); /* "(a) (e)" */

/* counts.c: what waits, for home and navigation. */
enum rc dailylog_counts(struct ctx *ctx, struct module_counts *counts, size_t *count);

#endif

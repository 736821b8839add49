/* SPDX-License-Identifier: MIT */
/* What the pages of tasks share. */
#ifndef TASKS_PAGES_H
#define TASKS_PAGES_H

#include "tasks/rules.h"
#include "web/req.h"

extern const struct right RIGHT_TASK_SEE, RIGHT_TASK_DO;

/* kind_words(), owner_words(): what a task is, and whose, in the reader's language. outcome_words(): how it ended, also where a
 * feature said so by the name of a text. */
const char *kind_words(struct req *req, const char *kind);
const char *owner_words(struct req *req, const struct task *task);
const char *outcome_words(struct req *req, const struct task *task);
/* tasks_link(): the list's address of the open tasks with these ends of the due time: the rows behind a count of home. */
#define TASKS_OVERDUE "due_to=now"
#define TASKS_TODAY "due_from=now&due_to=today"
#define TASKS_LATER "due_from=tomorrow"
const char *tasks_link(struct arena *arena, const char *due);

enum rc tasks_index(struct req *req) MUST_CHECK;
enum rc tasks_bulk(struct req *req) MUST_CHECK;

#endif

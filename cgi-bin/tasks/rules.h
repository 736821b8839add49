/* SPDX-License-Identifier: MIT */
/* What tasks/ decides: what may be done with a task by whom. */
#ifndef TASKS_RULES_H
#define TASKS_RULES_H

#include "policy/owner.h"
#include "tasks/tasks.h"

/* task_refusal(): the language key of why the actor may not close the task, or with `take` have it; NULL if so. */
const char *task_refusal(const struct task *task, const struct actor *actor, bool take);

#endif

/* SPDX-License-Identifier: MIT */
/* What may be done with a task by whom.
 * Not when it is due: that is base/clock with policy's figures. */
#include "tasks/rules.h"

const char *
task_refusal(const struct task *task, const struct actor *actor, bool take)
{
	if (task->state != TASK_OPEN)
		return "tasks.refused.closed";
	if (!owner_is(actor, owner_of(task->account_id, task->account_id == 0 ? task->role : 0)))
		return "tasks.refused.owner";
	if (take && task->account_id != 0)
		return "tasks.refused.taken";
	return NULL;
}

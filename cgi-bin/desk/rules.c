/* SPDX-License-Identifier: MIT */
/* Decisions about messages and visits: when an answer is due, when the supervisor takes over, who may do what now.
 * Not what a message is about. */
#include "desk/rules.h"

int64_t
message_due(int64_t left_at, const struct service_hours *hours, int64_t until_wall)
{
	int64_t day = clock_day(left_at);

	if (left_at < clock_at(day, hours->open))
		return clock_at(day, until_wall);
	if (left_at < clock_at(day, hours->close))
		return clock_at(day, hours->close);
	return clock_at(day + 1, until_wall);
}

const char *
message_refusal(const struct message *message)
{
	if (message->state == MESSAGE_ANSWERED)
		return "desk.refused.answered";
	return message->state == MESSAGE_DISMISSED ? "desk.refused.dismissed" : NULL;
}

int64_t
visit_reasons(const struct visit *visit, const struct visit_limits *limits)
{
	int64_t reasons = 0;

	if (visit->spent_fen > limits->spent_fen)
		reasons |= VISIT_SPENT;
	if (visit->contact_no >= limits->contact_no)
		reasons |= VISIT_AGAIN;
	if (visit->order_fen > limits->order_fen)
		reasons |= VISIT_ORDER;
	return reasons;
}

const char *
visit_take_refusal(const struct visit *visit, int64_t account_id, bool supervises)
{
	if (visit->state == VISIT_OVER)
		return "desk.refused.over";
	if (visit->state == VISIT_SERVED && visit->owner_id == account_id)
		return "desk.refused.mine_already";
	/* the supervisor may take over from an agent at any time; nobody takes it from the supervisor */
	if (visit->state == VISIT_SERVED && !supervises)
		return "desk.refused.served";
	return visit->reasons != 0 && !supervises ? "desk.refused.supervisor" : NULL;
}

const char *
visit_end_refusal(const struct visit *visit, int64_t account_id)
{
	if (visit->state == VISIT_OVER)
		return "desk.refused.over";
	if (visit->state == VISIT_WAITS)
		return "desk.refused.not_taken";
	return visit->owner_id != account_id ? "desk.refused.others" : NULL;
}

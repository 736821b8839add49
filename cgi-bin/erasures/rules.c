/* SPDX-License-Identifier: MIT */
/* Who decides on an erasure (RULE SEC-4, ORG-2).
 * Not what is erased: members/, and whoever keeps copies. */
#include "erasures/rules.h"

const char *
erasure_refusal(const struct erasure *erasure, enum erasure_state to, int64_t account_id, bool approver)
{
	if (erasure->state != ERASURE_ASKED)
		return "erasures.refused.closed";
	if (to == ERASURE_WITHDRAWN)
		return erasure->asked_by == account_id || approver ? NULL : "erasures.refused.other";
	return erasure->asked_by == account_id ? "erasures.refused.own" : NULL;
}

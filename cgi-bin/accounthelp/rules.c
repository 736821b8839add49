/* SPDX-License-Identifier: MIT */
/* How account help goes on (RULE MEM-6).
 * Not by when: that is policy. */
#include "accounthelp/rules.h"

#include <string.h>

const char *
help_refusal(const struct help *help, enum help_state to, int64_t account_id)
{
	if (help->state == HELP_DONE || help->state == HELP_FAILED)
		return "accounthelp.refused.closed";
	if (to == HELP_TAKEN)
		return help->state == HELP_ASKED ? NULL : "accounthelp.refused.taken";
	if (help->state != HELP_TAKEN)
		return "accounthelp.refused.not_taken";
	return help->taken_by == account_id ? NULL : "accounthelp.refused.other";
}

static size_t
digits(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += *text >= '0' && *text <= '9';
	return count;
}

const char *
help_wish_fault(const struct help *wish, const char **why)
{
	*why = "accounthelp.invalid.name";
	if (wish->name == NULL || wish->name[0] == '\0')
		return "name";
	*why = "accounthelp.invalid.phone";
	if (wish->phone[0] != '\0' &&
	    (strspn(wish->phone, "0123456789+- ()") != strlen(wish->phone) || digits(wish->phone) < 5))
		return "phone";
	*why = "accounthelp.invalid.email";
	if (wish->email[0] != '\0' && strchr(wish->email, '@') == NULL)
		return "email";
	*why = "accounthelp.invalid.way";
	if (wish->phone[0] == '\0' && wish->email[0] == '\0')
		return "phone";
	*why = NULL;
	return NULL;
}

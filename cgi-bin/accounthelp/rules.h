/* SPDX-License-Identifier: MIT */
/* Decisions about account help: pure. Private to accounthelp/ and its tests. */
#ifndef ACCOUNTHELP_RULES_H
#define ACCOUNTHELP_RULES_H

#include "accounthelp/accounthelp.h"

/* help_refusal(): why it may not come into this state: language key, NULL: may. Asked → being done → done or failed; what is
 * being done is closed by who took it. */
const char *help_refusal(const struct help *help, enum help_state to, int64_t account_id);
/* help_wish_fault(): the field at fault of a new account's wish, NULL: none; *why its language key. A name and a way to reach the
 * customer: a phone, or an e-mail with an @. */
const char *help_wish_fault(const struct help *wish, const char **why);

#endif

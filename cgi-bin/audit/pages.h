/* SPDX-License-Identifier: MIT */
/* Inside of audit/: how an entry is shown. */
#ifndef AUDIT_PAGES_H
#define AUDIT_PAGES_H

#include "audit/audit.h"
#include "web/req.h"

/* audit_action_text(): an action in words, or its name where there are none. audit_diff_show(): reason and items. */
const char *audit_action_text(struct req *req, const char *action);
void audit_diff_show(struct req *req, struct node *node, const char *json);
/* audit_entry_show(): at, who, action, sealed, reason, items.N.field|before|after. */
void audit_entry_show(struct req *req, struct node *node, const struct audit_entry *entry);

#endif

/* SPDX-License-Identifier: MIT */
/* The features, one line each, and their lists. A new feature is a folder and a line here.
 * Not what a feature does: see its own folder. */
#include "accounthelp/accounthelp.h"
#include "accounts/accounts.h"
#include "audit/audit.h"
#include "complaints/complaints.h"
#include "dailylog/dailylog.h"
#include "demo/demo.h"
#include "desk/desk.h"
#include "erasures/erasures.h"
#include "escalations/escalations.h"
#include "files/files.h"
#include "followups/followups.h"
#include "home/home.h"
#include "imports/pages.h"
#include "lists/lists.h"
#include "loyalty/loyalty.h"
#include "members/pages.h"
#include "merges/merges.h"
#include "notices/notices.h"
#include "orders/orders.h"
#include "points/points.h"
#include "policy/policy.h"
#include "products/pages.h"
#include "reports/reports.h"
#include "tasks/tasks.h"
#include "web/feature.h"
#include "web/list.h"

const struct feature *const features[] = {
	&home_feature,
	&accounts_feature,
	&lists_feature,
	&loyalty_feature,
	&orders_feature,
	&points_feature,
	&complaints_feature,
	&dailylog_feature,
	&escalations_feature,
	&audit_feature,
	&members_feature,
	&followups_feature,
	&merges_feature,
	&erasures_feature,
	&accounthelp_feature,
	&products_feature,
	&imports_feature,
	&demo_feature,
	&policy_feature,
	&tasks_feature,
	&notices_feature,
	&files_feature,
	&reports_feature,
	&desk_feature,
	NULL,
};

const struct list *const lists[] = {
	&orders_queue_list,
	&orders_list,
	&complaints_list,
	&handoffs_list,
	&member_complaints_list,
	&product_complaints_list,
	&member_orders_list,
	&sheets_list,
	&members_list,
	&own_logs_list,
	&escalations_list,
	&audit_list,
	&products_list,
	&imports_list,
	&points_list,
	&tiers_list,
	&adjustments_list,
	&messages_list,
	&visits_list,
	&merge_candidates_list,
	&merges_list,
	&erasures_list,
	&accounthelp_list,
	&followups_list,
	&followups_done_list,
	&followups_waiting_list,
	&member_followups_list,
	&surveys_list,
	&survey_answers_list,
	&tasks_list,
	NULL,
};

const char *
feature_path(struct arena *arena, const char *kind, int64_t id)
{
	const char *const *pair, *hash;
	size_t i;

	for (i = 0; features[i]; i++)
		for (pair = features[i]->kinds; pair && pair[0]; pair += 2) {
			if (strcmp(pair[0], kind) != 0)
				continue;
			hash = strchr(pair[1], '#');
			if (!hash)
				return pair[1];
			return arena_printf(
			    arena, "%.*s%lld%s", (int)(hash - pair[1]), pair[1], (long long)id, hash + 1);
		}
	return "/";
}

const struct right *
feature_file_right(const char *kind)
{
	const struct file_right *line;
	size_t i;

	for (i = 0; features[i]; i++)
		for (line = features[i]->file_rights; line && line->kind; line++)
			if (strcmp(line->kind, kind) == 0)
				return line->right;
	return NULL;
}

/* Before main, so that no program can forget it: a worker whose orders reach no listener would write wrong totals. */
__attribute__((constructor)) static void
features_listen(void)
{
	const struct listener *listener;
	size_t i;

	for (i = 0; features[i]; i++)
		for (listener = features[i]->listeners; listener && listener->event; listener++)
			event_listen(listener);
}

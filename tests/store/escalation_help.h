/* SPDX-License-Identifier: MIT */
/* For tests of escalations: complaints that are announced as their feature does, and what fired. */
#ifndef TESTS_STORE_ESCALATION_HELP_H
#define TESTS_STORE_ESCALATION_HELP_H

#include "complaints/complaints.h"
#include "escalations/escalations.h"

#define DAYS(n) ((int64_t)(n)*86400)

/* escalations_fresh(): set-up of a test: no complaint, no escalation, an agent of its own who acts. */
extern int64_t escalations_agent;
int escalations_fresh(void **state);
/* opened(): the complaint, shipped then (0: not), taken in by the agent and announced; its id. */
int64_t opened(
    struct complaint complaint, int64_t shipped_at, const struct complaint_product *products, size_t count);
/* fired(): causes of that rule. notices(): sent to that role. */
int64_t fired(int rule);
int64_t notices(uint32_t role);
/* assert_records(): records behind each escalation are as many as it says, and none stands there twice. */
void assert_records(void);

#endif

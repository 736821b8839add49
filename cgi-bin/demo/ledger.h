/* SPDX-License-Identifier: MIT */
/* What happens to points in the demo shop besides what orders earn. */
#ifndef DEMO_LEDGER_H
#define DEMO_LEDGER_H

#include "demo/people.h"

/* ledger_load(): redemptions, adjustments posted, waiting, approved and rejected, and refunds that leave a debt, for the members of
 * the first numbers. `members`: how many there are. */
enum rc ledger_load(struct ctx *ctx, const struct people *people, int64_t members) MUST_CHECK;

#endif

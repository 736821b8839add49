/* SPDX-License-Identifier: MIT */
/* Decisions about erasures: pure. Private to erasures/ and its tests. */
#ifndef ERASURES_RULES_H
#define ERASURES_RULES_H

#include "erasures/erasures.h"

/* erasure_refusal(): why `account_id` may not bring it into this state now: language key, NULL: may. RULE ORG-2: who asked
 * neither approves nor rejects; who asked or may approve (`approver`) withdraws. */
const char *erasure_refusal(
    const struct erasure *erasure, enum erasure_state to, int64_t account_id, bool approver);

#endif

/* SPDX-License-Identifier: MIT */
/* Evaluating the five rules (RULE CMP-9) in the transaction that makes them true. Private to escalations/. */
#ifndef ESCALATIONS_EVALUATE_H
#define ESCALATIONS_EVALUATE_H

#include "escalations/store.h"

extern const struct listener escalation_listeners[]; /* ended by event NULL */

/* escalation_limits_get(): the figures in force. */
enum rc escalation_limits_get(struct ctx *ctx, struct escalation_limits *limits) MUST_CHECK;
/* escalation_undelivered(): (b) of one complaint whose term is over; inside a transaction. */
enum rc escalation_undelivered(struct ctx *ctx, const struct complaint *complaint) MUST_CHECK;

#endif

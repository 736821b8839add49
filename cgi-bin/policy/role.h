/* SPDX-License-Identifier: MIT */
/* Roles (domain §1) and rights: deny by default, declared by the feature that checks them (RULE ORG-2). */
#ifndef POLICY_ROLE_H
#define POLICY_ROLE_H

#include "db/ctx.h"

enum role {
	ROLE_AGENT = 1 << 0,          /* 事务员 */
	ROLE_CLERK = 1 << 1,          /* 订单处理员 order clerk */
	ROLE_ORDER_LEAD = 1 << 2,     /* 订单负责人: signs the daily order sheet (ORD-4) */
	ROLE_SUPERVISOR = 1 << 3,     /* 主管 */
	ROLE_FINANCE = 1 << 4,        /* 财务 finance officer */
	ROLE_OPERATIONS = 1 << 5,     /* 运营 operations officer */
	ROLE_LOGISTICS = 1 << 6,      /* 物流 logistics officer */
	ROLE_ENGINEER = 1 << 7,       /* 技术 engineer */
	ROLE_WEB_OPERATIONS = 1 << 8, /* 网络运营 web-operations lead */
	ROLE_GM = 1 << 9,             /* 总经理 */
	ROLE_ADMIN = 1 << 10          /* 管理员 administrator: no business approvals */
};
#define ROLE_ALL ((1u << 11) - 1)
#define ROLE_COUNT 11

/* role_name(): "agent" … of one bit; role_find(): the bit of a name, 0 if unknown. */
const char *role_name(enum role role);
uint32_t role_find(const char *name);

/* A right: `name` is "noun.verb"; `roles` are those that hold it. */
struct right {
	const char *name;
	uint32_t roles;
};

/* Rights that need no role: LOGGED_IN for whoever has a session, ANYBODY for log-in itself. */
extern const struct right RIGHT_LOGGED_IN;
extern const struct right RIGHT_ANYBODY;

/* actor_may(): does the actor hold the right: one of its roles does and it was not taken from the account. Pure. */
bool actor_may(const struct actor *actor, const struct right *right);
/* actor_system(): the portal itself. */
struct actor actor_system(void);
/* actor_label(): staff number and name, "KF0003 …", as rows keep it of who did something (RULE ORG-1). */
const char *actor_label(struct arena *arena, const struct actor *actor);

#endif

/* SPDX-License-Identifier: MIT */
/* Owners of tasks and notices as numbers.
 * Not rights: whether an owner may do something is each feature's. */
#include "policy/owner.h"

size_t
owner_args(const struct actor *actor, struct arg *args)
{
	args[0] = arg_int(actor->account_id);
	for (size_t i = 0; i < ROLE_COUNT; i++)
		args[1 + i] =
		    arg_int((actor->roles & (1u << i)) != 0 ? -(INT64_C(1) << i) : actor->account_id);
	return OWNERS;
}

int64_t
owner_of(int64_t account_id, int64_t role)
{
	if (account_id > 0 && role == 0)
		return account_id;
	if (account_id == 0 && role > 0 && role <= ROLE_ALL && (role & (role - 1)) == 0)
		return -role;
	return 0;
}

bool
owner_is(const struct actor *actor, int64_t owner)
{
	if (owner > 0)
		return owner == actor->account_id;
	return owner < 0 && (actor->roles & (uint32_t)-owner) != 0;
}

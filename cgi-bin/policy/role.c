/* SPDX-License-Identifier: MIT */
/* Roles by name, and the one decision whether an actor holds a right.
 * Not where rights are declared: that is each feature's pages.c. */
#include "policy/role.h"

#include <string.h>

const struct right RIGHT_LOGGED_IN = { "session.live", ROLE_ALL };
const struct right RIGHT_ANYBODY = { "anybody", ROLE_ALL };

static const char *const role_names[ROLE_COUNT] = { "agent", "clerk", "order_lead", "supervisor", "finance",
	"operations", "logistics", "engineer", "web_operations", "gm", "admin" };

const char *
role_name(enum role role)
{
	for (size_t i = 0; i < ROLE_COUNT; i++)
		if ((uint32_t)role == 1u << i)
			return role_names[i];
	return "";
}

uint32_t
role_find(const char *name)
{
	for (size_t i = 0; i < ROLE_COUNT; i++)
		if (strcmp(role_names[i], name) == 0)
			return 1u << i;
	return 0;
}

/* Is `name` one of the comma-separated names? */
static bool
list_names(const char *list, const char *name)
{
	size_t length = strlen(name);

	while (list != NULL && *list != '\0') {
		size_t item = strcspn(list, ",");

		if (item == length && memcmp(list, name, length) == 0)
			return true;
		list += item;
		if (*list == ',')
			list++;
	}
	return false;
}

bool
actor_may(const struct actor *actor, const struct right *right)
{
	if (right == NULL)
		return false;
	if (right == &RIGHT_ANYBODY)
		return true;
	if (list_names(actor->denied, right->name))
		return false;
	if (right == &RIGHT_LOGGED_IN)
		return actor->account_id != 0 || actor->roles != 0;
	return (actor->roles & right->roles) != 0;
}

struct actor
actor_system(void)
{
	return (struct actor){ .staff_no = "", .name = "system", .roles = ROLE_ALL, .denied = "" };
}

const char *
actor_label(struct arena *arena, const struct actor *actor)
{
	const char *name = actor->name == NULL ? "" : actor->name;

	if (actor->staff_no == NULL || actor->staff_no[0] == '\0')
		return arena_strdup(arena, name);
	return arena_printf(arena, "%s %s", actor->staff_no, name);
}

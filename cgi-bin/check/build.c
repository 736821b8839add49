/* SPDX-License-Identifier: MIT */
/* What must hold of every build: each route has a right, each statement prepares, each name is there once.
 * Not what statements cost: see cost.c. */
#include "check/check.h"
#include "db/config.h"
#include "db/private.h"
#include "web/list.h"
#include "web/tree.h"

#define NAMES_MOST 1024

static const char *
roles_text(struct arena *arena, uint32_t roles)
{
	struct buf buf;
	uint32_t bit;

	if ((roles & ROLE_ALL) == ROLE_ALL)
		return "all";
	buf_init(&buf, arena, 64);
	for (bit = 1; bit < ROLE_ALL; bit <<= 1)
		if (roles & bit) {
			if (buf.length > 0)
				buf_char(&buf, ',');
			buf_text(&buf, role_name((enum role)bit));
		}
	return buf.data;
}

int
check_routes(struct ctx *ctx, int argc, char **argv)
{
	struct arena *arena = arena_new(0);
	const struct route *route;
	size_t i;

	(void)ctx;
	(void)argc;
	(void)argv;
	for (i = 0; features[i]; i++)
		for (route = features[i]->routes; route && route->path; route++)
			printf("%s\t%s\t%s\t%s\t%s\n", route->method == POST ? "POST" : "GET", route->path,
			    route->right ? route->right->name : "-",
			    route->right ? roles_text(arena, route->right->roles) : "-",
			    route->template ? route->template : "-");
	arena_free(arena);
	return 0;
}

static int
fault(const char *what, const char *name)
{
	printf("FAULT %s: %s\n", what, name);
	return 1;
}

/* Names of one kind, each of which may stand only once. */
struct names {
	const char *kind;
	const char *name[NAMES_MOST];
	size_t count;
};

static struct names *
names_new(struct arena *arena, const char *kind)
{
	struct names *names = ARENA_NEW(arena, struct names);

	names->kind = kind;
	return names;
}

static int
name_add(struct names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (strcmp(names->name[i], name) == 0)
			return fault(names->kind, name);
	if (names->count == NAMES_MOST)
		return fault("too many names", names->kind);
	names->name[names->count++] = name;
	return 0;
}

static bool
right_declared(const struct right *right)
{
	const struct right *const *declared;
	size_t i;

	if (right == &RIGHT_LOGGED_IN || right == &RIGHT_ANYBODY)
		return true;
	for (i = 0; features[i]; i++)
		for (declared = features[i]->rights; declared && *declared; declared++)
			if (*declared == right)
				return true;
	return false;
}

static int
route_check(struct arena *arena, const struct route *route, struct names *names)
{
	int faults = name_add(
	    names, arena_printf(arena, "%s %s", route->method == POST ? "POST" : "GET", route->path));

	if (!route->right)
		faults += fault("route without right", route->path);
	else if (!right_declared(route->right))
		faults += fault("route with a right no feature declares", route->right->name);
	if (!route->handler)
		faults += fault("route without handler", route->path);
	if (route->path[0] != '/')
		faults += fault("path must begin with /", route->path);
	if (route->method == GET && (route->again || route->again_template || route->uploads))
		faults += fault("GET with what only POST has", route->path);
	if (route->again && !route->again_template)
		faults += fault("`again` without template", route->path);
	return faults;
}

static int
names_check(struct arena *arena)
{
	struct names *routes = names_new(arena, "route twice"), *rights = names_new(arena, "right twice"),
		     *jobs = names_new(arena, "job twice"), *commands = names_new(arena, "command twice"),
		     *feature_names = names_new(arena, "feature twice"),
		     *kinds = names_new(arena, "record kind twice"),
		     *task_kinds = names_new(arena, "task kind twice"),
		     *list_names = names_new(arena, "list twice");
	const struct feature *feature;
	int faults = 0;
	size_t i, j;

	for (i = 0; (feature = features[i]); i++) {
		faults += name_add(feature_names, feature->name);
		for (j = 0; feature->routes && feature->routes[j].path; j++)
			faults += route_check(arena, &feature->routes[j], routes);
		for (j = 0; feature->rights && feature->rights[j]; j++)
			faults += name_add(rights, feature->rights[j]->name);
		for (j = 0; feature->jobs && feature->jobs[j].name; j++)
			faults += name_add(jobs, feature->jobs[j].name);
		for (j = 0; feature->commands && feature->commands[j].name; j++)
			faults += name_add(commands, feature->commands[j].name);
		for (j = 0; feature->kinds && feature->kinds[j]; j += 2)
			faults += name_add(kinds, feature->kinds[j]);
		for (j = 0; feature->task_kinds && feature->task_kinds[j]; j++)
			faults += name_add(task_kinds, feature->task_kinds[j]);
		for (j = 0; feature->nav && feature->nav[j].label; j++)
			if (!feature->nav[j].right)
				faults += fault("navigation without right", feature->nav[j].path);
	}
	for (i = 0; lists[i]; i++) {
		faults += name_add(list_names, lists[i]->name);
		for (j = 0; j < lists[i]->bulk_count; j++)
			if (!lists[i]->bulk[j].name)
				faults +=
				    fault("list with a bulk action that no feature has", lists[i]->name);
		if (list_of_record(lists[i]) &&
		    (!lists[i]->scope || !lists[i]->where || !strstr(lists[i]->where, " = ?")))
			faults += fault("list of a record without its column and id", lists[i]->name);
	}
	printf("%zu features, %zu routes, %zu rights, %zu jobs, %zu commands, %zu lists\n",
	    feature_names->count, routes->count, rights->count, jobs->count, commands->count,
	    list_names->count);
	return faults;
}

static int
statements_check(struct ctx *ctx)
{
	struct names *names = names_new(ctx->arena, "statement twice");
	const struct sql *sql;
	struct slot *slot;
	int faults = 0;
	size_t i;

	for (i = 0; i < sql_count(); i++) {
		sql = sql_at(i);
		faults += name_add(names, arena_printf(ctx->arena, "%s %s", sql->file, sql->name));
		if (slot_get(ctx, sql, &slot) != RC_OK)
			faults += fault("statement does not prepare",
			    arena_printf(ctx->arena, "%s %s", sql->file, sql->name));
		else if (slot->params > 0 && !sql->samples)
			faults += fault("statement without samples",
			    arena_printf(ctx->arena, "%s %s", sql->file, sql->name));
	}
	printf("%zu statements\n", sql_count());
	return faults;
}

int
check_build(struct ctx *ctx, int argc, char **argv)
{
	int faults;

	(void)argc;
	(void)argv;
	faults = names_check(ctx->arena) + statements_check(ctx);
	view_start(config_text(config_get(), "Templates", "templates"));
	view_all(); /* ends the process with file and line of one that does not parse */
	printf(faults ? "%d faults\n" : "all is well\n", faults);
	return faults ? 1 : 0;
}

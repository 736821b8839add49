/* SPDX-License-Identifier: MIT */
/* All routes of all features, found by method and path.
 * Not the decision who may use them: dispatch.c asks for the right. */
#include "web/frame.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sorted by path, then method; a segment that is a number is looked up as "#". */
static const struct route **routes;
static size_t route_count;

static void
route_fail(const struct route *route, const char *problem)
{
	fprintf(stderr, "houtai: route %s %s: %s\n", route->method == POST ? "POST" : "GET", route->path,
	    problem);
	exit(1);
}

static int
route_order(const void *a, const void *b)
{
	const struct route *left = *(const struct route *const *)a, *right = *(const struct route *const *)b;
	int order = strcmp(left->path, right->path);

	return order ? order : (int)left->method - (int)right->method;
}

static void
route_check(const struct route *route)
{
	const char *mark = strchr(route->path, '#');

	if (route->path[0] != '/')
		route_fail(route, "the path does not begin with /");
	if (mark && (mark[-1] != '/' || (mark[1] && mark[1] != '/') || strchr(mark + 1, '#')))
		route_fail(route, "\"#\" stands for one whole segment, once");
	if (!route->right)
		route_fail(route, "no right is declared");
	if (!route->handler)
		route_fail(route, "no handler is declared");
	if (route->method != GET && route->method != POST)
		route_fail(route, "neither GET nor POST");
	if (route->again && (route->method != POST || !route->again_template))
		route_fail(route, "`again` belongs to a POST and needs its template");
}

void
routes_start(void)
{
	if (routes)
		return;
	for (const struct feature *const *feature = features; *feature; feature++)
		for (const struct route *route = (*feature)->routes; route && route->path; route++)
			route_count++;
	routes = calloc(route_count + 1, sizeof(*routes));
	route_count = 0;
	for (const struct feature *const *feature = features; *feature; feature++)
		for (const struct route *route = (*feature)->routes; route && route->path; route++) {
			route_check(route);
			routes[route_count++] = route;
		}
	qsort(routes, route_count, sizeof(*routes), route_order);
	for (size_t i = 1; i < route_count; i++)
		if (!route_order(&routes[i - 1], &routes[i]))
			route_fail(routes[i], "declared twice");
}

static const struct route *
route_search(enum method method, const char *path)
{
	struct route wanted = { .method = method, .path = path };
	const struct route *key = &wanted, **found;

	found = bsearch(&key, routes, route_count, sizeof(*routes), route_order);
	return found ? *found : NULL;
}

/* "/orders/4711/print" → "/orders/#/print" and 4711: the first segment of digits only, without leading zero, below 2^63.
 * False if there is none. */
static bool
path_mark(const char *path, char *marked, size_t room, int64_t *id)
{
	for (const char *at = path; (at = strchr(at, '/')); at++) {
		size_t digits = strspn(at + 1, "0123456789");
		int64_t number = 0;

		if (!digits || digits > 18 || at[1] == '0' || (at[1 + digits] && at[1 + digits] != '/'))
			continue;
		for (size_t i = 0; i < digits; i++)
			number = number * 10 + (at[1 + i] - '0');
		*id = number;
		return snprintf(marked, room, "%.*s#%s", (int)(at + 1 - path), path, at + 1 + digits) <
		       (int)room;
	}
	return false;
}

const struct route *
route_find(enum method method, const char *path, int64_t *id, bool *other)
{
	enum method opposite = method == GET ? POST : GET;
	char marked[256];
	const struct route *route = route_search(method, path);
	bool numbered = false;

	*id = 0;
	*other = false;
	if (!route && path_mark(path, marked, sizeof(marked), id)) {
		numbered = true;
		route = route_search(method, marked);
	}
	if (!route) {
		*other = route_search(opposite, path) || (numbered && route_search(opposite, marked));
		*id = 0;
	}
	return route;
}

bool
may_open(const struct req *req, const char *pattern)
{
	const struct route *route = route_search(GET, pattern);

	return route && may(req, route->right);
}

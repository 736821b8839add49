/* SPDX-License-Identifier: MIT */
/* A feature is a slice; this is what it tells the rest: pages, rights, jobs, commands, navigation, events.
 * features.c lists them, one line each. A new feature is a folder and a line. */
#ifndef WEB_FEATURE_H
#define WEB_FEATURE_H

#include "db/ctx.h"
#include "db/event.h"
#include "http/request.h"
#include "policy/role.h"

struct req;

/* A page. `path` holds "#" where a decimal id stands: "/orders/#". */
struct route {
	enum method method;
	const char *path;
	const struct right *right; /* NULL is refused at start */
	enum rc (*handler)(struct req *req);
	const char *template; /* "orders/order.cs"; NULL for a POST or a download */
	/* POST only: shows the form again with its input, 422, when the handler returned RC_INVALID; REFUSED and CONFLICT come
	 * here as well when `again` is set, with the reason on top. */
	enum rc (*again)(struct req *req);
	const char *again_template;
	bool unsettled; /* open also to who must first choose a password of his own */
	bool uploads;   /* multipart files are taken and stored through files/ */
};

/* Work in the background, claimed by row: any number of houtai-jobs on any node. */
struct job {
	const char *name; /* "orders.sheet" */
	int64_t every;    /* seconds between runs */
	enum rc (*run)(struct ctx *ctx);
};

/* `houtaictl orders count`: name "orders count". Returns the exit status; prints to stdout. */
struct command {
	const char *name;
	const char *usage;                                  /* "[--state S]" */
	const char *help;                                   /* one English line */
	int (*run)(struct ctx *ctx, int argc, char **argv); /* argv[0] is the first argument after the name */
};

/* A line of the side navigation; shown to who holds the right. Groups in order of NAV_*; `order` inside the group. */
enum nav_group { NAV_TOP, NAV_SERVICE, NAV_ORDERS, NAV_MEMBERS, NAV_REFERENCE, NAV_ADMIN };
struct nav {
	enum nav_group group;
	int order;
	const char *label; /* language key */
	const char *path;
	const struct right *right;
	const char *module; /* name of the counts shown at its right, NULL for none */
};

/* What waits, per module: for navigation and home (overdue red, else today grey). The counts of all features are read
 * at most once a second per process and actor. */
struct module_counts {
	const char *module; /* "orders.queue" */
	const char *label;  /* language key */
	int64_t overdue, today, later;
	const char *overdue_path, *today_path, *later_path; /* the lists behind the figures */
	const char *urgent;                                 /* the most urgent one, as text; NULL */
	const char *urgent_path;
	int64_t urgent_due;
	const char *rule; /* rule and clock, finished text or language key with "@" */
	bool quiet;       /* for the navigation only: no work with a deadline, home leaves it out */
	bool sign; /* it waits for a signature or an approval: home shows it beside the table as well */
};
#define MODULE_MOST 16

/* Who may see the files that records of a kind use (files/); without a line nobody but the uploader may. */
struct file_right {
	const char *kind;
	const struct right *right;
};

struct feature {
	const char *name;
	const struct route *routes;        /* ended by one with path NULL */
	const struct right *const *rights; /* NULL-terminated: all it declares */
	const struct job *jobs;            /* ended by name NULL; may be NULL, as all below */
	const struct command *commands;    /* ended by name NULL */
	const struct nav *nav;             /* ended by label NULL */
	/* fills counts for those modules the actor may see; *count is raised by as many */
	enum rc (*counts)(struct ctx *ctx, struct module_counts *counts, size_t *count);
	const struct listener *listeners; /* ended by event NULL */
	/* record kinds it owns: "order" → "/orders/#", NULL-terminated pairs; for history, tasks and replayed forms */
	const char *const *kinds;
	const struct file_right *file_rights; /* ended by kind NULL */
	/* kinds of tasks it makes, "orders.call", NULL-terminated: what the list of tasks can be asked for */
	const char *const *task_kinds;
};

/* features[]: all of them, NULL-terminated (features.c). feature_path(): page of a record kind, or "/" (arena). */
extern const struct feature *const features[];
const char *feature_path(struct arena *arena, const char *kind, int64_t id);
/* feature_file_right(): who may see the files of a record kind; NULL: nobody. */
const struct right *feature_file_right(const char *kind);

#endif

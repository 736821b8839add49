/* SPDX-License-Identifier: MIT */
/* Templates: parsed once for each language and rendered into the response.
 * Not their data (view.c). */
#include "base/log.h"
#include "web/lang.h"
#include "web/tree.h"
#include "web/view_node.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Parsed once for each language: `var:Lang.…` stands in it as literal text, so that most of a page's words cost nothing. */
struct parsed {
	const char *name;
	CSPARSE *parse[LANG_COUNT];
};

#define TEMPLATE_SLOTS 512u
static struct parsed templates[TEMPLATE_SLOTS];
static char *template_folder;
static HDF *boot; /* escaping mode and load path, read while parsing */
static HDF *lang_trees[LANG_COUNT];

/* Frees the error and gives its text, good until the next call. */
static const char *
error_text(NEOERR *err)
{
	static char text[1000];
	STRING string;

	string_init(&string);
	nerr_error_traceback(err, &string);
	(void)snprintf(text, sizeof(text), "%s", string.buf ? string.buf : "out of memory");
	string_clear(&string);
	nerr_ignore(&err);
	return text;
}

static void
start_check(NEOERR *err)
{
	if (err != STATUS_OK) {
		fprintf(stderr, "houtai: templates: %s\n", error_text(err));
		exit(1);
	}
}

static void
lang_add(void *self, const char *key, const char *text)
{
	HDF *tree = self;

	start_check(hdf_set_value(tree, key, text));
}

static void
lang_tree(enum lang which)
{
	HDF *node;

	start_check(hdf_init(&lang_trees[which]));
	start_check(hdf_get_node(lang_trees[which], "Lang", &node));
	lang_each(which, lang_add, node);
}

void
view_start(const char *folder)
{
	if (boot)
		return;
	template_folder = realpath(folder, NULL);
	if (!template_folder) {
		fprintf(stderr, "houtai: templates: %s: no such folder\n", folder);
		exit(1);
	}
	lang_start(template_folder);
	hot_start();
	start_check(hdf_init(&boot));
	start_check(hdf_set_value(boot, "Config.VarEscapeMode", "html"));
	start_check(hdf_set_value(boot, "hdf.loadpaths.0", template_folder));
	start_check(text_start(template_folder));
	for (int i = 0; i < LANG_COUNT; i++)
		lang_tree((enum lang)i);
}

static struct parsed *
template_slot(const char *name)
{
	uint32_t hash = 2166136261u;

	for (const char *c = name; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	for (uint32_t i = hash % TEMPLATE_SLOTS;; i = (i + 1) % TEMPLATE_SLOTS)
		if (!templates[i].name || templates[i].name == name || !strcmp(templates[i].name, name))
			return &templates[i];
}

/* What ClearSilver asks for while it parses one page's template. */
struct loading {
	const char *page;
	enum lang lang;
};

static NEOERR *
template_load(void *self, HDF *hdf, const char *name, char **contents)
{
	const struct loading *loading = self;

	(void)hdf;
	return nerr_pass(text_load(loading->lang, loading->page, name, contents));
}

static NEOERR *
template_parse(struct parsed *parsed, const char *name, enum lang which)
{
	struct loading loading = { .page = name, .lang = which };
	CSPARSE *parse;
	NEOERR *err = cs_init(&parse, boot);

	if (err != STATUS_OK)
		return err;
	cs_register_fileload(parse, &loading, template_load);
	err = cs_parse_file(parse, name);
	if (err != STATUS_OK)
		return err;
	parse->global_hdf = lang_trees[which];
	parsed->parse[which] = parse;
	parsed->name = name;
	return STATUS_OK;
}

/* In one language: that it parses does not hang on its words, and the other one is parsed when somebody first reads in it. */
static void
template_need(const char *name)
{
	struct parsed *parsed;

	if (!name)
		return;
	parsed = template_slot(name);
	if (!parsed->name)
		start_check(template_parse(parsed, name, LANG_ZH_CN));
}

void
view_all(void)
{
	for (const struct feature *const *feature = features; *feature; feature++) {
		const struct route *route = (*feature)->routes;

		for (; route && route->path; route++) {
			template_need(route->template);
			template_need(route->again_template);
		}
	}
	template_need("errors/error.cs");
}

/* What templates `set:` at the root was allocated by ClearSilver: unhook our nodes, destroy the rest. */
static void
root_sweep(struct node *root)
{
	HDF *rest = NULL, **end, *next;

	for (HDF *hdf = root->hdf.child; hdf && !rest; hdf = hdf->next)
		if (hdf->fileload_ctx != node_mark)
			rest = hdf;
	if (!rest && !root->hdf.hash)
		return;
	if (hdf_init(&rest) != STATUS_OK)
		abort();
	end = &rest->child;
	for (HDF *hdf = root->hdf.child; hdf; hdf = next) {
		next = hdf->next;
		hdf->next = NULL;
		if (hdf->fileload_ctx != node_mark) {
			*end = hdf;
			end = &hdf->next;
		}
	}
	rest->hash = root->hdf.hash;
	root->hdf.hash = NULL;
	root->hdf.child = root->hdf.last_child = root->hdf.last_hp = root->hdf.last_hs = NULL;
	hdf_destroy(&rest);
}

enum rc
view_render(struct req *req, const char *name)
{
	struct parsed *parsed = template_slot(name);
	struct node *root = view_root(req);
	size_t before = req->out.body.length;
	NEOERR *err = STATUS_OK;

	/* escaping is fixed while parsing; this is for commands that would read the mode anew */
	node_static(root, "Config.VarEscapeMode", "html");
	if (!parsed->parse[req->session.lang])
		err = template_parse(parsed, name, req->session.lang);
	if (err == STATUS_OK) {
		CSPARSE *parse = parsed->parse[req->session.lang];

		parse->hdf = &root->hdf;
		hot_forget();
		err = cs_render(parse, &req->out.body, hot_output);
		parse->locals = NULL;
		root_sweep(root);
	}
	if (err != STATUS_OK) {
		log_line(LOG_ERROR, "view.failed", "template", name, "error", error_text(err), NULL);
		req->out.body.length = before;
		return RC_INTERNAL;
	}
	return RC_OK;
}

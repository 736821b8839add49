/* SPDX-License-Identifier: MIT */
/* Templates: parsed once for each language and rendered into the response.
 * Not their data (view.c). */
#include "base/log.h"
#include "web/lang.h"
#include "web/tree.h"
#include "web/view_node.h"
#include <limits.h>
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

static void
html_add(struct buf *out, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&':
			buf_text(out, "&amp;");
			break;
		case '<':
			buf_text(out, "&lt;");
			break;
		case '>':
			buf_text(out, "&gt;");
			break;
		case '"':
			buf_text(out, "&quot;");
			break;
		case '\'':
			buf_text(out, "&#39;");
			break;
		default:
			buf_char(out, *text);
		}
}

/* One `<?cs var:Lang.some.key ?>` at the start of `text`: its text, escaped as ClearSilver would, goes to `out`; returns its
 * length, 0 if something else stands there or the key is unknown. */
static size_t
lang_literal(enum lang which, const char *text, struct buf *out)
{
	static const char before[] = "<?cs var:Lang.", after[] = " ?>";
	static const char signs[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
	char key[128];
	const char *value;
	size_t length;

	if (strncmp(text, before, sizeof(before) - 1) != 0)
		return 0;
	text += sizeof(before) - 1;
	length = strspn(text, signs);
	if (length >= sizeof(key) || strncmp(text + length, after, sizeof(after) - 1) != 0)
		return 0;
	memcpy(key, text, length);
	key[length] = '\0';
	value = lang_of(which, key);
	if (value == key)
		return 0;
	html_add(out, value);
	return sizeof(before) - 1 + length + sizeof(after) - 1;
}

/* ClearSilver's own loading, with the words of the language put in. It frees what is returned. */
/* What nearly every template includes is read and put into words once for each language. */
#define SHARED_MOST 8
static struct {
	const char *name;
	char *text[LANG_COUNT];
} shared[SHARED_MOST] = { { .name = "lib/ui.cs" }, { .name = "lib/list.cs" }, { .name = "layout.cs" },
	{ .name = "members/record.cs" } };

static char **
shared_text(const char *name, enum lang which)
{
	for (size_t i = 0; i < SHARED_MOST && shared[i].name; i++)
		if (strcmp(shared[i].name, name) == 0)
			return &shared[i].text[which];
	return NULL;
}

static NEOERR *
template_load(void *self, HDF *hdf, const char *name, char **contents)
{
	enum lang which = *(const enum lang *)self;
	struct arena *arena;
	struct buf out;
	char path[_POSIX_PATH_MAX + 4096], *text = NULL, **kept = shared_text(name, which);
	NEOERR *err;

	(void)hdf;
	if (kept && *kept) {
		*contents = strdup(*kept);
		return STATUS_OK;
	}
	if (*name == '/')
		(void)snprintf(path, sizeof(path), "%s", name);
	else
		(void)snprintf(path, sizeof(path), "%s/%s", template_folder, name);
	err = ne_load_file(path, &text);
	if (err != STATUS_OK)
		return nerr_pass(err);
	arena = arena_new(131072);
	buf_init(&out, arena, strlen(text) + 4096);
	for (const char *at = text; *at;) {
		size_t length = *at == '<' ? lang_literal(which, at, &out) : 0;

		if (!length)
			buf_char(&out, *at++);
		at += length;
	}
	free(text);
	*contents = strdup(out.data);
	if (kept)
		*kept = strdup(out.data);
	arena_free(arena);
	return STATUS_OK;
}

static NEOERR *
template_parse(struct parsed *parsed, const char *name, enum lang which)
{
	CSPARSE *parse;
	NEOERR *err = cs_init(&parse, boot);

	if (err != STATUS_OK)
		return err;
	cs_register_fileload(parse, &which, template_load);
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

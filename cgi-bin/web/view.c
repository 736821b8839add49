/* SPDX-License-Identifier: MIT */
/* Template data and rendering; the only file that knows ClearSilver and NEOERR.
 * Not a formatter: numbers, times and money come in as finished text (view_show formats by the record's description). */
#include "web/view.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/money.h"
#include "web/lang.h"
#include "web/req.h"
#include "web/tree.h"
#include <ClearSilver.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nodes are ClearSilver's own, but lie in the request's arena: nothing is allocated or freed singly, and rows of eleven
 * leaves never become hash tables. Rendering only reads them; what `set:` in a template adds at the root is ClearSilver's,
 * known by its missing mark and freed after the rendering (root_sweep). */
struct node {
	HDF hdf; /* first: a node is an HDF */
	struct arena *arena;
	int64_t rows;
};

struct view {
	struct node *root;
};

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

static const char node_mark[] = "node";

/* ---- nodes ---- */

static struct node *
node_make(struct arena *arena, HDF *top, const char *name, size_t length)
{
	struct node *node = ARENA_NEW(arena, struct node);

	node->hdf.name = (char *)(uintptr_t)name;
	node->hdf.name_len = (int)length;
	node->hdf.top = top ? top : &node->hdf;
	node->hdf.fileload_ctx = (void *)(uintptr_t)node_mark;
	node->arena = arena;
	return node;
}

static struct node *
node_append(struct node *parent, const char *name, size_t length)
{
	struct node *node = node_make(parent->arena, parent->hdf.top, name, length);

	if (parent->hdf.last_child)
		parent->hdf.last_child->next = &node->hdf;
	else
		parent->hdf.child = &node->hdf;
	parent->hdf.last_child = &node->hdf;
	return node;
}

static struct node *
node_step(struct node *parent, const char *name, size_t length)
{
	for (HDF *hdf = parent->hdf.child; hdf; hdf = hdf->next)
		if ((size_t)hdf->name_len == length &&
		    (hdf->name == name || !memcmp(hdf->name, name, length)))
			return (struct node *)hdf;
	return node_append(parent, name, length);
}

/* A dotted name; the names are not copied: they are literals or live as long as the page. */
static struct node *
node_walk(struct node *node, const char *name)
{
	for (;;) {
		const char *dot = strchr(name, '.');

		if (!dot)
			return node_step(node, name, strlen(name));
		node = node_step(node, name, (size_t)(dot - name));
		name = dot + 1;
	}
}

struct node *
tree_new(struct arena *arena)
{
	return node_make(arena, NULL, "", 0);
}

void
tree_attach(struct node *parent, const char *name, struct node *tree)
{
	tree->hdf.name = (char *)(uintptr_t)name;
	tree->hdf.name_len = (int)strlen(name);
	tree->hdf.next = NULL;
	if (parent->hdf.last_child)
		parent->hdf.last_child->next = &tree->hdf;
	else
		parent->hdf.child = &tree->hdf;
	parent->hdf.last_child = &tree->hdf;
}

struct node *
tree_leaf(struct node *node, const char *name)
{
	return node_step(node, name, strlen(name));
}

void
tree_put(struct node *leaf, const char *value)
{
	leaf->hdf.value = (char *)(uintptr_t)value;
}

bool
node_has(struct node *node, const char *name)
{
	return tree_leaf(node, name)->hdf.value != NULL;
}

void
view_new(struct req *req)
{
	req->view = ARENA_NEW(req->ctx.arena, struct view);
	req->view->root = tree_new(req->ctx.arena);
}

struct node *
view_root(struct req *req)
{
	if (!req->view)
		view_new(req);
	return req->view->root;
}

struct node *
node_child(struct node *node, const char *name)
{
	return node_walk(node, name);
}

struct node *
node_row(struct node *list)
{
	static const char digits[][4] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
		"13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27",
		"28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41", "42",
		"43", "44", "45", "46", "47", "48", "49", "50", "51" };
	const char *name;

	if ((size_t)list->rows < sizeof(digits) / sizeof(digits[0]))
		name = digits[list->rows];
	else
		name = arena_printf(list->arena, "%lld", (long long)list->rows);
	list->rows++;
	return node_append(list, name, strlen(name));
}

void
node_static(struct node *node, const char *name, const char *value)
{
	tree_put(node_walk(node, name), value ? value : "");
}

void
node_set(struct node *node, const char *name, const char *value)
{
	node_static(node, name, arena_strdup(node->arena, value));
}

void
node_int(struct node *node, const char *name, int64_t value)
{
	char digits[24];
	size_t at = sizeof(digits) - 1;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	digits[at] = '\0';
	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		digits[--at] = '-';
	node_static(node, name, arena_strndup(node->arena, digits + at, sizeof(digits) - 1 - at));
}

void
node_flag(struct node *node, const char *name, bool value)
{
	if (value)
		node_static(node, name, "1");
}

void
view_set(struct req *req, const char *name, const char *value)
{
	node_set(view_root(req), name, value);
}

void
view_flag(struct req *req, const char *name, bool value)
{
	node_flag(view_root(req), name, value);
}

static void
field_show(struct node *node, const struct field *field, const void *at)
{
	struct arena *arena = node->arena;
	int64_t number = 0;

	if (field->type != FIELD_TEXT && field->type != FIELD_BOOL && field->type != FIELD_BLOB)
		memcpy(&number, at, sizeof(number));
	switch (field->type) {
	case FIELD_INT:
		node_int(node, field->name, number);
		break;
	case FIELD_ID:
		if (number)
			node_int(node, field->name, number);
		break;
	case FIELD_MONEY:
		node_static(node, field->name, money_text(arena, number));
		break;
	case FIELD_TIME:
		node_static(node, field->name, time_text(arena, number));
		break;
	case FIELD_DAY:
		node_static(node, field->name, day_text(arena, number));
		break;
	case FIELD_BOOL:
		node_flag(node, field->name, *(const bool *)at);
		break;
	case FIELD_TEXT:
		node_static(node, field->name, *(const char *const *)at);
		break;
	case FIELD_BLOB:
		break;
	}
}

void
view_show(struct req *req, struct node *node, const struct record *record, const void *values)
{
	(void)req;
	for (size_t i = 0; i < record->count; i++)
		field_show(node, &record->fields[i], (const char *)values + record->fields[i].offset);
}

/* ---- templates ---- */

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
static NEOERR *
template_load(void *self, HDF *hdf, const char *name, char **contents)
{
	enum lang which = *(const enum lang *)self;
	struct arena *arena;
	struct buf out;
	char path[_POSIX_PATH_MAX + 4096], *text = NULL;
	NEOERR *err;

	(void)hdf;
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
	arena_free(arena);
	return STATUS_OK;
}

static NEOERR *
template_parse(struct parsed *parsed, const char *name)
{
	for (int i = 0; i < LANG_COUNT; i++) {
		enum lang which = (enum lang)i;
		NEOERR *err = cs_init(&parsed->parse[i], boot);

		if (err == STATUS_OK) {
			cs_register_fileload(parsed->parse[i], &which, template_load);
			err = cs_parse_file(parsed->parse[i], name);
		}
		if (err != STATUS_OK)
			return err;
		parsed->parse[i]->global_hdf = lang_trees[i];
	}
	parsed->name = name;
	return STATUS_OK;
}

static void
template_need(const char *name)
{
	struct parsed *parsed;

	if (!name)
		return;
	parsed = template_slot(name);
	if (!parsed->name)
		start_check(template_parse(parsed, name));
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

static NEOERR *
body_add(void *self, char *text)
{
	buf_text(self, text);
	return STATUS_OK;
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
	if (!parsed->name)
		err = template_parse(parsed, name);
	if (err == STATUS_OK) {
		CSPARSE *parse = parsed->parse[req->session.lang];

		parse->hdf = &root->hdf;
		err = cs_render(parse, &req->out.body, body_add);
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

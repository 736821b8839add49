/* SPDX-License-Identifier: MIT */
/* The commands that a page of rows is made of, quicker: literal, var, if, each and set of ClearSilver are replaced in its table of
 * commands. A list of fifty rows renders in a quarter of the time; rows that are filled while they are rendered (node_rows())
 * are known to this each alone.
 * Not another template language: whatever is not the plain case (a variable, escaped as html; comparisons of variables and
 * strings) goes to ClearSilver's own function, and so does everything if its table does not look as 0.10.5's does. */
#include "web/view_escape.h"
#include "web/view_node.h"
#include <stdlib.h>
#include <string.h>

/* A row of ClearSilver's table; it is in no header. */
typedef NEOERR *(*command_eval)(CSPARSE *parse, CSTREE *node, CSTREE **next);
struct command_row {
	char *name;
	int length, allowed, next;
	NEOERR *(*parse)(CSPARSE *parse, int cmd, char *arg);
	command_eval eval;
	int has_arg;
};
extern struct command_row Commands[];
enum { ROW_LITERAL = 0, ROW_VAR = 2, ROW_IF = 6, ROW_ELSEIF = 8, ROW_ELIF = 9, ROW_EACH = 11, ROW_SET = 20 };

static command_eval literal_slow, var_slow, if_slow, each_slow, set_slow;

/* A variable's name cut at its dots, kept in the argument (in the field of the audit mode, which we do not use; it is freed
 * with it). */
#define SEGMENTS_MOST 6
struct name {
	uint8_t count, length[SEGMENTS_MOST];
	const char *segment[SEGMENTS_MOST];
	const char
	    *seen[SEGMENTS_MOST]; /* where the node found last had its name: rows are made by the same code */
	const char
	    *local;      /* where the local variable found last had its name: in the template, which stays */
	uint64_t round;  /* of the two below */
	const HDF *base; /* below which the whole name was looked for last … */
	const HDF *outcome; /* … and what was there; &nothing */
};
static uint64_t hot_round = 1;
static const HDF nothing; /* has no value */

void
hot_forget(void)
{
	hot_round++;
}

NEOERR *
hot_output(void *body, char *text)
{
	buf_text(body, text);
	return STATUS_OK;
}

/* Names are short: a call of memcmp() costs more than it saves. */
static bool
text_same(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

static struct name *
name_cut(CSARG *arg)
{
	struct name *name = calloc(1, sizeof(*name));
	const char *at = arg->s;

	for (; name->count < SEGMENTS_MOST; at++) {
		size_t length = strcspn(at, ".");

		if (!length || length > 255)
			break;
		name->segment[name->count] = at;
		name->length[name->count++] = (uint8_t)length;
		at += length;
		if (!*at)
			break;
	}
	if (*at)
		name->count = 0; /* nothing we know */
	arg->argexpr = (char *)name;
	return name;
}

static inline struct name *
name_of(CSARG *arg)
{
	return arg->argexpr ? (struct name *)(void *)arg->argexpr : name_cut(arg);
}

static bool
name_matches(const HDF *node, const struct name *name, unsigned segment)
{
	return node->name_len == name->length[segment] &&
	       text_same(node->name, name->segment[segment], name->length[segment]);
}

static HDF *
child_find(const HDF *parent, struct name *name, unsigned segment)
{
	const char *seen = name->seen[segment];
	HDF *child = parent->child;

	while (child && child->name != seen)
		child = child->next;
	if (!child || child->name_len != name->length[segment])
		for (child = parent->child; child && !name_matches(child, name, segment);)
			child = child->next;
	if (child)
		name->seen[segment] = child->name;
	return child;
}

/* The node below `base` at the segments from `from` on; &nothing: there is none. NULL: there are links or hashes on the way, which
 * are ClearSilver's to follow. */
static const HDF *
node_search(const HDF *base, struct name *name, unsigned from)
{
	const HDF *hdf = base;

	for (unsigned i = from; hdf && i < name->count; i++) {
		if (hdf->link || hdf->hash)
			return NULL;
		hdf = child_find(hdf, name, i);
	}
	if (hdf && hdf->link)
		return NULL;
	name->base = base;
	name->round = hot_round;
	name->outcome = hdf ? hdf : &nothing;
	return name->outcome;
}

static inline const HDF *
node_below(const HDF *base, struct name *name, unsigned from)
{
	return name->base == base && name->round == hot_round ? name->outcome : node_search(base, name, from);
}

/* The value there, as hdf_get_value() finds it; `rest` is the name from that segment on. */
static inline char *
value_below(HDF *base, struct name *name, unsigned from, const char *rest)
{
	const HDF *found = node_below(base, name, from);

	return found ? found->value : hdf_get_value(base, rest, NULL);
}

/* The local variable of the first segment, as lookup_map() finds it. */
static const CS_LOCAL_MAP *
local_search(const CSPARSE *parse, struct name *name)
{
	const CS_LOCAL_MAP *map = parse->locals;

	while (map && map->name != name->local &&
	       (strncmp(map->name, name->segment[0], name->length[0]) != 0 || map->name[name->length[0]]))
		map = map->next;
	if (map)
		name->local = map->name;
	return map;
}

static inline const CS_LOCAL_MAP *
local_find(const CSPARSE *parse, struct name *name)
{
	return parse->locals && parse->locals->name == name->local ? parse->locals
								   : local_search(parse, name);
}

static bool
value_search(CSPARSE *parse, CSARG *arg, char **value)
{
	struct name *name = name_of(arg);
	const CS_LOCAL_MAP *map;

	if (!name->count)
		return false;
	map = local_find(parse, name);
	if (!map) {
		*value = value_below(parse->hdf, name, 0, arg->s);
		if (!*value && parse->global_hdf)
			*value = hdf_get_value(parse->global_hdf, arg->s, NULL);
		return true;
	}
	if (map->type == CS_TYPE_VAR)
		*value =
		    map->h ? value_below(map->h, name, 1, name->count > 1 ? name->segment[1] : "") : NULL;
	else if (map->type == CS_TYPE_STRING)
		*value = map->s;
	else
		return false;
	return true;
}

/* Is it a case for us; then *value is what ClearSilver's var_lookup() gives. Nearly always it is a leaf of the row whose each:
 * is the innermost one, found there before. */
static inline bool
value_find(CSPARSE *parse, CSARG *arg, char **value)
{
	const struct name *name = (const struct name *)(const void *)arg->argexpr;
	const CS_LOCAL_MAP *map = parse->locals;

	if (!name || !map || map->name != name->local || map->type != CS_TYPE_VAR || map->h != name->base ||
	    name->round != hot_round || !map->h)
		return value_search(parse, arg, value);
	*value = name->outcome->value;
	return true;
}

static inline void
literal_add(CSPARSE *parse, CSTREE *node)
{
	if (!node->arg1.s)
		return;
	/* its length is not used by ClearSilver; templates do not change once parsed */
	if (!node->arg1.n)
		node->arg1.n = (long)strlen(node->arg1.s);
	text_add(parse->output_ctx, node->arg1.s, (size_t)node->arg1.n);
}

static NEOERR *
literal_eval(CSPARSE *parse, CSTREE *node, CSTREE **next)
{
	literal_add(parse, node);
	*next = node->next;
	return STATUS_OK;
}

/* Is it a case for us; then it is written. */
static inline bool
var_add(CSPARSE *parse, CSTREE *node)
{
	NEOS_ESCAPE escape = node->escape == NEOS_ESCAPE_UNDEF ? parse->escaping.when_undef : node->escape;
	char *value;

	if (node->arg1.op_type != CS_TYPE_VAR || escape != NEOS_ESCAPE_HTML ||
	    !value_find(parse, &node->arg1, &value))
		return false;
	if (value)
		html_add(parse->output_ctx, value);
	return true;
}

static NEOERR *
var_eval(CSPARSE *parse, CSTREE *node, CSTREE **next)
{
	if (!var_add(parse, node))
		return var_slow(parse, node, next);
	*next = node->next;
	return STATUS_OK;
}

/* What arg_eval_bool() says of a text. */
static int
text_truth(const char *text)
{
	char *end;
	long number;

	if (!text || !*text)
		return 0;
	if (!strchr("0123456789+- \t\n\v\f\r", *text))
		return 1;
	number = strtol(text, &end, 0);
	return *end ? 1 : number != 0;
}

static bool
operand_find(CSPARSE *parse, CSARG *arg, char **value)
{
	if (arg->op_type == CS_TYPE_STRING) {
		*value = arg->s;
		return true;
	}
	return arg->op_type == CS_TYPE_VAR && value_find(parse, arg, value);
}

/* 1 or 0 as eval_expr() and arg_eval_bool() together say; -1: not one of our cases. */
static int
condition(CSPARSE *parse, CSARG *arg)
{
	char *left, *right;
	int first, second;

	switch ((unsigned)arg->op_type) {
	case CS_TYPE_VAR:
		return value_find(parse, arg, &left) ? text_truth(left) : -1;
	case CS_OP_LPAREN:
		return condition(parse, arg->expr1);
	case CS_OP_NOT:
		first = condition(parse, arg->expr1);
		return first < 0 ? first : !first;
	case CS_OP_EXISTS:
		return arg->expr1->op_type == CS_TYPE_VAR && value_find(parse, arg->expr1, &left)
			   ? left != NULL
			   : -1;
	case CS_OP_EQUAL:
	case CS_OP_NEQUAL:
		if (!operand_find(parse, arg->expr1, &left) || !operand_find(parse, arg->expr2, &right))
			return -1;
		first = left && right ? !strcmp(left, right) : left == right;
		return arg->op_type == CS_OP_EQUAL ? first : !first;
	case CS_OP_AND:
	case CS_OP_OR:
		first = condition(parse, arg->expr1);
		second = condition(parse, arg->expr2);
		if (first < 0 || second < 0)
			return -1;
		return arg->op_type == CS_OP_AND ? first && second : first || second;
	default:
		return -1;
	}
}

/* What stands inside of a command, one after the other. */
static NEOERR *
branch_eval(CSPARSE *parse, CSTREE *step)
{
	NEOERR *err = STATUS_OK;

	while (step && err == STATUS_OK)
		if (step->cmd == ROW_LITERAL) {
			literal_add(parse, step);
			step = step->next;
		} else if (step->cmd == ROW_VAR && var_add(parse, step)) {
			step = step->next;
		} else {
			err = Commands[step->cmd].eval(parse, step, &step);
		}
	return err == STATUS_OK ? STATUS_OK : nerr_pass(err);
}

static NEOERR *
if_eval(CSPARSE *parse, CSTREE *node, CSTREE **next)
{
	int truth = condition(parse, &node->arg1);

	if (truth < 0)
		return if_slow(parse, node, next);
	*next = node->next;
	return branch_eval(parse, truth ? node->case_0 : node->case_1);
}

/* The list behind each:'s argument, &nothing if there is none; NULL: a case for ClearSilver. */
static const HDF *
list_find(CSPARSE *parse, CSARG *arg)
{
	struct name *name = arg->op_type == CS_TYPE_VAR ? name_of(arg) : NULL;
	const CS_LOCAL_MAP *map = name && name->count ? local_find(parse, name) : NULL;
	const HDF *base = map ? (map->type == CS_TYPE_VAR ? map->h : NULL) : parse->hdf;

	return name && name->count && base ? node_below(base, name, map ? 1 : 0) : NULL;
}

/* What has just been written is kept, if there is memory for it. */
static void
rows_keep(struct kept_rows *kept, const CSTREE *each, const char *text, size_t length)
{
	if (length > kept->room) {
		char *more = realloc(kept->text, length);

		if (!more)
			return;
		kept->text = more;
		kept->room = length;
	}
	if (length > 0)
		memcpy(kept->text, text, length);
	kept->length = length;
	kept->made_by = each;
}

/* What stands in an each: whose rows are nothing but literals and plain variables of the row, as those of tables are; kept in the
 * each:'s first argument as names are in theirs. */
struct line {
	size_t count; /* of its steps; 0: something else stands there as well */
	struct step {
		const char *text;
		size_t length;
		struct name *name; /* of the variable behind the text; NULL: none */
	} steps[];
};

/* Is it a variable of the row, escaped as html; then that is the next step's. */
static bool
step_take(const CSPARSE *parse, CSTREE *node, const char *row, struct step *step)
{
	NEOS_ESCAPE escape = node->escape == NEOS_ESCAPE_UNDEF ? parse->escaping.when_undef : node->escape;

	if (node->cmd == ROW_LITERAL && !step->text && !step->name && node->arg1.s) {
		step->text = node->arg1.s;
		step->length = strlen(node->arg1.s);
		return true;
	}
	if (node->cmd != ROW_VAR || step->name || node->arg1.op_type != CS_TYPE_VAR ||
	    escape != NEOS_ESCAPE_HTML)
		return false;
	step->name = name_of(&node->arg1);
	return step->name->count > 1 && step->name->length[0] == strlen(row) &&
	       text_same(step->name->segment[0], row, step->name->length[0]);
}

static const struct line *
line_cut(const CSPARSE *parse, CSTREE *each)
{
	struct line *line;
	size_t count = 0;
	CSTREE *node;

	for (node = each->case_0; node; node = node->next)
		count++;
	line = calloc(1, sizeof(*line) + (count + 1) * sizeof(line->steps[0]));
	for (node = each->case_0; node; node = node->next) {
		struct step *step = &line->steps[line->count];

		if (step->name || (step->text && node->cmd == ROW_LITERAL))
			step = &line->steps[++line->count];
		if (!step_take(parse, node, each->arg1.s, step))
			break;
	}
	line->count = node || count == 0 ? 0 : line->count + 1;
	each->arg1.argexpr = (char *)line;
	return line;
}

/* A row that is one of our nodes: no links, no hashes. */
static void
line_add(struct buf *out, const struct line *line, const HDF *row)
{
	const struct step *step = line->steps, *end = step + line->count;

	for (; step < end; step++) {
		const char *value;

		text_add(out, step->text, step->length);
		value = step->name ? node_below(row, step->name, 1)->value : NULL;
		if (value)
			html_add(out, value);
	}
}

/* Rows that are filled one after the other in the same node. */
static NEOERR *
later_render(CSPARSE *parse, CSTREE *each, const struct later *later, CS_LOCAL_MAP *map)
{
	const struct line *line = each->arg1.argexpr ? (const struct line *)(const void *)each->arg1.argexpr
						     : line_cut(parse, each);
	NEOERR *err = STATUS_OK;

	for (size_t i = 0; i < later->count && err == STATUS_OK; i++, map->first = 0) {
		map->h = &later_row(later, i)->hdf;
		map->last = i + 1 == later->count;
		if (line->count > 0)
			line_add(parse->output_ctx, line, map->h);
		else
			err = branch_eval(parse, each->case_0);
	}
	return err;
}

/* Once for each row: of nodes that are there, or of one node that is filled anew each time. */
static NEOERR *
rows_render(CSPARSE *parse, CSTREE *each, const HDF *list, const struct later *later, CS_LOCAL_MAP *map)
{
	NEOERR *err = STATUS_OK;

	if (later)
		return later_render(parse, each, later, map);
	for (map->h = list->child; map->h && err == STATUS_OK; map->h = map->h->next, map->first = 0) {
		map->last = map->h->next == NULL;
		err = branch_eval(parse, each->case_0);
	}
	return err;
}

static NEOERR *
rows_eval(CSPARSE *parse, CSTREE *each, const HDF *list, CS_LOCAL_MAP *map)
{
	const struct node *node = list->fileload_ctx == node_mark ? (const struct node *)list : NULL;
	struct kept_rows *kept = node ? node->kept : NULL;
	struct buf *out = parse->output_ctx;
	size_t start = out->length;
	NEOERR *err;

	if (kept && kept->made_by == each) {
		text_add(out, kept->text, kept->length);
		return STATUS_OK;
	}
	err = rows_render(parse, each, list, node ? node->later : NULL, map);
	if (kept && err == STATUS_OK)
		rows_keep(kept, each, out->data + start, out->length - start);
	return err;
}

static NEOERR *
each_eval(CSPARSE *parse, CSTREE *node, CSTREE **next)
{
	const HDF *list = list_find(parse, &node->arg2);
	CS_LOCAL_MAP map = { .type = CS_TYPE_VAR, .name = node->arg1.s, .first = 1, .next = parse->locals };
	NEOERR *err;

	/* what stands in ClearSilver's own tree is asked for there as well */
	if (!list || (list == &nothing && parse->global_hdf))
		return each_slow(parse, node, next);
	parse->locals = &map;
	err = rows_eval(parse, node, list, &map);
	parse->locals = map.next;
	*next = node->next;
	return err == STATUS_OK ? STATUS_OK : nerr_pass(err);
}

/* A template that makes a variable: what was not there may be now. */
static NEOERR *
set_eval(CSPARSE *parse, CSTREE *node, CSTREE **next)
{
	hot_forget();
	return set_slow(parse, node, next);
}

static const struct {
	size_t row; /* of ClearSilver's table */
	command_eval quick, *slow;
} replaced[] = { { ROW_LITERAL, literal_eval, &literal_slow }, { ROW_VAR, var_eval, &var_slow },
	{ ROW_IF, if_eval, &if_slow }, { ROW_ELSEIF, if_eval, &if_slow }, { ROW_ELIF, if_eval, &if_slow },
	{ ROW_EACH, each_eval, &each_slow }, { ROW_SET, set_eval, &set_slow } };
#define REPLACED (sizeof(replaced) / sizeof(replaced[0]))

void
hot_start(void)
{
	static const char *const names[] = { "literal", "name", "var", "uvar", "evar", "lvar", "if", "else",
		"elseif", "elif", "/if", "each", "/each", "with", "/with", "include", "linclude", "def",
		"/def", "call", "set" };

	if (hot_runs())
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!Commands[i].name || strcmp(Commands[i].name, names[i]) != 0 ||
		    Commands[i].length != (int)strlen(names[i]))
			return;
	for (size_t i = 0; i < REPLACED; i++)
		*replaced[i].slow = Commands[replaced[i].row].eval;
	for (size_t i = 0; i < REPLACED; i++)
		Commands[replaced[i].row].eval = replaced[i].quick;
}

void
hot_stop(void)
{
	if (!hot_runs())
		return;
	for (size_t i = 0; i < REPLACED; i++)
		Commands[replaced[i].row].eval = *replaced[i].slow;
	var_slow = NULL;
}

bool
hot_runs(void)
{
	return var_slow != NULL;
}

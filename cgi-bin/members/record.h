/* SPDX-License-Identifier: MIT */
/* A member's record page (RULE MEM-5): one head with figures and tabs for all that the shop knows of a member. members/ knows
 * neither orders nor points: whichever feature has something to show of a member adds a part, said once at start:
 *
 *	__attribute__((constructor)) static void
 *	member_part_start(void)
 *	{
 *		member_part_add(&points_part);
 *	}
 *
 * Pages only. */
#ifndef MEMBERS_RECORD_H
#define MEMBERS_RECORD_H

#include "members/members.h"
#include "web/req.h"

/* A figure of the head: "Points 2,941, no debt". Texts are finished, in the reader's language. */
struct member_figure {
	const char *value; /* NULL: the part has no figure in the head */
	const char *note;  /* the small line below it; "" for none */
	const char *count; /* shown beside the tab's label: "11", "1,000+"; NULL for none */
	const char *path;  /* the rows it counts; NULL: the part's tab */
	bool urgent;       /* something of it is overdue */
};

/* A row of a panel on the overview: "260509-04873 · Confirmed, paid · 876.00". */
struct member_line {
	const char *label, *path; /* path NULL: plain text */
	const char *style;        /* glyph class of the state ("g ok"); "" for none */
	const char *state;        /* word of the state; "" */
	const char *text;         /* at the right: amount, date; "" */
	const char *note;         /* second line; "" */
};
#define MEMBER_LINES 5

struct member_part {
	const char *name;          /* "points": last segment of its path, name of the tab */
	int order;                 /* of tabs and figures, ascending; the overview is 0, the history 1000 */
	const char *label;         /* language key of the tab */
	const char *path;          /* "/members/#/points"; NULL: the part has no tab */
	const struct right *right; /* who sees it */
	/* Figure and count; from the member's row wherever it can be, one bounded statement at the most. NULL: none. */
	enum rc (*figure)(struct req *req, const struct member *member, struct member_figure *figure);
	/* The newest rows for the overview, at most MEMBER_LINES, one statement, and none where the member's row tells that
	 * there is nothing; NULL: no panel. */
	enum rc (*panel)(
	    struct req *req, const struct member *member, struct member_line *lines, size_t *count);
	/* RULE MEM-4: is the text, as typed, something of this part's that proves who calls (an order's number)? NULL: never. */
	enum rc (*prove)(struct ctx *ctx, const struct member *member, const char *text, bool *proved);
	/* The member behind a number of this part's (an order's); RC_NOT_FOUND. NULL: it has no numbers. */
	enum rc (*find)(struct ctx *ctx, const char *text, int64_t *member_id);
	/* A button in the head: "Open complaint" leads to "/complaints/new?member=#". NULL: none. */
	const char *action; /* language key */
	const char *action_path;
	const struct right *action_right;
};
void member_part_add(const struct member_part *part);
/* member_part_at(): the parts in their order; NULL behind the last. */
const struct member_part *member_part_at(size_t at);

/* member_bulk_add(): what another feature does with many members of the list at once, said at start like a part. */
struct list_bulk;
void member_bulk_add(const struct list_bulk *action);

/* member_head(): what every page of the record begins with: reads the member into `member` (RC_NOT_FOUND), and sets title,
 * crumbs, tier, state, identity, figures, tabs with `tab` the present one ("" for the overview), and the panels of the other
 * parts. The name is masked until the identity was checked in this session (member_known), contact data until it is shown
 * with a reason (RULE MEM-4). A page of the record:
 *
 *	include! lib/ui.cs   include! lib/list.cs (for a list)   include! members/record.cs
 *	def:content()  call:member_head()  div.cols: div: … the page …  call:member_side()  /div  /def
 *
 * A list stands there as call:list_tools() call:list_heads() … call:list_bottom(). */
enum rc member_head(struct req *req, int64_t id, const char *tab, struct member *member) MUST_CHECK;
/* member_tier_text(): the tier's name in the reader's language; "" for one that the band does not have. */
const char *member_tier_text(struct req *req, int64_t tier);
/* member_found_show(): one more row of Found, members to choose from: path (`path` and the id), no, name and phone masked, tier, tn.
 * Returns it for what a page adds. */
struct node;
struct node *member_found_show(struct req *req, const struct member *member, const char *path);

/* member_by_part(): the member behind a number that one of the parts knows and the reader may see: an order's. RC_NOT_FOUND. */
enum rc member_by_part(struct req *req, const char *text, int64_t *id) MUST_CHECK;

/* member_tiers_provide(), member_provinces_provide(): the tiers in force, all provinces, as values of a list's filter (web/list.h). */
struct list_choice;
size_t member_tiers_provide(struct req *req, struct list_choice *choices, size_t most);
size_t member_provinces_provide(struct req *req, struct list_choice *choices, size_t most);

extern const struct right RIGHT_MEMBER_SEE, RIGHT_MEMBER_EDIT;

#endif

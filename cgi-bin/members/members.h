/* SPDX-License-Identifier: MIT */
/* Members (domain.md §3): who they are and how to reach them. Owns: member, region, member_merge_row.
 * What follows from their orders (total, tier, points) is kept by loyalty/, which listens to orders: that way orders may show
 * a member and no circle arises. */
#ifndef MEMBERS_MEMBERS_H
#define MEMBERS_MEMBERS_H

#include "base/record.h"
#include "db/batch.h"
#include "db/ctx.h"
#include "db/event.h"

enum member_state { MEMBER_ACTIVE = 1, MEMBER_MERGED = 2, MEMBER_ERASED = 3 }; /* the numbers are stored */
enum member_consent { CONSENT_SMS = 1, CONSENT_MAIL = 2, CONSENT_CALLS = 4 };
#define CONSENT_ALL (CONSENT_SMS | CONSENT_MAIL | CONSENT_CALLS)

struct member {
	int64_t id;
	const char *member_no, *name, *phone, *phone_last4, *email;
	int64_t province_id, city_id, district_id;
	const char *address;
	int64_t since_at, spent_fen, tier, orders, last_order_at;
	int64_t state;       /* enum member_state */
	int64_t merged_into; /* MEMBER_MERGED: id of the member it went into */
	int64_t consent;     /* bits of enum member_consent */
	int64_t points;      /* RULE MEM-3: balance; below zero it is the debt. Kept by points/ */
	int64_t complaints, open_complaints; /* kept by complaints/ */
	int64_t follow_at, contact_at;       /* RULE MEM-7: these are kept by followups/ */
	int64_t follow_state;                /* enum follow_state of followups/rules.h */
	bool follow_fixed;                   /* follow_at was agreed with the customer */
	int64_t version;
};
extern const struct record member_record;

enum rc member_get(struct ctx *ctx, int64_t id, struct member *member) MUST_CHECK;
/* member_find_no(): id by number; RC_NOT_FOUND. member_ids(): many at once, 0 where there is none; of
 * a member that went into another the survivor's, so that what comes in for it goes there. */
enum rc member_find_no(struct ctx *ctx, const char *member_no, int64_t *id) MUST_CHECK;
enum rc member_ids(struct ctx *ctx, const char *const *numbers, size_t count, int64_t *ids) MUST_CHECK;

/* member_find_last4(): members whose phone ends in these four digits (RULE MEM-4), at most `most`, by id. member_some(): those
 * of the given ids that are there, in no order. */
struct rows;
enum rc member_find_last4(struct ctx *ctx, const char *last4, int64_t most, struct rows *members) MUST_CHECK;
/* member_find_contact(): members by what a caller says of himself: the last four digits, the whole phone however it is written, or
 * the e-mail; at most `most`, by id; none for any other text. */
enum rc member_find_contact(struct ctx *ctx, const char *text, int64_t most, struct rows *members) MUST_CHECK;
enum rc member_some(struct ctx *ctx, const int64_t *ids, size_t count, struct rows *members) MUST_CHECK;

/* region_id(): the id of a province (parent 0), city or district by its name, made when missing; kept per process.
 * "" is 0. region_find(): the same without making it, RC_NOT_FOUND. region_name(): "" for 0. */
enum rc region_find(struct ctx *ctx, int64_t parent_id, const char *name, int64_t *id) MUST_CHECK;
enum rc region_id(struct ctx *ctx, int64_t parent_id, const char *name, int64_t *id) MUST_CHECK;
enum rc region_name(struct ctx *ctx, int64_t id, const char **name) MUST_CHECK;

/* region_parent(): the id of what it lies in, 0 for a province; RC_NOT_FOUND. */
enum rc region_parent(struct ctx *ctx, int64_t id, int64_t *parent_id) MUST_CHECK;

/* region_children(): provinces (parent 0), their cities …, at most 100, as struct region. */
struct region {
	int64_t id;
	const char *name;
};
enum rc region_children(struct ctx *ctx, int64_t parent_id, struct rows *regions) MUST_CHECK;

/* member_counts_follow(): the numbers of members per tier, province, consent and state follow changes of these: as many rows before
 * and after, told apart by nothing but these four values; NULL before: new members. Inside the transaction that changes them;
 * whoever changes a member's tier, region, consent or state calls it. */
enum rc member_counts_follow(
    struct ctx *ctx, const struct member *before, const struct member *after, size_t count) MUST_CHECK;
/* member_counts_become(): the same for one whose consent and state become these. */
enum rc member_counts_become(
    struct ctx *ctx, const struct member *before, int64_t consent, int64_t state) MUST_CHECK;

/* member_import(): at most BATCH_MOST, matched by member_no; given: number, name, phone, email, regions, address, since_at.
 * Inside the caller's transaction. */
enum rc member_import(
    struct ctx *ctx, const struct member *rows, size_t count, struct verdict *verdicts) MUST_CHECK;

/* RULE MEM-4: what the actor's session knows of who is on the line. */
struct member_identity {
	bool known;        /* identity was checked in this session, and that is in force */
	bool revealed;     /* contact data is shown whole; what is shown was recorded with its reason */
	const char *means; /* by what: "phone", "email" or the name of a part of the record ("orders"); "" */
	int64_t checked_at, open_until; /* 0: not known */
	int64_t locked_until; /* too many wrong answers: nothing is checked until then; 0: not locked */
};
enum rc member_known(struct ctx *ctx, int64_t member_id, struct member_identity *identity) MUST_CHECK;
/* member_ask_identity(): RC_REFUSED with the reason unless it is known: before anything personal, points or orders of a member
 * are changed at a caller's wish. The portal itself (jobs, command line) may. */
enum rc member_ask_identity(struct ctx *ctx, int64_t member_id) MUST_CHECK;

/* What happens to members, told inside the transaction that does it. Listeners keep no pointers. */
extern const struct event MEMBER_CHANGED; /* phone or consent changed; items: int64_t[], ids */
extern const struct event
    MEMBER_WAS_RENAMED; /* name or phone changed: copies follow; items: int64_t[], ids */
extern const struct event
    MEMBER_WAS_ERASED; /* RULE SEC-4: copies of personal data are replaced; items: int64_t[], ids */
/* A duplicate goes into another member: each listener moves what is its own and notes what it moved; when it is taken back, each
 * puts back exactly what it noted, or refuses with the reason. */
struct member_merge {
	int64_t merge_id;
	int64_t from, to; /* ids */
};
extern const struct event MEMBER_WAS_MERGED, MEMBER_WAS_UNMERGED; /* items: struct member_merge[], one */
/* member_merge_note(): rows that moved: `kind` is the listener's own word, `value` whatever it needs to put it back (at most one row
 * for each id). member_merge_noted(): all of a kind by id. */
struct member_moved {
	int64_t record_id, value;
};
enum rc member_merge_note(struct ctx *ctx, int64_t merge_id, const char *kind,
    const struct member_moved *rows, size_t count) MUST_CHECK;
enum rc member_merge_noted(struct ctx *ctx, int64_t merge_id, const char *kind, struct rows *rows) MUST_CHECK;

/* member_erased(): of these ids those of members whose data was erased, to the front of `ids`; *found: how many. */
enum rc member_erased(struct ctx *ctx, int64_t *ids, size_t count, size_t *found) MUST_CHECK;

/* All of these inside the caller's transaction. member_lock(): FOR UPDATE; RC_NOT_FOUND. member_consent_drop(): the customer wants
 * no more of these (bits of enum member_consent): counts at once everywhere (CAM-6); recorded with the reason; nothing happens
 * where none was given. member_erase(): RULE SEC-4: name, contact data, street and district of a locked member are replaced, the
 * state is MEMBER_ERASED, MEMBER_WAS_ERASED is sent; number, province, city, orders and ledger stay. member_merge(): a locked
 * duplicate goes into a locked survivor, MEMBER_WAS_MERGED is sent; what either wants no more of, the survivor wants no more of.
 * member_unmerge(): RC_REFUSED where what has happened since forbids it. */
enum rc member_lock(struct ctx *ctx, int64_t id, struct member *member) MUST_CHECK;
enum rc member_consent_drop(struct ctx *ctx, int64_t id, int64_t consent, const char *reason) MUST_CHECK;
enum rc member_erase(struct ctx *ctx, const struct member *member) MUST_CHECK;
enum rc member_merge(
    struct ctx *ctx, int64_t merge_id, const struct member *from, const struct member *to) MUST_CHECK;
enum rc member_unmerge(
    struct ctx *ctx, int64_t merge_id, const struct member *from, const struct member *to) MUST_CHECK;

/* phone_normal(): a phone as it is stored, however it was typed: digits alone, full-width ones made narrow, without blanks, dashes
 * and China's 86; another country's number keeps its plus. "" for nothing, NULL for what is no phone. Pure. */
const char *phone_normal(struct arena *arena, const char *typed);

/* RULE MEM-4: how contact data shows until identity was checked. Pure. "138****5678", "张*", "l***@163.com". */
const char *mask_phone(struct arena *arena, const char *phone);
const char *mask_name(struct arena *arena, const char *name);
const char *mask_email(struct arena *arena, const char *email);

#endif

/* SPDX-License-Identifier: MIT */
/* `houtaictl points verify`: proves that every member's balance is the sum of the ledger, entry by entry; `points totals`: sums
 * by kind. Repairs nothing: each difference is named. */
#include "points/pages.h"
#include "web/lang.h"

#include <inttypes.h>
#include <stdio.h>

#define RANGE 20000 /* ids looked at by one statement */
#define NAMED_MOST 100

SQL(points_last_member_sql, "SELECT COALESCE(MAX(id), 0) FROM member", .samples = NULL);
SQL(points_proof_sql,
    "SELECT m.id, m.points AS balance, m.points_no AS last_no, m.points_gained AS gained, "
    "COALESCE(e.entry_no, 0) AS entry_no, COALESCE(e.points, 0) AS points, COALESCE(e.balance, 0) AS "
    "entry_balance, COALESCE(e.gained, 0) AS entry_gained FROM member m LEFT JOIN points_entry e "
    "ON e.member_id = m.id WHERE m.id > ? AND m.id <= ? ORDER BY m.id, e.entry_no",
    .samples = "SELECT 0, 100 UNION ALL SELECT 0, 0",
    .why = "the proof reads every entry, by ranges of members");
SQL(points_orphans_sql,
    "SELECT COUNT(*) FROM points_entry e LEFT JOIN member m ON m.id = e.member_id WHERE m.id IS NULL",
    .samples = NULL, .why = "the proof reads every entry");
SQL(points_totals_sql,
    "SELECT kind, COUNT(*) AS entries, CAST(SUM(points) AS SIGNED) AS points FROM points_entry "
    "GROUP BY kind ORDER BY kind",
    .samples = NULL, .why = "sums every entry: asked by hand on the command line");

struct proof_row {
	int64_t id, balance, last_no, gained, entry_no, points, entry_balance, entry_gained;
};
static const struct field proof_fields[] = { FIELD(proof_row, ID, id), FIELD(proof_row, INT, balance),
	FIELD(proof_row, INT, last_no), FIELD(proof_row, INT, gained), FIELD(proof_row, INT, entry_no),
	FIELD(proof_row, INT, points), FIELD(proof_row, INT, entry_balance),
	FIELD(proof_row, INT, entry_gained) };
static const struct record proof_record = RECORD(proof_row, proof_fields);

/* One pass over the ledger: the member at hand and what its entries made so far. */
struct proof {
	int64_t id, balance, last_no, gained;
	int64_t seen_no, sum, seen_gained;
	int64_t members, entries, wrong;
	bool broken; /* this member is named already */
};

static void
name_it(struct proof *proof, const char *what, int64_t is, int64_t ought)
{
	if (!proof->broken && proof->wrong++ < NAMED_MOST)
		printf("member %" PRId64 ": %s is %" PRId64 ", ought to be %" PRId64 "\n", proof->id, what,
		    is, ought);
	proof->broken = true;
}

static void
member_close(struct proof *proof)
{
	if (proof->id == 0)
		return;
	if (proof->seen_no != proof->last_no)
		name_it(proof, "number of the last entry", proof->last_no, proof->seen_no);
	if (proof->sum != proof->balance)
		name_it(proof, "balance", proof->balance, proof->sum);
	if (proof->seen_gained != proof->gained)
		name_it(proof, "sum gained", proof->gained, proof->seen_gained);
}

static enum rc
proof_each(void *self, const void *values)
{
	const struct proof_row *row = values;
	struct proof *proof = self;

	if (row->id != proof->id) {
		member_close(proof);
		proof->id = row->id;
		proof->balance = row->balance;
		proof->last_no = row->last_no;
		proof->gained = row->gained;
		proof->seen_no = proof->sum = proof->seen_gained = 0;
		proof->broken = false;
		proof->members++;
	}
	if (row->entry_no == 0)
		return RC_OK;
	proof->entries++;
	if (row->entry_no != proof->seen_no + 1)
		name_it(proof, "entry after the one before", row->entry_no, proof->seen_no + 1);
	proof->seen_no = row->entry_no;
	proof->sum += row->points;
	proof->seen_gained += row->points > 0 ? row->points : 0;
	if (row->entry_balance != proof->sum)
		name_it(proof, "balance after an entry", row->entry_balance, proof->sum);
	if (row->entry_gained != proof->seen_gained)
		name_it(proof, "sum gained after an entry", row->entry_gained, proof->seen_gained);
	return RC_OK;
}

static int
verify_command(struct ctx *ctx, int argc, char **argv)
{
	struct proof proof = { .id = 0 };
	int64_t last = 0, orphans = 0;
	enum rc rc;

	(void)argv;
	if (argc != 0) {
		fputs("usage: houtaictl points verify\n", stderr);
		return 2;
	}
	rc = db_int(ctx, &points_last_member_sql, &last, NO_ARGS);
	for (int64_t from = 0; from < last && rc == RC_OK; from += RANGE)
		rc = db_each(ctx, &points_proof_sql, &proof_record, proof_each, &proof,
		    ARGS(arg_int(from), arg_int(from + RANGE)));
	if (rc == RC_OK)
		rc = db_int(ctx, &points_orphans_sql, &orphans, NO_ARGS);
	if (rc != RC_OK) {
		fprintf(stderr, "points verify: %s\n", rc_name(rc));
		return 1;
	}
	member_close(&proof);
	if (orphans != 0)
		printf("%" PRId64 " entries belong to no member\n", orphans);
	if (proof.wrong > NAMED_MOST)
		printf("… and %" PRId64 " more\n", proof.wrong - NAMED_MOST);
	printf("%" PRId64 " members, %" PRId64 " entries: %s\n", proof.members, proof.entries,
	    proof.wrong == 0 && orphans == 0 ? "every balance is the sum of its ledger" : "DIFFERS");
	return proof.wrong == 0 && orphans == 0 ? 0 : 1;
}

struct total {
	int64_t kind, entries, points;
};
static const struct field total_fields[] = { FIELD(total, INT, kind), FIELD(total, INT, entries),
	FIELD(total, INT, points) };
static const struct record total_record = RECORD(total, total_fields);

static int
totals_command(struct ctx *ctx, int argc, char **argv)
{
	const struct total *total;
	struct rows found;
	int64_t entries = 0, points = 0;
	enum rc rc;

	(void)argv;
	if (argc != 0) {
		fputs("usage: houtaictl points totals\n", stderr);
		return 2;
	}
	rc = db_rows(ctx, &points_totals_sql, &total_record, &found, NO_ARGS);
	if (rc != RC_OK) {
		fprintf(stderr, "points totals: %s\n", rc_name(rc));
		return 1;
	}
	total = found.items;
	for (size_t i = 0; i < found.count; i++) {
		printf("%-10s %10" PRId64 " entries %14" PRId64 " points\n",
		    lang_of(LANG_EN, arena_printf(ctx->arena, "points.kind.%" PRId64, total[i].kind)),
		    total[i].entries, total[i].points);
		entries += total[i].entries;
		points += total[i].points;
	}
	printf("%-10s %10" PRId64 " entries %14" PRId64 " points\n", "all", entries, points);
	return 0;
}

const struct command points_commands[] = {
	{ "points verify", "",
	    "Prove that every member's points are the sum of the ledger; exit 1 and names if not",
	    verify_command },
	{ "points totals", "", "Sum the points ledger by kind", totals_command },
	{ 0 },
};

/* SPDX-License-Identifier: MIT */
/* `houtaictl complaints escalations --summary`: how many complaints, customers and products there are that the rules speak of, counted
 * from the complaints themselves, beside what fired (RULE CMP-9). Repairs nothing: what holds and did not fire is a defect and is named.
 * What fired stays, though its complaints are corrected, moved or merged later, or the figures change: that is told, and no defect. */
#include "escalations/commands.h"
#include "escalations/evaluate.h"

#include <inttypes.h>
#include <string.h>

#define WHY "counts every complaint: asked by hand on the command line"
SQL(summary_complaints_sql, "SELECT COUNT(*) FROM complaint", .why = WHY);
/* A customer's next complaint about the same department is within the window of the one before, or none is. */
#define AGAIN_NOW                                                                                            \
	"FROM (SELECT DISTINCT member_id, department FROM (SELECT member_id, department, opened_at - "       \
	"LAG(opened_at) OVER (PARTITION BY member_id, department ORDER BY opened_at, id) AS gap FROM "       \
	"complaint WHERE member_id <> 0) g WHERE gap <= ?) n"
SQL(summary_again_sql, "SELECT COUNT(DISTINCT member_id) " AGAIN_NOW,
    .samples = "SELECT 7776000 UNION ALL SELECT -1", .why = WHY);
SQL(summary_again_causes_sql, "SELECT COUNT(*) " AGAIN_NOW, .samples = "SELECT 7776000 UNION ALL SELECT -1",
    .why = WHY);
SQL(summary_again_held_sql,
    "SELECT COUNT(*) " AGAIN_NOW
    " JOIN escalation e ON e.cause = CONCAT('a:m', n.member_id, ':d', n.department)",
    .samples = "SELECT 7776000 UNION ALL SELECT -1", .why = WHY);
/* The largest number of different customers in any window that ends with a report, per product. */
#define MOST_CUSTOMERS                                                                                       \
	"SELECT a.product_id, MAX((SELECT COUNT(DISTINCT b.member_id) FROM complaint_product b "             \
	"WHERE b.product_id = a.product_id AND b.quality = 1 AND b.member_id <> 0 "                          \
	"AND b.opened_at <= a.opened_at AND b.opened_at >= a.opened_at - ?)) AS customers "                  \
	"FROM complaint_product a WHERE a.quality = 1 AND a.member_id <> 0 GROUP BY a.product_id"
SQL(summary_quality_sql, "SELECT COUNT(*) FROM (" MOST_CUSTOMERS ") p WHERE customers > ?",
    .samples = "SELECT 7776000, 3 UNION ALL SELECT 0, 0", .why = WHY);
SQL(summary_quality_held_sql,
    "SELECT COUNT(*) FROM (" MOST_CUSTOMERS
    ") p JOIN escalation e ON e.cause = CONCAT('e:p', p.product_id) WHERE customers > ?",
    .samples = "SELECT 7776000, 3 UNION ALL SELECT 0, 0", .why = WHY);
SQL(summary_exact_sql, "SELECT COUNT(*) FROM (" MOST_CUSTOMERS ") p WHERE customers = ?",
    .samples = "SELECT 7776000, 3 UNION ALL SELECT 0, 0", .why = WHY);
/* Whenever they came: what windows leave out shows beside what they hold. */
SQL(summary_again_ever_sql,
    "SELECT COUNT(DISTINCT member_id) FROM (SELECT member_id FROM complaint WHERE member_id <> 0 "
    "GROUP BY member_id, department HAVING COUNT(*) > 1) g",
    .why = WHY);
#define EVER_CUSTOMERS                                                                                       \
	"SELECT COUNT(*) FROM (SELECT COUNT(DISTINCT member_id) AS customers FROM complaint_product WHERE "  \
	"quality = 1 AND member_id <> 0 GROUP BY product_id) p WHERE customers "
SQL(summary_quality_ever_sql, EVER_CUSTOMERS "> ?", .samples = "SELECT 3 UNION ALL SELECT 0", .why = WHY);
SQL(summary_exact_ever_sql, EVER_CUSTOMERS "= ?", .samples = "SELECT 3 UNION ALL SELECT 0", .why = WHY);
SQL(summary_fired_sql,
    "SELECT rule, COUNT(*) AS causes, CAST(SUM(records) AS SIGNED) AS records FROM escalation GROUP BY rule "
    "ORDER BY rule",
    .why = "counts every escalation: asked by hand on the command line");
#define AGAIN_FIRED "FROM escalation WHERE rule = 1 AND cause LIKE 'a:m%:d%'"
SQL(summary_again_fired_sql, "SELECT COUNT(DISTINCT SUBSTRING_INDEX(cause, ':d', 1)) " AGAIN_FIRED,
    .why = "counts every escalation: asked by hand on the command line");
SQL(summary_again_fired_causes_sql, "SELECT COUNT(*) " AGAIN_FIRED,
    .why = "counts every escalation: asked by hand on the command line");
/* Neither rule is ever true of a single complaint, whatever its figures are. */
SQL(summary_alone_sql, "SELECT COUNT(*) FROM escalation WHERE rule IN (1, 5) AND records < 2",
    .why = "counts every escalation: asked by hand on the command line");

struct fired_row {
	int64_t rule, causes, records;
};
static const struct field fired_fields[] = { FIELD(fired_row, INT, rule), FIELD(fired_row, INT, causes),
	FIELD(fired_row, INT, records) };
static const struct record fired_record = RECORD(fired_row, fired_fields);

struct summary {
	struct escalation_limits limits;
	int64_t complaints, again, again_ever, again_fired, quality, quality_ever, exact, exact_ever;
	/* causes of (a) about departments and of (e): that hold by the complaints as they stand; that hold and fired; that fired; with
	 * one complaint behind them */
	int64_t again_causes, again_held, again_fired_causes, quality_held, alone;
	int64_t causes[ESCALATION_RULES + 1], records[ESCALATION_RULES + 1];
};

static enum rc
counts_read(struct ctx *ctx, struct summary *summary)
{
	const struct arg window = arg_int(summary->limits.window),
			 customers = arg_int(summary->limits.quality_customers);
	enum rc rc = db_int(ctx, &summary_complaints_sql, &summary->complaints, NO_ARGS);

	if (rc == RC_OK)
		rc = db_int(ctx, &summary_again_sql, &summary->again, ARGS(window));
	if (rc == RC_OK)
		rc = db_int(ctx, &summary_again_ever_sql, &summary->again_ever, NO_ARGS);
	if (rc == RC_OK)
		rc = db_int(ctx, &summary_again_fired_sql, &summary->again_fired, NO_ARGS);
	if (rc == RC_OK)
		rc = db_int(ctx, &summary_quality_sql, &summary->quality, ARGS(window, customers));
	if (rc == RC_OK)
		rc = db_int(ctx, &summary_quality_ever_sql, &summary->quality_ever, ARGS(customers));
	if (rc == RC_OK)
		rc = db_int(ctx, &summary_exact_sql, &summary->exact, ARGS(window, customers));
	if (rc == RC_OK)
		rc = db_int(ctx, &summary_exact_ever_sql, &summary->exact_ever, ARGS(customers));
	return rc;
}

static enum rc
causes_read(struct ctx *ctx, struct summary *summary)
{
	const struct arg window = arg_int(summary->limits.window),
			 customers = arg_int(summary->limits.quality_customers);
	enum rc rc = db_int(ctx, &summary_again_causes_sql, &summary->again_causes, ARGS(window));

	if (rc == RC_OK)
		rc = db_int(ctx, &summary_again_held_sql, &summary->again_held, ARGS(window));
	if (rc == RC_OK)
		rc = db_int(ctx, &summary_again_fired_causes_sql, &summary->again_fired_causes, NO_ARGS);
	if (rc == RC_OK)
		rc = db_int(ctx, &summary_quality_held_sql, &summary->quality_held, ARGS(window, customers));
	if (rc == RC_OK)
		rc = db_int(ctx, &summary_alone_sql, &summary->alone, NO_ARGS);
	return rc;
}

static enum rc
summary_read(struct ctx *ctx, struct summary *summary)
{
	struct rows fired = { NULL, 0 };
	const struct fired_row *row;
	enum rc rc = escalation_limits_get(ctx, &summary->limits);

	if (rc == RC_OK)
		rc = counts_read(ctx, summary);
	if (rc == RC_OK)
		rc = causes_read(ctx, summary);
	if (rc == RC_OK)
		rc = db_rows(ctx, &summary_fired_sql, &fired_record, &fired, NO_ARGS);
	row = fired.items;
	for (size_t i = 0; rc == RC_OK && i < fired.count; i++)
		if (row[i].rule >= 1 && row[i].rule <= ESCALATION_RULES) {
			summary->causes[row[i].rule] = row[i].causes;
			summary->records[row[i].rule] = row[i].records;
		}
	return rc;
}

/* Causes that hold and did not fire. */
static int64_t
summary_missing(const struct summary *summary)
{
	return summary->again_causes - summary->again_held + summary->quality - summary->quality_held;
}

/* Causes that fired and hold no more. */
static int64_t
summary_undone(const struct summary *summary)
{
	return summary->again_fired_causes - summary->again_held + summary->causes[ESCALATION_QUALITY] -
	       summary->quality_held;
}

static void
summary_print(const struct summary *summary)
{
	static const char *const rules[] = { "", "(a) same customer, same department or person",
		"(b) not received, shipped too long ago", "(c) fault of the site",
		"(d) more or other goods than ordered", "(e) quality fault of one product" };

	printf(
	    "within %" PRId64 " days of one another, of all times, fired\n", summary->limits.window / 86400);
	printf(
	    "complaints                                        %8s %8" PRId64 "\n", "", summary->complaints);
	printf("customers with two or more on one department      %8" PRId64 " %8" PRId64 " %8" PRId64 "\n",
	    summary->again, summary->again_ever, summary->again_fired);
	printf("products with more than %" PRId64 " customers              %8" PRId64 " %8" PRId64
	       " %8" PRId64 "\n",
	    summary->limits.quality_customers, summary->quality, summary->quality_ever,
	    summary->causes[ESCALATION_QUALITY]);
	printf("products with exactly %" PRId64 " customers                %8" PRId64 " %8" PRId64
	       "        -  so many do not fire\n",
	    summary->limits.quality_customers, summary->exact, summary->exact_ever);
	printf("causes that hold and did not fire                 %8" PRId64 "\n", summary_missing(summary));
	printf("causes that fired and hold no more                %8" PRId64
	       "  corrected, moved or merged since, or by another figure\n",
	    summary_undone(summary));
	printf("causes with a single complaint behind them        %8" PRId64 "\n", summary->alone);
	for (int rule = 1; rule <= ESCALATION_RULES; rule++)
		printf("%-48s  %8" PRId64 "  complaints behind %" PRId64 "\n", rules[rule],
		    summary->causes[rule], summary->records[rule]);
}

/* Exit 1 where something holds that did not fire, or fired that cannot have held. */
static int
escalations_command(struct ctx *ctx, int argc, char **argv)
{
	struct summary summary = { .complaints = 0 };
	enum rc rc;

	if (argc != 1 || strcmp(argv[0], "--summary") != 0) {
		fputs("usage: houtaictl complaints escalations --summary\n", stderr);
		return 2;
	}
	rc = summary_read(ctx, &summary);
	if (rc != RC_OK) {
		fprintf(stderr, "houtaictl: the escalations could not be read (%s)\n", rc_name(rc));
		return 2;
	}
	summary_print(&summary);
	return summary_missing(&summary) == 0 && summary.alone == 0 ? 0 : 1;
}

const struct command escalation_commands[] = {
	{ "complaints escalations", "--summary",
	    "customers and products that the rules of escalation speak of, beside what fired",
	    escalations_command },
	{ NULL, NULL, NULL, NULL },
};

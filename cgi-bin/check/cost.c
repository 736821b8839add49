/* SPDX-License-Identifier: MIT */
/* What statements cost: each is run with its sample parameters in a transaction that is rolled back, and the rows it read
 * are counted (architecture §4). Not EXPLAIN: a scan under LIMIT looks harmless there. */
#include "check/check.h"
#include "db/private.h"
#include "web/list.h"

#define READS_FREE 500
#define READS_PER_ROW 3
#define WORST_MOST 25

struct cost {
	const char *name;
	int64_t reads, rows, allowed;
	int sample;
	const char *why;
};

struct costs {
	struct ctx *ctx;
	struct cost worst[WORST_MOST];
	size_t worst_count;
	int64_t runs, faults, excused;
	int64_t base;    /* rows one counting reads; -1 until known */
	int64_t last;    /* rows read at the last counting */
	int64_t last_at; /* statements executed until then */
	bool print_all;
	const char *only;
};

/* Rows read by this session so far, by whatever way. */
static int64_t
reads_now(struct ctx *ctx)
{
	MYSQL *mysql = ctx->db->mysql;
	MYSQL_RES *result;
	MYSQL_ROW row;
	int64_t sum = 0;

	if (mysql_query(mysql, "SHOW SESSION STATUS LIKE 'Handler_read%'") != 0 ||
	    !(result = mysql_store_result(mysql)))
		return -1;
	while ((row = mysql_fetch_row(result)))
		if (strcmp(row[0], "Handler_read_retry") != 0)
			sum += strtoll(row[1], NULL, 10);
	mysql_free_result(result);
	return sum;
}

/* Rows read before the statement to be measured. Counting is dear (a status table is filled), so the figure of the run
 * before serves again where nothing was executed since; `base` is what one counting itself reads. */
static int64_t
reads_before(struct costs *costs)
{
	if (costs->base < 0) {
		costs->last = reads_now(costs->ctx);
		costs->base = reads_now(costs->ctx) - costs->last;
		costs->last += costs->base;
	} else if (costs->last_at != costs->ctx->db->executed) {
		costs->last = reads_now(costs->ctx);
	}
	return costs->last;
}

static void
cost_keep(struct costs *costs, const struct cost *cost)
{
	size_t i = costs->worst_count < WORST_MOST ? costs->worst_count++ : WORST_MOST;

	for (; i > 0 && costs->worst[i - 1].reads < cost->reads; i--)
		if (i < WORST_MOST)
			costs->worst[i] = costs->worst[i - 1];
	if (i < WORST_MOST)
		costs->worst[i] = *cost;
}

static int64_t
rows_count(MYSQL_STMT *stmt)
{
	int64_t rows = 0;

	if (stmt->field_count == 0)
		return (int64_t)mysql_stmt_affected_rows(stmt);
	while (mysql_stmt_fetch(stmt) == 0)
		rows++;
	return rows;
}

static enum rc
tx_text(struct ctx *ctx, const char *text)
{
	ctx->db->in_tx = ctx->db->tx_dead = false;
	return connection_run(ctx, text);
}

/* One statement with one row of values. */
static void
cost_measure(struct costs *costs, const struct sql *sql, const char *name, const struct arg *args,
    size_t count, int sample, const char *why)
{
	struct ctx *ctx = costs->ctx;
	struct cost cost = { .name = name, .sample = sample, .why = why };
	struct slot *slot;
	int64_t before;
	enum rc rc = tx_text(ctx, "START TRANSACTION");

	if (rc == RC_OK)
		rc = slot_get(ctx, sql, &slot);
	before = rc == RC_OK ? reads_before(costs) : 0;
	if (rc == RC_OK)
		rc = slot_execute(ctx, slot, args, count);
	if (rc == RC_OK && slot->stmt->field_count > 0)
		rc = fetch_start(ctx, slot, NULL);
	if (rc == RC_OK) {
		slot->reader.discard = true;
		cost.rows = rows_count(slot->stmt);
		if (slot->stmt->field_count > 0)
			rc = mysql_stmt_errno(slot->stmt) != 0 ? slot_fail(ctx, slot)
							       : fetch_end(ctx, slot, RC_OK);
	}
	if (rc == RC_OK) {
		costs->last = reads_now(ctx);
		costs->last_at = ctx->db->executed;
		cost.reads = costs->last - before - costs->base;
	} else {
		costs->last_at = -1;
	}
	if (rc == RC_INTERNAL && ctx->db->error == 1048)
		rc = RC_CONFLICT; /* MAX() of an empty table: no sample to be had */
	if (tx_text(ctx, "ROLLBACK") != RC_OK || (rc != RC_OK && rc != RC_CONFLICT)) {
		printf("FAULT %s, sample %d: %s\n", name, sample, rc_name(rc));
		costs->faults++;
		return;
	}
	costs->runs++;
	cost.allowed = READS_FREE + READS_PER_ROW * cost.rows;
	if (cost.reads > cost.allowed && !why) {
		printf("FAULT %s, sample %d: reads %lld for %lld rows\n", name, sample, (long long)cost.reads,
		    (long long)cost.rows);
		costs->faults++;
	} else if (cost.reads > cost.allowed) {
		costs->excused++;
	}
	if (costs->print_all)
		printf("%10lld %8lld  %s\n", (long long)cost.reads, (long long)cost.rows, name);
	cost_keep(costs, &cost);
}

/* Sample rows are read as text: MariaDB turns them into what a column wants, as it does for any value. */
static void
samples_run(struct costs *costs, const struct sql *sql, const char *name)
{
	struct ctx *ctx = costs->ctx;
	MYSQL_RES *result;
	MYSQL_ROW row;
	unsigned long *lengths;
	unsigned i, columns;
	struct arg *args;
	int sample = 0;

	if (!sql->samples) {
		cost_measure(costs, sql, name, NULL, 0, 0, sql->why);
		return;
	}
	if (mysql_query(ctx->db->mysql, sql->samples) != 0 ||
	    !(result = mysql_store_result(ctx->db->mysql))) {
		printf("FAULT %s: samples: %s\n", name, mysql_error(ctx->db->mysql));
		costs->faults++;
		return;
	}
	costs->last_at = -1;
	columns = mysql_num_fields(result);
	args = arena_array(ctx->arena, columns + 1, sizeof(*args));
	while ((row = mysql_fetch_row(result))) {
		lengths = mysql_fetch_lengths(result);
		for (i = 0; i < columns; i++) {
			args[i] = row[i] ? arg_bytes(row[i], lengths[i]) : arg_null();
			if (row[i] && (mysql_fetch_field_direct(result, i)->flags & NUM_FLAG))
				args[i] = arg_int(strtoll(row[i], NULL, 10));
			else if (row[i] && mysql_fetch_field_direct(result, i)->charsetnr != 63)
				args[i].type = ARG_TEXT;
		}
		cost_measure(costs, sql, name, args, columns, sample++, sql->why);
	}
	mysql_free_result(result);
}

/* A statement of a list, while the list is read. Its name outlives the reading. */
static enum rc
shape_measure(void *self, const struct list_shape *shape)
{
	struct costs *costs = self;
	const struct sql *sql = db_shape(costs->ctx, shape->text);
	int64_t faults = costs->faults;

	cost_measure(costs, sql, shape->what, shape->args, shape->arg_count, 0, shape->why);
	if (costs->faults > faults)
		printf("      %s\n", shape->text);
	return RC_OK;
}

static void
costs_print(const struct costs *costs)
{
	size_t i;

	printf("%10s %8s %10s  statement\n", "reads", "rows", "allowed");
	for (i = 0; i < costs->worst_count; i++)
		printf("%10lld %8lld %10lld  %s%s%s\n", (long long)costs->worst[i].reads,
		    (long long)costs->worst[i].rows, (long long)costs->worst[i].allowed, costs->worst[i].name,
		    costs->worst[i].why && costs->worst[i].reads > costs->worst[i].allowed ? "  because: "
											   : "",
		    costs->worst[i].why && costs->worst[i].reads > costs->worst[i].allowed
			? costs->worst[i].why
			: "");
	printf("%lld runs, %lld over the limit with a reason, %lld faults\n", (long long)costs->runs,
	    (long long)costs->excused, (long long)costs->faults);
}

int
check_sql(struct ctx *ctx, int argc, char **argv)
{
	struct costs costs = { .ctx = ctx, .base = -1, .last_at = -1 };
	const char *list = NULL;
	size_t i;

	setvbuf(stdout, NULL, _IOLBF, 0); /* a long run is followed, and may be broken off */
	for (; argc > 0; argc--, argv++) {
		if (strcmp(*argv, "--list") == 0)
			costs.print_all = true;
		else
			costs.only = *argv;
	}
	if (db_ready(ctx) != RC_OK) {
		fputs("houtaictl check-sql: no database\n", stderr);
		return 1;
	}
	for (i = 0; i < sql_count(); i++) {
		const struct sql *sql = sql_at(i);

		if (!costs.only || strstr(sql->name, costs.only))
			samples_run(&costs, sql, sql->name);
	}
	if (costs.only && strncmp(costs.only, "list:", 5) == 0)
		list = costs.only + 5;
	if ((!costs.only || list || strcmp(costs.only, "lists") == 0) &&
	    list_shapes(ctx, list, shape_measure, &costs) != RC_OK) {
		printf("FAULT lists could not be read\n");
		costs.faults++;
	}
	costs_print(&costs);
	return costs.faults ? 1 : 0;
}

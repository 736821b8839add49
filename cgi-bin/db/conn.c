/* SPDX-License-Identifier: MIT */
/* The connection to MariaDB: made when needed, dropped when unusable, and what its errors mean.
 * Not statements (statement.c) nor transactions (tx.c). */
#include "base/log.h"
#include "db/private.h"
#include <errmsg.h>

/* Isolation is READ COMMITTED: whatever is decided on is read FOR UPDATE or guarded by its version, and a locking read sees
 * the newest committed row. REPEATABLE READ with innodb_snapshot_isolation would be as safe, but answers 1020 to every
 * writer of a row changed since its snapshot, which the rows of count tables are all the time; without it, lost updates
 * would be silent. Fewer gap locks, fewer deadlocks, and nothing more is asked of Galera.
 *
 * Without index condition pushdown, LIMIT … ROWS EXAMINED counts each row once (with it up to three times, and lists, which
 * find full pages that way, would stop early), and Handler_read_* counts every row that was looked at. */
#define SESSION                                                                                                \
	"SET SESSION sql_mode = "                                                                              \
	"'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', " \
	"tx_isolation = 'READ-COMMITTED', time_zone = '+00:00', innodb_lock_wait_timeout = 5, "                \
	"lock_wait_timeout = 10, autocommit = 1, optimizer_switch = 'index_condition_pushdown=off', "          \
	"eq_range_index_dive_limit = 16, max_statement_time = %u"
#define CONNECT_SECONDS 2
#define READ_SECONDS 15

static char *
copy(const char *text)
{
	char *made = strdup(text ? text : "");

	if (!made)
		abort();
	return made;
}

struct db *
db_new(const struct db_config *config)
{
	struct db *db = calloc(1, sizeof(*db));

	if (!db)
		abort();
	db->socket = copy(config->socket);
	db->name = copy(config->name);
	db->user = copy(config->user);
	db->password = copy(config->password);
	db->read_seconds = config->read_seconds ? config->read_seconds : READ_SECONDS;
	return db;
}

void
db_free(struct db *db)
{
	if (!db)
		return;
	connection_close(db);
	slots_free(db);
	shapes_free(db);
	free(db->socket);
	free(db->name);
	free(db->user);
	free(db->password);
	free(db);
}

/* Numbers first, then the class of SQLSTATE: 21, 22, 23, 42 are faults of statement, value, constraint, name or grant. */
enum fate
error_fate(unsigned error, const char *state)
{
	switch (error) {
	case 1020: /* record has changed since last read */
	case 1180: /* error during commit */
	case 1205: /* lock wait timeout */
	case 1213: /* deadlock */
		return FATE_AGAIN;
	case 1047: /* Galera: not ready */
	case 1053: /* server shutdown in progress */
	case 1243: /* unknown prepared statement */
	case 1927: /* connection was killed */
		return FATE_LOST;
	case 1062:
		return FATE_CONFLICT;
	default:
		break;
	}
	/* The library's own: 2002, 2006, 2013, 2014, 2027, 2057, …: nobody knows what is still under way. */
	if (error >= CR_MIN_ERROR && error <= CR_MAX_ERROR)
		return FATE_LOST;
	if (state && (state[0] == '2' || state[0] == '4') && strchr("123", state[1]) && state[1] &&
	    strcmp(state, "40001") != 0)
		return FATE_DEFECT;
	return FATE_DOWN;
}

enum rc
connection_fail(struct ctx *ctx, unsigned error, const char *state, const char *message, const char *what)
{
	static const char *const events[] = { "db.again", "db.lost", "db.conflict", "db.defect", "db.down" };
	struct db *db = ctx->db;

	/* As with our own allocations (base/memory.c): to go on would show less than there is. Whatever was begun is rolled back.
	 * Where the library forgets to set the number, it is 0. */
	if (error == CR_OUT_OF_MEMORY || error == 0) {
		log_line(LOG_ERROR, "db.memory", "statement", what, NULL);
		abort();
	}
	db->error = error;
	db->fate = error_fate(error, state);
	if (db->fate == FATE_CONFLICT)
		return RC_CONFLICT; /* expected by whoever inserts; its message would quote the value */
	/* The message of a defect of class 22 quotes values, which do not belong into a log. */
	log_line(db->fate == FATE_DEFECT || db->fate == FATE_DOWN ? LOG_ERROR : LOG_WARN, events[db->fate],
	    "statement", what, "error", log_count(error), "state", state ? state : "", "message",
	    state && state[0] == '2' ? "" : message, NULL);
	if (db->fate == FATE_LOST)
		connection_close(db);
	if (db->in_tx) {
		db->tx_dead = true;
		if (db->fate == FATE_AGAIN || db->fate == FATE_LOST)
			ctx->tx_retry = true;
	}
	return db->fate == FATE_DEFECT ? RC_INTERNAL : RC_DB;
}

void
connection_close(struct db *db)
{
	if (db->mysql)
		mysql_close(db->mysql); /* first: then closing the statements sends nothing */
	db->mysql = NULL;
	db->manual = false;
	db->sent_count = 0;
	slots_close(db);
}

enum rc
connection_open(struct ctx *ctx)
{
	struct db *db = ctx->db;
	unsigned connect_seconds = CONNECT_SECONDS, protocol = MYSQL_PROTOCOL_SOCKET, local = 0;
	char session[sizeof(SESSION) + 10];
	MYSQL *mysql;
	enum rc rc;

	if (db->mysql)
		return RC_OK;
	/* A page's statement ends in the server before we stop waiting for it; jobs and migrations take their time. */
	snprintf(session, sizeof(session), SESSION, db->read_seconds <= 60 ? db->read_seconds - 1 : 0);
	mysql = mysql_init(NULL);
	if (!mysql)
		abort();
	mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_seconds);
	mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &db->read_seconds);
	mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &db->read_seconds);
	mysql_options(mysql, MYSQL_OPT_PROTOCOL, &protocol);
	mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &local);
	mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(mysql, MYSQL_INIT_COMMAND, session);
	if (mysql_real_connect(mysql, NULL, db->user, db->password, db->name, 0, db->socket, 0)) {
		db->mysql = mysql;
		return RC_OK;
	}
	rc = connection_fail(ctx, mysql_errno(mysql), mysql_sqlstate(mysql), mysql_error(mysql), "connect");
	mysql_close(mysql);
	db->fate = FATE_DOWN;                  /* nobody is to try at once again */
	return rc == RC_INTERNAL ? RC_DB : rc; /* a wrong user or database is not a defect of a statement */
}

enum rc
db_ready(struct ctx *ctx)
{
	enum rc rc;

	if (ctx->db->in_tx)
		return ctx->db->tx_dead ? RC_DB : RC_OK;
	rc = connection_open(ctx);
	if (rc == RC_OK && mysql_ping(ctx->db->mysql) != 0) {
		rc = connection_fail(ctx, mysql_errno(ctx->db->mysql), mysql_sqlstate(ctx->db->mysql),
		    mysql_error(ctx->db->mysql), "ping");
		if (rc == RC_DB && !ctx->db->mysql)
			rc = connection_open(ctx);
	}
	return rc;
}

enum rc
connection_run(struct ctx *ctx, const char *text)
{
	struct db *db = ctx->db;
	enum rc rc = connection_open(ctx);

	if (rc == RC_OK)
		rc = pipe_wait(ctx);
	if (rc != RC_OK)
		return rc;
	if (mysql_real_query(db->mysql, text, strlen(text)) != 0)
		return connection_fail(
		    ctx, mysql_errno(db->mysql), mysql_sqlstate(db->mysql), mysql_error(db->mysql), text);
	return RC_OK;
}

int64_t
db_changed(const struct ctx *ctx)
{
	return ctx->db->changed;
}

int64_t
db_insert_id(const struct ctx *ctx)
{
	return ctx->db->insert_id;
}

int64_t
db_prepared(const struct ctx *ctx)
{
	return ctx->db->prepared;
}

/* SPDX-License-Identifier: MIT */
/* LD_PRELOAD for fault runs: one call to MariaDB fails, as it really would. Counting begins when the program asks for the
 * variable REQUEST_URI, and these variables are read again then (failalloc.c says why). Not a mock: statements run on the real
 * server, and a lost connection is a connection that was shut down.
 *
 *	DBERROR_AT=N       the N-th call behind the marker: prepare, execute, send (executed, its answer read later), fetch,
 *	                   query or COMMIT (0 or unset: none)
 *	DBERROR_CODE=E     1205, 1213 (the server's transaction is rolled back first), 1047 (refused), 2013 (connection cut),
 *	                   9: the process kills itself there, as kill -9 would (fetches not counted: it may as well die behind)
 *	DBERROR_FROM=TEXT  counting begins where a statement that begins with TEXT is prepared: for jobs, which serve no request
 *	DBERROR_AFTER=1    2013 at COMMIT: cut after the server has committed, so that the outcome is unknown
 *	DBERROR_LOG=PATH   a line for each call: its name and a number that stands for the statement and the calls that led there, so
 *	                   that a run may try each such place once; "failed NAME …" for the one that did
 *
 * Built by:  cc -shared -fPIC -I/usr/include/mariadb -o dberror.so tests/fault/dberror.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <mysql.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define STATEMENTS 1024 /* the newest that are known */
#define PLACE_FRAMES 14 /* as in failalloc.c */

extern char **environ;

static struct {
	int (*stmt_prepare)(MYSQL_STMT *, const char *, unsigned long);
	int (*stmt_execute)(MYSQL_STMT *);
	int (*stmt_fetch)(MYSQL_STMT *);
	my_bool (*stmt_free_result)(MYSQL_STMT *);
	int (*real_query)(MYSQL *, const char *, unsigned long);
	my_bool (*commit)(MYSQL *);
	MYSQL *(*real_connect)(MYSQL *, const char *, const char *, const char *, const char *, unsigned,
	    const char *, unsigned long);
} next;

/* Statements sent ahead go through the library's table of methods. */
static const struct st_mariadb_methods *methods_real;
static struct st_mariadb_methods methods;
static bool within;              /* mysql_stmt_execute, which is counted itself */
static const MYSQL_STMT *blamed; /* its answer is still to be read */

/* What each statement says, as a number. */
static struct {
	const MYSQL_STMT *stmt;
	unsigned long text;
} prepared[STATEMENTS];
static size_t prepared_count;

static bool counting, after;
static const char *from;
static long at, count;
static unsigned code;
static int log_file = -1;

static const char *
variable(const char *name)
{
	size_t length = strlen(name);

	for (char **one = environ; one && *one; one++)
		if (!strncmp(*one, name, length) && (*one)[length] == '=')
			return *one + length + 1;
	return NULL;
}

static void
find(void *pointer, const char *name)
{
	void *symbol = dlsym(RTLD_NEXT, name);

	if (!symbol)
		abort();
	memcpy(pointer, &symbol, sizeof(symbol));
}

static void
settings_read(void)
{
	const char *text;

	at = (text = variable("DBERROR_AT")) ? strtol(text, NULL, 10) : 0;
	code = (text = variable("DBERROR_CODE")) ? (unsigned)strtoul(text, NULL, 10) : 0;
	after = variable("DBERROR_AFTER") != NULL;
	from = variable("DBERROR_FROM");
	if (log_file >= 0)
		close(log_file);
	text = variable("DBERROR_LOG");
	log_file = text ? open(text, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
}

__attribute__((constructor)) static void
start(void)
{
	void *frames[2];

	find(&next.stmt_prepare, "mysql_stmt_prepare");
	find(&next.stmt_execute, "mysql_stmt_execute");
	find(&next.stmt_fetch, "mysql_stmt_fetch");
	find(&next.stmt_free_result, "mysql_stmt_free_result");
	find(&next.real_query, "mysql_real_query");
	find(&next.commit, "mysql_commit");
	find(&next.real_connect, "mysql_real_connect");
	settings_read();
	backtrace(frames, 2); /* loads what it needs now */
}

char *
getenv(const char *name)
{
	if (!strcmp(name, "REQUEST_URI")) {
		settings_read();
		counting = true;
		count = 0;
	}
	return (char *)(uintptr_t)variable(name);
}

static unsigned long
mixed(unsigned long hash, unsigned long value)
{
	return (hash ^ value) * 1099511628211UL;
}

static void
statement_note(const MYSQL_STMT *stmt, const char *text, unsigned long length)
{
	unsigned long hash = 1469598103934665603UL;

	for (unsigned long i = 0; i < length; i++)
		hash = mixed(hash, (unsigned char)text[i]);
	prepared[prepared_count % STATEMENTS].stmt = stmt;
	prepared[prepared_count++ % STATEMENTS].text = hash;
}

/* The statement and the calls that led here as one number, the same in each run: offsets in their library, for addresses are
 * random. */
static unsigned long
place(const MYSQL_STMT *stmt)
{
	void *frames[PLACE_FRAMES];
	int depth = backtrace(frames, PLACE_FRAMES);
	unsigned long hash = 1469598103934665603UL;
	size_t oldest = prepared_count > STATEMENTS ? prepared_count - STATEMENTS : 0;

	for (size_t i = prepared_count; i > oldest; i--)
		if (prepared[(i - 1) % STATEMENTS].stmt == stmt) {
			hash = mixed(hash, prepared[(i - 1) % STATEMENTS].text);
			break;
		}
	for (int i = 2; i < depth; i++) {
		Dl_info info;
		unsigned long offset = (unsigned long)frames[i];

		if (dladdr(frames[i], &info) != 0)
			offset -= (unsigned long)info.dli_fbase;
		hash = mixed(hash, offset);
	}
	return hash;
}

/* Is it this call's turn? `stmt` NULL: it is no statement's. */
static bool
fails(const char *name, const MYSQL_STMT *stmt)
{
	char line[96];
	bool turn;
	int length;

	if (!counting)
		return false;
	turn = at > 0 && ++count == at;
	if (log_file >= 0) {
		length = snprintf(line, sizeof(line), "%s%s %lx\n", turn ? "failed " : "", name, place(stmt));
		if (write(log_file, line, (size_t)length) < 0)
			abort();
	}
	if (turn && code == SIGKILL)
		kill(getpid(), SIGKILL);
	return turn;
}

static const char *
state(void)
{
	return code == 1213 ? "40001" : code == 1047 ? "08S01" : "HY000";
}

static void
mysql_blame(MYSQL *mysql)
{
	mysql->net.last_errno = code;
	snprintf(mysql->net.last_error, sizeof(mysql->net.last_error), "injected %u", code);
	snprintf(mysql->net.sqlstate, sizeof(mysql->net.sqlstate), "%s", state());
}

static int
stmt_blame(MYSQL_STMT *stmt)
{
	stmt->last_errno = code;
	snprintf(stmt->last_error, sizeof(stmt->last_error), "injected %u", code);
	snprintf(stmt->sqlstate, sizeof(stmt->sqlstate), "%s", state());
	return 1;
}

/* What the server does when it says so; true: the call itself must still be made, over the cut connection. */
static bool
befall(MYSQL *mysql)
{
	if (code == 2013) {
		shutdown(mysql_get_socket(mysql), SHUT_RDWR);
		return true;
	}
	if (code == 1205 || code == 1213)
		next.real_query(mysql, "ROLLBACK", 8);
	return false;
}

int
mysql_stmt_prepare(MYSQL_STMT *stmt, const char *text, unsigned long length)
{
	if (from && !counting && !strncmp(text, from, strlen(from)))
		counting = true;
	statement_note(stmt, text, length);
	if (fails("prepare", stmt) && !befall(stmt->mysql))
		return stmt_blame(stmt);
	return next.stmt_prepare(stmt, text, length);
}

int
mysql_stmt_execute(MYSQL_STMT *stmt)
{
	int result;

	if (fails("execute", stmt) && !befall(stmt->mysql))
		return stmt_blame(stmt);
	within = true;
	result = next.stmt_execute(stmt);
	within = false;
	return result;
}

/* In place of the statement the server is sent what it would do by itself: roll back, or nothing. */
static int
command(MYSQL *mysql, enum enum_server_command what, const char *data, size_t length, my_bool skip, void *of)
{
	if ((what != COM_STMT_EXECUTE && what != COM_STMT_BULK_EXECUTE) || within || !fails("send", of))
		return methods_real->db_command(mysql, what, data, length, skip, of);
	if (code == 2013) {
		shutdown(mysql_get_socket(mysql), SHUT_RDWR);
		return methods_real->db_command(mysql, what, data, length, skip, of);
	}
	blamed = of;
	if (code == 1205 || code == 1213)
		return methods_real->db_command(mysql, COM_QUERY, "ROLLBACK", 8, skip, NULL);
	return methods_real->db_command(mysql, COM_PING, NULL, 0, skip, NULL);
}

static int
response(MYSQL_STMT *stmt)
{
	int result = methods_real->db_read_execute_response(stmt);

	if (stmt != blamed)
		return result;
	blamed = NULL;
	return result != 0 ? result : stmt_blame(stmt);
}

MYSQL *
mysql_real_connect(MYSQL *mysql, const char *host, const char *user, const char *password, const char *name,
    unsigned port, const char *socket, unsigned long flags)
{
	MYSQL *made = next.real_connect(mysql, host, user, password, name, port, socket, flags);

	blamed = NULL;
	if (!made)
		return NULL;
	methods_real = made->methods;
	methods = *methods_real;
	methods.db_command = command;
	methods.db_read_execute_response = response;
	made->methods = &methods;
	return made;
}

int
mysql_stmt_fetch(MYSQL_STMT *stmt)
{
	if (code == SIGKILL || !fails("fetch", stmt))
		return next.stmt_fetch(stmt);
	if (code != 2013)
		next.stmt_free_result(stmt); /* the rest of the result, before the connection can be used */
	befall(stmt->mysql);
	return stmt_blame(stmt);
}

int
mysql_real_query(MYSQL *mysql, const char *text, unsigned long length)
{
	if (fails("query", NULL) && !befall(mysql)) {
		mysql_blame(mysql);
		return 1;
	}
	return next.real_query(mysql, text, length);
}

my_bool
mysql_commit(MYSQL *mysql)
{
	if (!fails("commit", NULL))
		return next.commit(mysql);
	if (code == 2013 && after) {
		if (next.commit(mysql))
			return 1;
		shutdown(mysql_get_socket(mysql), SHUT_RDWR);
		mysql_blame(mysql);
		return 1;
	}
	if (befall(mysql))
		return next.commit(mysql);
	mysql_blame(mysql);
	return 1;
}

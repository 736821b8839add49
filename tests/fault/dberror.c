/* SPDX-License-Identifier: MIT */
/* LD_PRELOAD for fault runs: one call to MariaDB fails, as it really would. Counting begins when the program asks for the
 * variable REQUEST_URI (failalloc.c says why). Not a mock: statements run on the real server, and a lost connection is a
 * connection that was shut down.
 *
 *	DBERROR_AT=N       the N-th call behind the marker: prepare, execute, send (executed, its answer read later), fetch,
 *	                   query or COMMIT (0 or unset: none)
 *	DBERROR_CODE=E     1205, 1213 (the server's transaction is rolled back first), 1047 (refused), 2013 (connection cut),
 *	                   9: the process kills itself there, as kill -9 would (fetches not counted: it may as well die behind)
 *	DBERROR_FROM=TEXT  counting begins where a statement that begins with TEXT is prepared: for jobs, which serve no request
 *	DBERROR_AFTER=1    2013 at COMMIT: cut after the server has committed, so that the outcome is unknown
 *	DBERROR_LOG=PATH   the calls' names, a line each; "failed NAME" for the one that did
 *
 * Built by:  cc -shared -fPIC -I/usr/include/mariadb -o dberror.so tests/fault/dberror.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
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

__attribute__((constructor)) static void
start(void)
{
	const char *text;

	find(&next.stmt_prepare, "mysql_stmt_prepare");
	find(&next.stmt_execute, "mysql_stmt_execute");
	find(&next.stmt_fetch, "mysql_stmt_fetch");
	find(&next.stmt_free_result, "mysql_stmt_free_result");
	find(&next.real_query, "mysql_real_query");
	find(&next.commit, "mysql_commit");
	find(&next.real_connect, "mysql_real_connect");
	at = (text = variable("DBERROR_AT")) ? strtol(text, NULL, 10) : 0;
	code = (text = variable("DBERROR_CODE")) ? (unsigned)strtoul(text, NULL, 10) : 0;
	after = variable("DBERROR_AFTER") != NULL;
	from = variable("DBERROR_FROM");
	if ((text = variable("DBERROR_LOG")))
		log_file = open(text, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

char *
getenv(const char *name)
{
	if (!strcmp(name, "REQUEST_URI")) {
		counting = true;
		count = 0;
	}
	return (char *)(uintptr_t)variable(name);
}

/* Is it this call's turn? */
static bool
fails(const char *name)
{
	char line[64];
	bool turn;
	int length;

	if (!counting)
		return false;
	turn = at > 0 && ++count == at;
	length = snprintf(line, sizeof(line), "%s%s\n", turn ? "failed " : "", name);
	if (log_file >= 0 && write(log_file, line, (size_t)length) < 0)
		abort();
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
	if (fails("prepare") && !befall(stmt->mysql))
		return stmt_blame(stmt);
	return next.stmt_prepare(stmt, text, length);
}

int
mysql_stmt_execute(MYSQL_STMT *stmt)
{
	int result;

	if (fails("execute") && !befall(stmt->mysql))
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
	if ((what != COM_STMT_EXECUTE && what != COM_STMT_BULK_EXECUTE) || within || !fails("send"))
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
	if (code == SIGKILL || !fails("fetch"))
		return next.stmt_fetch(stmt);
	if (code != 2013)
		next.stmt_free_result(stmt); /* the rest of the result, before the connection can be used */
	befall(stmt->mysql);
	return stmt_blame(stmt);
}

int
mysql_real_query(MYSQL *mysql, const char *text, unsigned long length)
{
	if (fails("query") && !befall(mysql)) {
		mysql_blame(mysql);
		return 1;
	}
	return next.real_query(mysql, text, length);
}

my_bool
mysql_commit(MYSQL *mysql)
{
	if (!fails("commit"))
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

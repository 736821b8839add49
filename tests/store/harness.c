/* SPDX-License-Identifier: MIT */
/* The ground of store tests: database, users, configuration, keys. Not the server: tests/run starts it. */
#include "harness.h"
#include "audit/audit.h"
#include "audit/keys.h"
#include "base/clock.h"
#include "db/migrate.h"
#include "policy/store.h"
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <mysql.h>
#include <pwd.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM_SECONDS 600

static char folder[200], config_path[240], server_socket[240], database[40];
static pid_t owner;
static MYSQL *admin;
static struct ctx *own_ctx;

static _Noreturn void
give_up(const char *what, const char *why)
{
	fprintf(stderr, "store harness: %s: %s\n", what, why);
	exit(1);
}

static const char *
login_name(void)
{
	const struct passwd *entry = getpwuid(geteuid());

	return entry ? entry->pw_name : "root";
}

static void
admin_connect(void)
{
	admin = mysql_init(NULL);
	if (!mysql_real_connect(admin, NULL, login_name(), NULL, NULL, 0, server_socket, 0))
		give_up("no MariaDB", mysql_error(admin));
}

static void
config_write(void)
{
	FILE *file = fopen(config_path, "we");

	if (!file)
		give_up(config_path, strerror(errno));
	fchmod(fileno(file), 0600);
	fprintf(file,
	    "Demo = 1\nTemplates = templates\nSql = sql\n"
	    "Database {\n Socket = %s\n Name = %s\n"
	    " admin.User = %s\n worker.User = %s_w\n worker.Password = worker\n"
	    " jobs.User = %s_j\n jobs.Password = jobs\n}\n"
	    "Audit {\n WriterKey = %s/writer.key\n SealKey = %s/seal.key\n SealPublic = %s/seal.pub\n"
	    " HeadFile = %s/head\n}\nAccounts.LockDir = %s\n",
	    server_socket, database, login_name(), database, database, folder, folder, folder, folder,
	    folder);
	fclose(file);
}

static void
keys_write(void)
{
	char writer[240], seal[240], public[240];
	const char *error = NULL;

	snprintf(writer, sizeof(writer), "%s/writer.key", folder);
	snprintf(seal, sizeof(seal), "%s/seal.key", folder);
	snprintf(public, sizeof(public), "%s/seal.pub", folder);
	if (audit_keys_create(writer, seal, public, &error) != RC_OK)
		give_up("keys", error);
	audit_keys(true);
}

static void
schema_make(void)
{
	struct ctx *ctx = test_connect("admin");
	struct db_config worker = config_database(config_get(), "worker"),
			 jobs = config_database(config_get(), "jobs");
	int done;

	if (migrate_run(ctx, "sql", &done) != RC_OK ||
	    grants_run(ctx, "sql/grants.sql", &worker, &jobs) != RC_OK)
		give_up("migrations failed on", database);
	test_close(ctx);
}

int
test_start(void **state)
{
	const char *given = getenv("HOUTAI_TEST_SOCKET");
	char place[PATH_MAX];

	(void)state;
	if (sodium_init() < 0)
		return -1;
	owner = getpid();
	alarm(PROGRAM_SECONDS); /* a test that hangs fails */
	snprintf(database, sizeof(database), "t_%ld", (long)owner);
	mkdir("build", 0777);
	mkdir("build/test", 0777);
	if (!realpath("build/test", place) ||
	    (size_t)snprintf(folder, sizeof(folder), "%s/%s", place, database) >= sizeof(folder))
		give_up("build/test", "no such folder, or its path is too long");
	mkdir(folder, 0700);
	snprintf(config_path, sizeof(config_path), "%s/houtai.hdf", folder);
	if (!given || !*given)
		give_up("HOUTAI_TEST_SOCKET", "no MariaDB: start this program by tests/run");
	snprintf(server_socket, sizeof(server_socket), "%s", given);
	admin_connect();
	test_sql("CREATE DATABASE %s CHARACTER SET utf8mb4", database);
	if (mysql_select_db(admin, database) != 0)
		give_up("database", mysql_error(admin));
	config_write();
	setenv("HOUTAI_CONFIG", config_path, 1);
	config_start(0, NULL);
	keys_write();
	schema_make();
	own_ctx = test_connect("worker");
	return 0;
}

static int
remove_one(const char *path, const struct stat *info, int flag, struct FTW *walk)
{
	(void)info;
	(void)flag;
	(void)walk;
	return remove(path);
}

static void
connections_end(void)
{
	int64_t id, tries;

	for (tries = 0; tries < 50; tries++) {
		id = test_number(
		    "SELECT MAX(ID) FROM information_schema.PROCESSLIST WHERE DB = '%s' AND ID <> "
		    "CONNECTION_ID() AND COMMAND <> 'Killed'",
		    database);
		if (id == 0)
			return;
		mysql_kill(admin, (unsigned long)id);
	}
}

int
test_stop(void **state)
{
	(void)state;
	if (getpid() != owner)
		return 0;
	test_close(own_ctx);
	test_sql("SET SESSION lock_wait_timeout = 5");
	connections_end(); /* a test that failed may have left a transaction open */
	test_sql("DROP DATABASE %s", database);
	test_sql("DROP USER %s_w@localhost, %s_j@localhost", database, database);
	mysql_close(admin);
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}

struct ctx *
test_ctx(void)
{
	return own_ctx;
}

struct ctx *
test_connect(const char *who)
{
	struct db_config config = config_database(config_get(), who);
	struct arena *arena = arena_new(0);
	struct ctx *ctx = calloc(1, sizeof(*ctx));

	if (!ctx)
		abort();
	ctx->arena = arena;
	ctx->db = db_new(&config);
	ctx->now = TEST_NOW;
	ctx->request_id = "test";
	test_actor(ctx, 1, "T-1", ROLE_ALL);
	return ctx;
}

void
test_close(struct ctx *ctx)
{
	db_free(ctx->db);
	arena_free(ctx->arena);
	free(ctx);
}

void
test_exit(struct ctx *ctx, int status)
{
	test_close(ctx);
	_exit(status);
}

void
test_actor(struct ctx *ctx, int64_t account_id, const char *staff_no, uint32_t roles)
{
	ctx->actor = (struct actor){ .account_id = account_id,
		.staff_no = staff_no,
		.name = "Test Person",
		.roles = roles,
		.denied = "" };
}

static MYSQL_RES *query(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

static MYSQL_RES *
query(const char *format, va_list args)
{
	char *text = NULL;
	MYSQL_RES *result;

	if (vasprintf(&text, format, args) < 0)
		abort();
	if (mysql_query(admin, text) != 0) {
		fprintf(stderr, "%s\n", text);
		fail_msg("%s", mysql_error(admin));
	}
	free(text);
	result = mysql_store_result(admin);
	return result;
}

void
test_sql(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	mysql_free_result(query(format, args));
	va_end(args);
}

const char *
test_word(const char *format, ...)
{
	static char word[400];
	MYSQL_RES *result;
	MYSQL_ROW row;
	va_list args;

	va_start(args, format);
	result = query(format, args);
	va_end(args);
	assert_non_null(result);
	row = mysql_fetch_row(result);
	snprintf(word, sizeof(word), "%s", row && row[0] ? row[0] : "");
	mysql_free_result(result);
	return word;
}

int64_t
test_number(const char *format, ...)
{
	MYSQL_RES *result;
	MYSQL_ROW row;
	va_list args;
	int64_t number;

	va_start(args, format);
	result = query(format, args);
	va_end(args);
	assert_non_null(result);
	row = mysql_fetch_row(result);
	assert_non_null(row);
	number = row[0] ? strtoll(row[0], NULL, 10) : 0;
	mysql_free_result(result);
	return number;
}

void
test_empty(const char *table)
{
	test_sql("DELETE FROM `%s`", table);
}

static int64_t
next_number(void)
{
	static int64_t number = 100;

	return ++number;
}

int64_t
test_account(const char *staff_no, uint32_t roles)
{
	test_sql("INSERT INTO account (staff_no, login, name, roles, pw_hash) VALUES ('%s', LOWER('%s'), "
		 "'Test %s', %u, '')",
	    staff_no, staff_no, staff_no, roles);
	return (int64_t)mysql_insert_id(admin);
}

int64_t
test_member(void)
{
	long long number = next_number();

	test_sql(
	    "INSERT INTO member (member_no, name, phone, phone_last4, email) VALUES ('T%lld', 'Test %lld',"
	    " '1380000%04lld', '%04lld', 't%lld@example.org')",
	    number, number, number, number, number);
	return (int64_t)mysql_insert_id(admin);
}

#define FIGURE_FROM 1000 /* versions above those of the schema and of tests that propose some */

void
test_figure(const char *key, int64_t value, int64_t since)
{
	test_sql(
	    "INSERT INTO policy_version (policy_key, version, state, since, value, text) SELECT policy_key, "
	    "GREATEST(MAX(version), %d) + 1, 1, %lld, %lld, '' FROM policy_version WHERE policy_key = '%s'",
	    FIGURE_FROM, (long long)since, (long long)value, key);
	test_sql("UPDATE policy_stamp SET stamp = stamp + 1");
	policy_forget();
}

void
test_figures_drop(void)
{
	test_sql("DELETE FROM policy_version WHERE version > %d", FIGURE_FROM);
	test_sql("UPDATE policy_stamp SET stamp = stamp + 1");
	policy_forget();
}

int64_t
test_product(int64_t price_fen)
{
	long long number = next_number();

	test_sql("INSERT INTO product (product_no, name, price_fen, stock) VALUES ('P%lld', 'Test goods "
		 "%lld', %lld, 100)",
	    number, number, (long long)price_fen);
	return (int64_t)mysql_insert_id(admin);
}

const char *
test_config(void)
{
	return config_path;
}

const char *
test_folder(void)
{
	return folder;
}

int64_t
test_connection_id(struct ctx *ctx)
{
	SQL(test_connection_sql, "SELECT CONNECTION_ID()");
	int64_t id = 0;

	assert_rc(db_int(ctx, &test_connection_sql, &id, NO_ARGS), RC_OK);
	return id;
}

bool
test_meet(int other)
{
	char byte = 0;

	return write(other, &byte, 1) == 1 && read(other, &byte, 1) == 1;
}

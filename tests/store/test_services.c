/* SPDX-License-Identifier: MIT */
/* Tests of notices and files on a real MariaDB: whose they are, once and not twice, what is in a file.
 * Not of their pages. */
#include "harness.h"

#include "files/files.h"
#include "notices/notices.h"
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
as(int64_t account_id, uint32_t roles)
{
	test_actor(test_ctx(), account_id, "KF0001", roles);
}

static int
fresh(void **state)
{
	(void)state;
	test_empty("notice");
	test_empty("notice_read");
	test_empty("notice_mark");
	test_ctx()->now = TEST_NOW;
	as(1, ROLE_AGENT);
	return 0;
}

/* ---- notices ---- */

static enum rc
notice_make(const char *subject, int64_t account_id, uint32_t role, int64_t member_id)
{
	struct notice notice = { .topic = "orders.confirmed",
		.subject = subject,
		.occasion = "1",
		.channel = member_id != 0 ? NOTICE_SMS : NOTICE_PORTAL,
		.account_id = account_id,
		.role = role,
		.member_id = member_id,
		.text_key = "notices.title",
		.path = "/orders/1" };
	enum rc rc = tx_begin(test_ctx());

	if (rc == RC_OK)
		rc = notice_add(test_ctx(), &notice);
	return tx_end(test_ctx(), rc);
}

static int64_t
unread(void)
{
	int64_t count = -1;

	assert_rc(notice_unread(test_ctx(), &count), RC_OK);
	return count;
}

static void
test_notice_once(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_rc(notice_make("order:1", 1, 0, 0), RC_OK);
		assert_rc(notice_make("order:1", 0, 0, 77), RC_OK);
	}
	assert_int_equal(test_number("SELECT COUNT(*) FROM notice"), 2);
	assert_rc(notice_make("order:1", 0, 0, 0), RC_INTERNAL); /* to nobody */
	assert_int_equal(unread(), 1);                           /* a customer's SMS is nobody's here */
}

static void
test_notice_read(void **state)
{
	struct rows list;
	const struct notice_row *row;

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_rc(notice_make(i == 0   ? "a"
				      : i == 1 ? "b"
					       : "c",
			      i == 1 ? 1 : 0, i == 1 ? 0 : ROLE_AGENT, 0),
		    RC_OK);
	assert_rc(notice_make("d", 2, 0, 0), RC_OK);
	assert_rc(notice_make("e", 0, ROLE_FINANCE, 0), RC_OK);
	assert_int_equal(unread(), 3);
	assert_rc(notice_list(test_ctx(), 0, 2, &list), RC_OK);
	assert_int_equal(list.count, 2);
	row = list.items;
	assert_true(row[0].id > row[1].id && row[0].unread);
	assert_rc(notice_read(test_ctx(), row[0].id, false), RC_OK);
	assert_rc(notice_read(test_ctx(), row[0].id, false), RC_OK); /* twice is once */
	assert_rc(
	    notice_read(test_ctx(), test_number("SELECT id FROM notice WHERE subject = 'd'"), false), RC_OK);
	assert_int_equal(test_number("SELECT COUNT(*) FROM notice_read"), 1); /* another's is not marked */
	assert_int_equal(unread(), 2);
	/* what a role was told is unread for the next one of that role */
	as(9, ROLE_AGENT);
	assert_int_equal(unread(), 2);
	as(1, ROLE_AGENT);
	assert_rc(notice_list(test_ctx(), 0, 50, &list), RC_OK);
	assert_rc(notice_read(test_ctx(), ((struct notice_row *)list.items)[0].id, true), RC_OK);
	assert_int_equal(unread(), 0);
	assert_int_equal(test_number("SELECT COUNT(*) FROM notice_read"), 0);
	assert_rc(notice_make("f", 1, 0, 0), RC_OK);
	assert_int_equal(unread(), 1);
}

/* ---- files ---- */

static enum rc
file_make(const char *name, const void *data, size_t length, size_t piece, int64_t most, struct file *file)
{
	struct file_writer *writer;
	enum rc rc = files_begin(test_ctx(), name, most, NULL, &writer);

	for (size_t at = 0; at < length && rc == RC_OK; at += piece)
		rc = files_add(writer, (const char *)data + at, piece < length - at ? piece : length - at);
	return rc == RC_OK ? files_end(writer, FILE_UPLOAD, 0, file) : rc;
}

struct sink {
	char *data;
	size_t length;
};

static enum rc
sink_add(void *self, const void *data, size_t length)
{
	struct sink *sink = self;

	memcpy(sink->data + sink->length, data, length);
	sink->length += length;
	return RC_OK;
}

/* Larger than several chunks, in odd pieces: the same bytes come back. */
static void
test_file_bytes(void **state)
{
	size_t length = 1700001;
	char *data = malloc(length);
	struct sink sink = { malloc(length), 0 };
	struct file file;

	(void)state;
	for (size_t i = 0; i < length; i++)
		data[i] = "%PDF-"[i < 5 ? i : i % 5];
	assert_rc(file_make("../../etc/a\"b.pdf", data, length, 65537, 2000000, &file), RC_OK);
	assert_string_equal(file.name, "ab.pdf");
	assert_string_equal(file.type, "application/pdf");
	assert_int_equal(file.size, (int64_t)length);
	assert_int_equal(test_number("SELECT MAX(LENGTH(data)) FROM file_chunk") <= 1048576, 1);
	assert_rc(files_each(test_ctx(), file.id, sink_add, &sink), RC_OK);
	assert_int_equal(sink.length, length);
	assert_memory_equal(sink.data, data, length);
	free(data);
	free(sink.data);
}

static void
test_file_refused(void **state)
{
	struct file file;

	(void)state;
	assert_rc(file_make("a.txt", "", 0, 1, 100, &file), RC_INVALID);
	assert_string_equal(test_ctx()->reason.key, "files.refused.empty");
	assert_rc(file_make("a.txt", "0123456789", 10, 3, 9, &file), RC_INVALID);
	assert_string_equal(test_ctx()->reason.key, "files.refused.large");
	assert_rc(file_make("a.png",
		      "\x7f"
		      "ELF\x01\x02\x00",
		      7, 7, 100, &file),
	    RC_INVALID); /* whatever its name says */
	assert_string_equal(test_ctx()->reason.key, "files.refused.type");
	assert_int_equal(test_number("SELECT COUNT(*) FROM file WHERE size < 100"), 0);
	assert_rc(files_get(test_ctx(), 999999, &file), RC_NOT_FOUND);
}

static const struct right sample_right = { "sample.see", ROLE_FINANCE };

static const struct right *
right_of(const char *kind)
{
	return strcmp(kind, "sample") == 0 ? &sample_right : NULL;
}

static enum rc
attach(int64_t id, const char *kind)
{
	enum rc rc = tx_begin(test_ctx());

	if (rc == RC_OK)
		rc = files_attach(test_ctx(), id, kind, 5);
	return tx_end(test_ctx(), rc);
}

/* Deny by default: the uploader, and who holds the right of a record that uses it. */
static void
test_file_rights(void **state)
{
	struct file file;
	struct rows list;

	(void)state;
	assert_rc(file_make("a.txt", "text", 4, 4, 100, &file), RC_OK);
	assert_rc(files_may(test_ctx(), &file, right_of), RC_OK);
	as(2, ROLE_FINANCE);
	assert_rc(files_may(test_ctx(), &file, right_of), RC_NOT_FOUND);
	assert_rc(attach(file.id, "sample"), RC_NOT_FOUND); /* nobody makes another's upload his own */
	as(1, ROLE_AGENT);
	assert_rc(attach(file.id, "unknown"), RC_OK);
	as(2, ROLE_FINANCE);
	assert_rc(files_may(test_ctx(), &file, right_of), RC_NOT_FOUND);
	as(1, ROLE_AGENT);
	assert_rc(attach(file.id, "sample"), RC_OK);
	as(2, ROLE_FINANCE);
	assert_rc(files_may(test_ctx(), &file, right_of), RC_OK);
	as(3, ROLE_AGENT);
	assert_rc(files_may(test_ctx(), &file, right_of), RC_NOT_FOUND);
	assert_rc(files_list(test_ctx(), "sample", 5, &list), RC_OK);
	assert_int_equal(list.count, 1);
}

/* ---- uploads that no record uses ---- */

static int64_t
rows_of(const char *table, const char *column, int64_t id)
{
	return test_number("SELECT COUNT(*) FROM %s WHERE %s = %lld", table, column, (long long)id);
}

/* After a day, and not a second before; never one in use, nor one made for a record; what was broken off goes as well. */
static void
test_unused_uploads_go(void **state)
{
	struct ctx *jobs = test_connect("jobs");
	struct file unused, used;
	int64_t broken;

	(void)state;
	as(1, ROLE_AGENT);
	assert_rc(file_make("unused.txt", "text", 4, 4, 100, &unused), RC_OK);
	assert_rc(file_make("used.txt", "text", 4, 4, 100, &used), RC_OK);
	assert_rc(attach(used.id, "sample"), RC_OK);
	/* broken off after more chunks than one transaction takes */
	test_sql("INSERT INTO file_upload (begun_at, account_id) VALUES (%lld, 1)", (long long)TEST_NOW);
	broken = test_number("SELECT MAX(id) FROM file_upload");
	test_sql("INSERT INTO file_chunk (file_id, chunk_no, data) SELECT %lld, seq, 'x' FROM seq_0_to_99",
	    (long long)broken);
	jobs->now = TEST_NOW + 86400;
	assert_rc(files_sweep(jobs, jobs->now - 86400), RC_OK);
	assert_int_equal(rows_of("file", "id", unused.id), 1);
	assert_int_equal(rows_of("file_chunk", "file_id", broken), 100);
	jobs->now = TEST_NOW + 86400 + 1;
	assert_rc(files_sweep(jobs, jobs->now - 86400), RC_OK);
	assert_int_equal(rows_of("file", "id", unused.id), 0);
	assert_int_equal(rows_of("file_chunk", "file_id", unused.id), 0);
	assert_int_equal(rows_of("file_chunk", "file_id", broken), 0);
	assert_int_equal(rows_of("file", "id", used.id), 1);
	assert_int_equal(rows_of("file_chunk", "file_id", used.id), 1);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM file_upload WHERE begun_at <= %lld", (long long)TEST_NOW), 0);
	assert_int_equal(
	    test_number("SELECT COUNT(*) FROM audit_log WHERE action = 'file.sweep' AND record_id = %lld",
		(long long)unused.id),
	    1);
	/* too late for it */
	assert_rc(attach(unused.id, "sample"), RC_NOT_FOUND);
	test_close(jobs);
}

static pid_t
sweeper_start(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct ctx *jobs = test_connect("jobs");

		jobs->now = TEST_NOW + 2 * 86400;
		test_exit(jobs, files_sweep(jobs, jobs->now - 86400) == RC_OK ? 0 : 1);
	}
	return pid;
}

/* A record takes the file while the sweep is at it: either it is kept, or the record does not get it. */
static void
test_sweep_waits_for_a_use(void **state)
{
	struct file file;
	pid_t sweeper;
	int status;

	(void)state;
	as(1, ROLE_AGENT);
	assert_rc(file_make("late.txt", "text", 4, 4, 100, &file), RC_OK);
	assert_rc(tx_begin(test_ctx()), RC_OK);
	assert_rc(files_attach(test_ctx(), file.id, "sample", 5), RC_OK);
	sweeper = sweeper_start();
	/* it stands at the file's row before the use is committed */
	while (test_number("SELECT COUNT(*) FROM information_schema.innodb_lock_waits") == 0) {
		assert_int_equal(waitpid(sweeper, &status, WNOHANG), 0);
		usleep(150000); /* InnoDB tells anew only who has not asked for 100 ms */
	}
	assert_rc(tx_end(test_ctx(), RC_OK), RC_OK);
	assert_int_equal(waitpid(sweeper, &status, 0), sweeper);
	assert_int_equal(status, 0);
	assert_int_equal(rows_of("file", "id", file.id), 1);
	assert_int_equal(rows_of("file_use", "file_id", file.id), 1);
	assert_int_equal(rows_of("file_upload", "id", file.id), 0);
}

#define SWEPT 60
#define SWEEPERS 2

/* Two jobs at once, some killed at whatever line they are: each unused file goes, with one row of the log, and no used one. */
static void
test_sweeps_race_and_die(void **state)
{
	struct file files[SWEPT];
	pid_t last[SWEEPERS];
	int status;

	(void)state;
	as(1, ROLE_AGENT);
	for (int i = 0; i < SWEPT; i++) {
		assert_rc(file_make("many.txt", "text", 4, 4, 100, &files[i]), RC_OK);
		if (i % 3 == 0)
			assert_rc(attach(files[i].id, "sample"), RC_OK);
	}
	for (int i = 0; i < 8; i++) {
		pid_t pid = sweeper_start();

		usleep(4000 + (useconds_t)i * 4000);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
	}
	for (int i = 0; i < SWEEPERS; i++)
		last[i] = sweeper_start();
	for (int i = 0; i < SWEEPERS; i++) {
		assert_int_equal(waitpid(last[i], &status, 0), last[i]);
		assert_int_equal(status, 0);
	}
	for (int i = 0; i < SWEPT; i++) {
		int64_t id = files[i].id, kept = i % 3 == 0;

		assert_int_equal(rows_of("file", "id", id), kept);
		assert_int_equal(rows_of("file_chunk", "file_id", id), kept);
		assert_int_equal(rows_of("file_use", "file_id", id), kept);
		assert_int_equal(rows_of("file_upload", "id", id), 0);
		assert_int_equal(
		    test_number(
			"SELECT COUNT(*) FROM audit_log WHERE action = 'file.sweep' AND record_id = %lld",
			(long long)id),
		    !kept);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_notice_once, fresh),
		cmocka_unit_test_setup(test_notice_read, fresh),
		cmocka_unit_test_setup(test_file_bytes, fresh),
		cmocka_unit_test_setup(test_file_refused, fresh),
		cmocka_unit_test_setup(test_file_rights, fresh),
		cmocka_unit_test_setup(test_unused_uploads_go, fresh),
		cmocka_unit_test_setup(test_sweep_waits_for_a_use, fresh),
		cmocka_unit_test_setup(test_sweeps_race_and_die, fresh),
	};

	return cmocka_run_group_tests(tests, test_start, test_stop);
}

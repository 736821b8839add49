/* SPDX-License-Identifier: MIT */
/* The head file: appended to under a lock and synced; read line by line.
 * Not what its lines prove: that is verify_heads.c. */
#include "audit/heads.h"

#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_LINE "houtai-audit-heads 1 "
#define LAST_WORD " .\n" /* only a line with this end was written whole */

static const char *
hex_of(struct arena *arena, const unsigned char *bytes, size_t length)
{
	char *hex = arena_alloc(arena, 2 * length + 1);

	sodium_bin2hex(hex, 2 * length + 1, bytes, length);
	return hex;
}

static bool
write_whole(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t done = write(fd, data, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		data += done;
		length -= (size_t)done;
	}
	return true;
}

/* So that the file's name survives a power failure as well as its content. */
static void
folder_sync(const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int fd;

	snprintf(folder, sizeof(folder), "%.*s", slash == NULL ? 1 : (int)(slash - path) + 1,
	    slash == NULL ? "." : path);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

/* A new file with its first line, complete before it has its name: killed in between, there is none, and two sealers that
 * make it at once agree on one. */
static bool
file_create(const char *path, const unsigned char public_key[32])
{
	char temporary[PATH_MAX], first[256], witness_hex[33], key_hex[65];
	unsigned char witness[16];
	bool made;
	int fd, length;

	randombytes_buf(witness, sizeof(witness));
	sodium_bin2hex(witness_hex, sizeof(witness_hex), witness, sizeof(witness));
	sodium_bin2hex(key_hex, sizeof(key_hex), public_key, 32);
	length = snprintf(first, sizeof(first), FIRST_LINE "%s %s\n", witness_hex, key_hex);
	snprintf(temporary, sizeof(temporary), "%s.%s", path, witness_hex);
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd < 0)
		return false;
	made = write_whole(fd, first, (size_t)length) && fsync(fd) == 0;
	close(fd);
	made = made && (link(temporary, path) == 0 || errno == EEXIST);
	unlink(temporary);
	folder_sync(path);
	return made;
}

static bool
first_line(const char *text, unsigned char witness[16], unsigned char public_key[32])
{
	size_t mark = strlen(FIRST_LINE), got;

	return strncmp(text, FIRST_LINE, mark) == 0 && strlen(text) >= mark + 32 + 1 + 64 &&
	       text[mark + 32] == ' ' &&
	       sodium_hex2bin(witness, 16, text + mark, 32, NULL, &got, NULL) == 0 && got == 16 &&
	       sodium_hex2bin(public_key, 32, text + mark + 33, 64, NULL, &got, NULL) == 0 && got == 32;
}

int
head_file_lock(const char *path, const unsigned char public_key[32], unsigned char witness[16])
{
	unsigned char key[32];
	char first[256] = "";
	int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT && file_create(path, public_key))
		fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC);
	if (fd < 0) {
		log_line(LOG_ERROR, "audit.head_file", "path", path, "error", strerror(errno), NULL);
		return -1;
	}
	while (flock(fd, LOCK_EX) != 0)
		if (errno != EINTR) {
			close(fd);
			return -1;
		}
	if (pread(fd, first, sizeof(first) - 1, 0) <= 0 || !first_line(first, witness, key) ||
	    memcmp(key, public_key, 32) != 0) {
		log_line(LOG_ERROR, "audit.head_file", "path", path, "error",
		    "not a head file of this sealing key", NULL);
		close(fd);
		return -1;
	}
	return fd;
}

void
head_file_release(int fd)
{
	if (fd >= 0)
		close(fd); /* and with it the lock */
}

static void
ranges_write(struct buf *line, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count;) {
		size_t j = i;

		while (j + 1 < count && ids[j + 1] == ids[j] + 1)
			j++;
		buf_printf(line, "%s%" PRId64, i == 0 ? "" : ",", ids[i]);
		if (j > i)
			buf_printf(line, "-%" PRId64, ids[j]);
		i = j + 1;
	}
	buf_text(line, LAST_WORD);
}

enum rc
head_file_append(int fd, struct arena *arena, const struct audit_head *head, const int64_t *ids, size_t count)
{
	struct buf line;
	struct stat stat;
	char last = '\n';

	if (fstat(fd, &stat) != 0 || (stat.st_size > 0 && pread(fd, &last, 1, stat.st_size - 1) != 1))
		goto failed;
	buf_init(&line, arena, 1024);
	/* somebody was killed in the middle of a line: it stays as it is, ours begins a new one */
	if (last != '\n')
		buf_char(&line, '\n');
	buf_printf(&line, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %s %s %s %s ", head->batch,
	    head->first_seq, head->last_seq, head->at, hex_of(arena, head->root, 32),
	    hex_of(arena, head->prev, 32), hex_of(arena, head->hash, 32), hex_of(arena, head->signature, 64));
	ranges_write(&line, ids, count);
	if (!write_whole(fd, line.data, line.length) || fsync(fd) != 0)
		goto failed;
	return RC_OK;
failed:
	log_line(LOG_ERROR, "audit.head_file", "error", strerror(errno), NULL);
	return RC_INTERNAL;
}

enum rc
head_file_open(const char *path, struct head_file *file)
{
	ssize_t length;

	*file = (struct head_file){ .file = fopen(path, "re") };
	if (file->file == NULL)
		return RC_NOT_FOUND;
	length = getline(&file->text, &file->room, file->file);
	file->line = 1;
	if (length > 0 && first_line(file->text, file->witness, file->public_key))
		return RC_OK;
	head_file_close(file);
	return RC_INVALID;
}

void
head_file_close(struct head_file *file)
{
	if (file->file != NULL)
		fclose(file->file);
	free(file->text);
	*file = (struct head_file){ 0 };
}

static bool
hex_take(const char **text, unsigned char *bytes, size_t length)
{
	size_t got;
	const char *end;

	if (sodium_hex2bin(bytes, length, *text, 2 * length, NULL, &got, &end) != 0 || got != length ||
	    *end != ' ')
		return false;
	*text = end + 1;
	return true;
}

static bool
number_take(const char **text, int64_t *number)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	errno = 0;
	*number = strtoll(*text, &end, 10);
	*text = end;
	return errno == 0;
}

static bool
number_field(const char **text, int64_t *number)
{
	if (!number_take(text, number) || **text != ' ')
		return false;
	(*text)++;
	return true;
}

static bool
head_parse(const char *text, size_t length, struct audit_head *head, const char **ids)
{
	if (length < strlen(LAST_WORD) || strcmp(text + length - strlen(LAST_WORD), LAST_WORD) != 0)
		return false;
	if (!number_field(&text, &head->batch) || !number_field(&text, &head->first_seq) ||
	    !number_field(&text, &head->last_seq) || !number_field(&text, &head->at) ||
	    !hex_take(&text, head->root, 32) || !hex_take(&text, head->prev, 32) ||
	    !hex_take(&text, head->hash, 32) || !hex_take(&text, head->signature, 64))
		return false;
	*ids = text;
	return true;
}

enum rc
head_file_next(struct head_file *file, struct audit_head *head, const char **ids)
{
	for (;;) {
		off_t before = ftello(file->file);
		ssize_t length = getline(&file->text, &file->room, file->file);

		if (length <= 0 || file->text[length - 1] != '\n') {
			/* the end, or a line that is being written: look again from here when asked again */
			clearerr(file->file);
			(void)fseeko(file->file, before, SEEK_SET);
			return RC_NOT_FOUND;
		}
		file->line++;
		memcpy(head->witness, file->witness, sizeof(head->witness));
		if (head_parse(file->text, (size_t)length, head, ids))
			return RC_OK;
	}
}

bool
head_file_range(const char **ids, int64_t *first, int64_t *last)
{
	if (!number_take(ids, first))
		return false;
	*last = *first;
	if (**ids == '-') {
		(*ids)++;
		if (!number_take(ids, last))
			return false;
	}
	if (**ids == ',')
		(*ids)++;
	return true;
}

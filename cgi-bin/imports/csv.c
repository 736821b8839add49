/* SPDX-License-Identifier: MIT */
/* CSV records with the place each ends at, on top of libcsv: the input is fed up to each line end, so that a record's last
 * byte is known. Not a validator of contents: encoding and columns are looked at by who calls. */
#include "imports/imports.h"

#include <csv.h>
#include <errno.h>

#define CSV_CHUNK 65536
#define CSV_RECORD_MOST (1 << 20)
#define CSV_FIELDS_MOST 256

struct csv {
	struct csv_parser parser;
	FILE *file;
	char chunk[CSV_CHUNK + 1];
	size_t have, used; /* bytes in `chunk`, of them already fed */
	int64_t offset;    /* of chunk[used] in the file */
	int64_t line;      /* physical line of that byte */
	bool at_end;
	/* the record being read */
	struct arena *arena;
	struct buf raw;
	const char *fields[CSV_FIELDS_MOST];
	size_t count;
	bool ended, too_many;
};

static void
field_read(void *data, size_t length, void *self)
{
	struct csv *csv = self;

	if (csv->count == CSV_FIELDS_MOST) {
		csv->too_many = true;
		return;
	}
	csv->fields[csv->count++] = arena_strndup(csv->arena, data ? data : "", length);
}

static void
record_read(int terminator, void *self)
{
	struct csv *csv = self;

	(void)terminator;
	csv->ended = true;
}

struct csv *
csv_open(FILE *file, int64_t offset, int64_t line)
{
	struct csv *csv = calloc(1, sizeof(*csv));
	unsigned char bom[3];

	csv_init(&csv->parser, CSV_STRICT | CSV_STRICT_FINI);
	csv->file = file;
	csv->line = line > 0 ? line : 1;
	if (offset == 0 && fseeko(file, 0, SEEK_SET) == 0 && fread(bom, 1, 3, file) == 3 &&
	    memcmp(bom, "\xef\xbb\xbf", 3) == 0)
		offset = 3;
	csv->offset = offset;
	if (fseeko(file, (off_t)offset, SEEK_SET) != 0)
		csv->at_end = true;
	return csv;
}

void
csv_close(struct csv *csv)
{
	csv_free(&csv->parser);
	free(csv);
}

/* Bytes up to and with the next line end, CR, LF or CRLF, in what has been read. */
static size_t
segment_length(const struct csv *csv)
{
	const char *from = csv->chunk + csv->used;
	size_t left = csv->have - csv->used;
	const char *lf = memchr(from, '\n', left);
	const char *cr = memchr(from, '\r', lf ? (size_t)(lf - from) : left);

	if (cr && cr + 1 == lf)
		cr = lf;
	if (cr == NULL)
		cr = lf;
	return cr ? (size_t)(cr - from) + 1 : left;
}

/* The next piece of the file; a CR at its end is not parted from its LF. */
static bool
chunk_read(struct csv *csv)
{
	csv->used = 0;
	csv->have = fread(csv->chunk, 1, CSV_CHUNK, csv->file);
	if (csv->have == CSV_CHUNK && csv->chunk[CSV_CHUNK - 1] == '\r')
		csv->have += fread(csv->chunk + CSV_CHUNK, 1, 1, csv->file);
	return csv->have > 0;
}

static enum rc
record_end(struct csv *csv, struct csv_record *record)
{
	record->fields = arena_array(csv->arena, csv->count + 1, sizeof(*record->fields));
	memcpy(record->fields, csv->fields, csv->count * sizeof(*record->fields));
	record->count = csv->count;
	record->end = csv->offset;
	record->raw = csv->raw.data;
	record->raw_length = csv->raw.length;
	return RC_OK;
}

/* The last record of a file whose last line has no end. */
static enum rc
file_end(struct csv *csv, struct csv_record *record, int64_t *line, int64_t *column)
{
	csv->at_end = true;
	if (csv_fini(&csv->parser, field_read, record_read, csv) != 0) {
		*line = csv->line;
		*column = 1;
		return RC_INVALID; /* a quote that is never closed */
	}
	return csv->ended && csv->count > 0 ? record_end(csv, record) : RC_NOT_FOUND;
}

enum rc
csv_next(struct csv *csv, struct arena *arena, struct csv_record *record, int64_t *line, int64_t *column)
{
	csv->arena = arena;
	csv->count = 0;
	csv->ended = csv->too_many = false;
	buf_init(&csv->raw, arena, 256);
	while (!csv->at_end) {
		size_t length, fed;

		if (csv->used == csv->have) {
			if (!chunk_read(csv))
				return file_end(csv, record, line, column);
		}
		if (csv->raw.length == 0)
			record->line = csv->line;
		length = segment_length(csv);
		fed = csv_parse(&csv->parser, csv->chunk + csv->used, length, field_read, record_read, csv);
		if (fed != length || csv->too_many || csv->raw.length + length > CSV_RECORD_MOST) {
			*line = csv->line;
			*column = (int64_t)fed + 1;
			csv->at_end = true;
			return RC_INVALID;
		}
		buf_add(&csv->raw, csv->chunk + csv->used, length);
		csv->used += length;
		csv->offset += (int64_t)length;
		csv->line += csv->chunk[csv->used - 1] == '\n' || csv->chunk[csv->used - 1] == '\r';
		if (csv->ended && csv->count > 0)
			return record_end(csv, record);
		if (csv->count == 0 && strspn(csv->raw.data, "\r\n") == csv->raw.length) {
			csv->ended = false; /* an empty line */
			buf_init(&csv->raw, arena, 256);
		}
	}
	return RC_NOT_FOUND;
}

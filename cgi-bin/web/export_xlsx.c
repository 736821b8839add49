/* SPDX-License-Identifier: MIT */
/* XLSX through libxlsxwriter: row by row, texts as texts, money as numbers with a format.
 * The file never has a name anybody could open: it is unlinked before the first byte is written. */
#include "base/log.h"
#include "base/utf8.h"
#include "web/export.h"
#include <fcntl.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define TEXT_MOST 32000 /* characters of a cell; the format takes 32,767 */

struct export_xlsx {
	int fd;
	char path[32]; /* of the open descriptor */
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *money, *whole, *head;
	lxw_row_t rows;
};

/* A file that is gone from its folder at once; libxlsxwriter reaches it by its descriptor. */
static int
file_unnamed(void)
{
	const char *folder = getenv("TMPDIR");
	char name[256];
	int fd;

	if (snprintf(name, sizeof(name), "%s/houtai-XXXXXX",
		folder != NULL && *folder != '\0' ? folder : "/tmp") >= (int)sizeof(name))
		return -1;
	fd = mkostemp(name, O_CLOEXEC); /* mode 0600 */
	if (fd >= 0)
		unlink(name);
	return fd;
}

static void
xlsx_free(struct export_xlsx *xlsx)
{
	if (xlsx->fd >= 0)
		close(xlsx->fd);
	free(xlsx);
}

static enum rc
cell_write(struct export_xlsx *xlsx, lxw_col_t column, const struct export_cell *cell, lxw_format *format)
{
	const char *text = cell->text != NULL ? cell->text : "";
	char cut[TEXT_MOST * 4 + 1];
	lxw_error error;

	if (cell->kind == EXPORT_MONEY) {
		error = worksheet_write_number(
		    xlsx->sheet, xlsx->rows, column, (double)cell->number / 100, xlsx->money);
	} else if (cell->kind == EXPORT_NUMBER) {
		error = worksheet_write_number(
		    xlsx->sheet, xlsx->rows, column, (double)cell->number, xlsx->whole);
	} else if (*text == '\0') {
		return RC_OK;
	} else {
		if (strlen(text) > TEXT_MOST) {
			size_t length = utf8_cut(text, TEXT_MOST);

			memcpy(cut, text, length);
			cut[length] = '\0';
			text = cut;
		}
		error = worksheet_write_string(xlsx->sheet, xlsx->rows, column, text, format);
	}
	return error == LXW_NO_ERROR ? RC_OK : RC_INTERNAL;
}

struct export_xlsx *
export_xlsx_begin(const char *sheet, const struct export_cell *heads, size_t count)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = getenv("TMPDIR") };
	struct export_xlsx *xlsx = calloc(1, sizeof(*xlsx));
	enum rc rc = RC_OK;
	size_t i;

	xlsx->fd = file_unnamed();
	snprintf(xlsx->path, sizeof(xlsx->path), "/proc/self/fd/%d", xlsx->fd);
	if (xlsx->fd >= 0)
		xlsx->book = workbook_new_opt(xlsx->path, &options);
	if (xlsx->book != NULL && workbook_validate_sheet_name(xlsx->book, sheet) == LXW_NO_ERROR)
		xlsx->sheet = workbook_add_worksheet(xlsx->book, sheet);
	else if (xlsx->book != NULL)
		xlsx->sheet = workbook_add_worksheet(xlsx->book, NULL);
	if (xlsx->sheet == NULL) {
		log_line(LOG_ERROR, "export.xlsx", "step", "begin", NULL);
		xlsx_free(xlsx);
		return NULL;
	}
	xlsx->money = workbook_add_format(xlsx->book);
	format_set_num_format(xlsx->money, "#,##0.00");
	xlsx->whole = workbook_add_format(xlsx->book);
	format_set_num_format(xlsx->whole, "0");
	xlsx->head = workbook_add_format(xlsx->book);
	format_set_bold(xlsx->head);
	worksheet_freeze_panes(xlsx->sheet, 1, 0);
	for (i = 0; i < count && rc == RC_OK; i++)
		rc = cell_write(xlsx, (lxw_col_t)i, &heads[i], xlsx->head);
	xlsx->rows = 1;
	return xlsx;
}

enum rc
export_xlsx_row(struct export_xlsx *xlsx, const struct export_cell *cells, size_t count)
{
	enum rc rc = RC_OK;
	size_t i;

	if (xlsx->rows > EXPORT_XLSX_ROWS)
		return RC_REFUSED;
	for (i = 0; i < count && rc == RC_OK; i++)
		rc = cell_write(xlsx, (lxw_col_t)i, &cells[i], NULL);
	xlsx->rows++;
	return rc;
}

enum rc
export_xlsx_end(struct export_xlsx *xlsx, const struct export_out *out)
{
	char piece[65536];
	ssize_t got;
	off_t at = 0;
	enum rc rc = RC_OK;

	if (workbook_close(xlsx->book) != LXW_NO_ERROR) {
		log_line(LOG_ERROR, "export.xlsx", "step", "close", NULL);
		rc = RC_INTERNAL;
	}
	while (rc == RC_OK && out != NULL && (got = pread(xlsx->fd, piece, sizeof(piece), at)) != 0) {
		if (got < 0) {
			log_line(LOG_ERROR, "export.xlsx", "step", "read", NULL);
			rc = RC_INTERNAL;
		} else {
			rc = out->write(out->self, piece, (size_t)got);
			at += got;
		}
	}
	xlsx_free(xlsx);
	return rc;
}

/* SPDX-License-Identifier: MIT */
/* Tables for spreadsheets, written row by row in bounded memory: CSV (UTF-8 with BOM, RFC 4180) and XLSX. Neither lets a
 * text become a formula. Not the choice of rows (list_export.c); sheets and statistics may use it too. */
#ifndef WEB_EXPORT_H
#define WEB_EXPORT_H

#include "base/arena.h"
#include "base/rc.h"
#include <stddef.h>
#include <stdint.h>

enum export_kind { EXPORT_TEXT, EXPORT_NUMBER, EXPORT_MONEY };
struct export_cell {
	enum export_kind kind;
	const char *text;
	int64_t number; /* EXPORT_MONEY: fen */
};

#define EXPORT_XLSX_ROWS 1048575 /* below the head; the format takes no more */

/* Where the bytes go. */
struct export_out {
	enum rc (*write)(void *self, const void *data, size_t length);
	void *self;
};

/* export_csv_row(): one line, its end included; export_csv_bom(): what begins the file. */
void export_csv_bom(struct buf *out);
void export_csv_row(struct buf *out, const struct export_cell *cells, size_t count);

/* A workbook of one sheet. It is put together in a file without a name (kept nowhere), then written out at once. NULL if
 * there is no place for it (logged). export_xlsx_end() writes and frees it; with `out` NULL it is dropped. */
struct export_xlsx;
struct export_xlsx *export_xlsx_begin(const char *sheet, const struct export_cell *heads, size_t count);
enum rc export_xlsx_row(struct export_xlsx *xlsx, const struct export_cell *cells, size_t count) MUST_CHECK;
enum rc export_xlsx_end(struct export_xlsx *xlsx, const struct export_out *out) MUST_CHECK;

#endif

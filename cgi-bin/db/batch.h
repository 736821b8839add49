/* SPDX-License-Identifier: MIT */
/* Many rows at once, as imports and the demo bring them: what became of each. Not an importer: see imports/. */
#ifndef DB_BATCH_H
#define DB_BATCH_H

#define BATCH_MOST 1000 /* rows of one batch, one transaction */

enum batch_outcome { BATCH_NEW, BATCH_CHANGED, BATCH_SAME, BATCH_REJECTED };
struct verdict {
	enum batch_outcome outcome;
	const char *column; /* of a rejected row: the field at fault */
	const char *reason; /* of a rejected row: language key */
};

#endif

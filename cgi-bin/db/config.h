/* SPDX-License-Identifier: MIT */
/* Configuration: one file of `Dotted.Name = value` lines (a subset of HDF: nested blocks `Name { … }`, comments `#`).
 * Holds paths, secrets' places and the clock offset; figures of the business are in the database (policy/). */
#ifndef DB_CONFIG_H
#define DB_CONFIG_H

#include "base/rc.h"
#include "db/db.h"
#include <stdbool.h>
#include <stdint.h>

struct config;

/* config_read(): RC_NOT_FOUND if the file is not there, RC_INVALID with line and reason on `error` (a static text). */
enum rc config_read(const char *path, struct config **config, const char **error) MUST_CHECK;
/* config_parse(): the same from a text (import maps); config_free() gives it back. */
enum rc config_parse(const char *text, struct config **config, const char **error) MUST_CHECK;
void config_free(struct config *config);
/* config_text(): the value of a name or `otherwise`. config_number(): RC_INVALID values give `otherwise`. */
const char *config_text(const struct config *config, const char *name, const char *otherwise);
int64_t config_number(const struct config *config, const char *name, int64_t otherwise);
/* config_pairs(): calls `each` for every value below `prefix`, in file order (import maps). */
void config_pairs(const struct config *config, const char *prefix,
    void (*each)(void *self, const char *name, const char *value), void *self);
/* config_database(): the connection of `who`: "worker", "jobs" or "admin" (Database.Socket, Database.Name,
 * Database.<who>.User, Database.<who>.Password). */
struct db_config config_database(const struct config *config, const char *who);

/* The process's own configuration, from --config, else $HOUTAI_CONFIG, else /etc/houtai/houtai.hdf; sets clock offset
 * (Clock.Offset, seconds; refused unless Demo = 1) and zone. Ends the process with a clear sentence if it cannot be read. */
const struct config *config_start(int argc, char **argv);
const struct config *config_get(void);

#endif

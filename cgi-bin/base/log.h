/* SPDX-License-Identifier: MIT */
/* One JSON object per line on standard error: time, level, event, request id, then the given pairs.
 * Never a secret, never a request body; values are escaped, so no log line can be forged. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

/* log_request(): the request id that following lines carry; NULL for none. The string is copied. */
void log_request(const char *request_id);
/* log_line(): event name, then pairs of `const char *` key and value, ended by NULL:
 *   log_line(LOG_WARN, "login.failed", "account", name, NULL);
 * log_count() makes a number a value; it is good until its fourth following call. */
void log_line(enum log_level level, const char *event, ...) __attribute__((sentinel));
const char *log_count(long long number);
/* log_keep(): from now on lines of LOG_INFO may wait for others, so that a busy worker writes some twenty of them at once; a warning or
 * an error is written at once, with all that waits before it. log_flush(): write what waits; for when nothing is to be done.
 * A process killed meanwhile takes those lines with it: they are never what an action stands on (that is audit/'s). */
void log_keep(void);
void log_flush(void);

#endif

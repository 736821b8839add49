/* SPDX-License-Identifier: MIT */
/* SEC-2: what an entry of the audit log says has changed is JSON, reads as it was written, and nothing else is taken for it.
 * Not the entries themselves: store/test_audit.c. */
#include "audit/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

static struct arena *arena;

static const char *const texts[] = { "", "@orders.state.1", "林晓燕 → 程安平", "\"", "\\", "\\\"",
	"a\nb\tc\r", "\x01\x1f\x7f", "ends in \\", "\\u0041 is no escape", "[\"a\",\"b\"]", "]}", "\",\"",
	"😀" };
#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static void
same_text(json_t *json, const char *wanted, const char *read)
{
	assert_string_equal(read, wanted);
	assert_string_equal(json_string_value(json), wanted);
}

/* By diff_read(), and by a JSON reader that knows nothing of it. */
static void
reads_as_written(const struct diff *diff)
{
	const char *written = diff_write(arena, diff);
	json_t *json = json_loads(written, 0, NULL), *items = json_object_get(json, "items");
	struct diff read;

	assert_true(diff_read(arena, written, &read));
	assert_int_equal(read.count, diff->count);
	assert_int_equal(json_array_size(items), diff->count);
	same_text(json_object_get(json, "reason"), diff->reason == NULL ? "" : diff->reason, read.reason);
	for (size_t i = 0; i < read.count; i++) {
		json_t *item = json_array_get(items, i);

		same_text(json_array_get(item, 0), diff->item[i].field, read.item[i].field);
		same_text(json_array_get(item, 1), diff->item[i].before, read.item[i].before);
		same_text(json_array_get(item, 2), diff->item[i].after, read.item[i].after);
	}
	json_decref(json);
}

static void
test_round_trip(void **state)
{
	struct diff diff = { 0 };

	(void)state;
	reads_as_written(&diff);
	for (size_t i = 0; i < TEXTS; i++) {
		diff = (struct diff){ .reason = texts[i] };
		reads_as_written(&diff);
		while (diff.count < DIFF_MOST) {
			diff_add(&diff, texts[diff.count % TEXTS], texts[(diff.count + i) % TEXTS],
			    texts[(diff.count * i) % TEXTS]);
			reads_as_written(&diff);
		}
		arena_reset(arena, 1 << 16);
	}
}

static void
refused(const char *json)
{
	struct diff diff;

	if (diff_read(arena, json, &diff))
		fail_msg("taken: %s", json);
}

static void
test_anything_else(void **state)
{
	static const char *const wrong[] = { "", "{}", "null", "{\"reason\":\"\"}",
		"{\"reason\":null,\"items\":[]}", "{ \"reason\":\"\",\"items\":[]}",
		"{\"reason\":\"\",\"items\":[]} ", "{\"reason\":\"\",\"items\":[[\"a\",\"b\"]]}",
		"{\"reason\":\"\",\"items\":[[\"a\",\"b\",\"c\",\"d\"]]}",
		"{\"reason\":\"\",\"items\":[[\"a\",\"b\",\"c\"][\"a\",\"b\",\"c\"]]}",
		"{\"reason\":\"\",\"items\":[,[\"a\",\"b\",\"c\"]]}",
		"{\"reason\":\"\",\"items\":[[\"a\",\"b\",\"c\"],]}", "{\"reason\":\"\\n\",\"items\":[]}",
		"{\"reason\":\"\\u0000\",\"items\":[]}", "{\"reason\":\"\\u0041\",\"items\":[]}",
		"{\"reason\":\"\\u001\",\"items\":[]}", "{\"reason\":\"\\u00", "{\"reason\":\"\\" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		refused(wrong[i]);
}

/* What was cut off, or has one item more than are ever written. */
static void
test_cut_and_long(void **state)
{
	struct diff diff = { .reason = "why \"quoted\"\n原因" };
	const char *whole;
	char *longer;

	(void)state;
	while (diff.count < DIFF_MOST)
		diff_add(&diff, "orders.field.state", "\\", "\x02");
	whole = diff_write(arena, &diff);
	for (size_t length = 0; length < strlen(whole); length++)
		refused(arena_strndup(arena, whole, length));
	longer = arena_strndup(arena, whole, strlen(whole) - 2);
	refused(arena_join(arena, longer, ",[\"a\",\"b\",\"c\"]]}", NULL));
}

/* Any byte may be another one: taken or not, nothing beyond the text is looked at (the sanitizers and valgrind see it). */
static void
test_bytes_changed(void **state)
{
	struct diff diff = { .reason = "a\\b" }, read;
	const char *whole;

	(void)state;
	diff_add(&diff, "f", "\x01", "\"");
	whole = diff_write(arena, &diff);
	for (size_t at = 0; at < strlen(whole); at++)
		for (int byte = 1; byte < 256; byte++) {
			size_t length = strlen(whole);
			char *changed = malloc(length + 1);

			assert_non_null(changed);
			memcpy(changed, whole, length + 1);
			changed[at] = (char)byte;
			if (diff_read(arena, changed, &read) && read.count > DIFF_MOST)
				fail_msg("%zu items", read.count);
			free(changed);
			arena_reset(arena, 1 << 16);
			whole = diff_write(arena, &diff);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_anything_else),
		cmocka_unit_test(test_cut_and_long),
		cmocka_unit_test(test_bytes_changed),
	};

	arena = arena_new(4096);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

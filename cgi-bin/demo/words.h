/* SPDX-License-Identifier: MIT */
/* Words that the demo shop is made of; inside demo/ only. Every table of words ends with NULL. */
#ifndef DEMO_WORDS_H
#define DEMO_WORDS_H

#include <stddef.h>
#include <stdint.h>

extern const char *const demo_surnames[];
extern const char *const demo_given[];
extern const char *const demo_streets[];
extern const char *const demo_park_reasons[];
extern const char *const demo_fabrics[];
extern const char *const demo_colours[];
extern const char *const demo_sizes[];

/* Provinces with some of their cities, each with some of its districts. */
struct demo_city {
	const char *name;
	const char *districts[4];
};
struct demo_province {
	const char *name;
	struct demo_city cities[3];
};
extern const struct demo_province demo_provinces[];
extern const size_t demo_province_count;

/* Goods: "亚麻混纺" + "立领衬衫", sold in colours and sizes. */
struct demo_good {
	const char *name, *category;
	int64_t price_fen; /* about */
};
extern const struct demo_good demo_goods[];
extern const size_t demo_good_count;

/* Complaints: what happened, what is wanted, what it came to; `weight`: how often beside the others. */
struct demo_story {
	int64_t problem, weight;
	const char *happened, *demand, *result;
};
extern const struct demo_story demo_stories[];
extern const size_t demo_story_count;

#endif

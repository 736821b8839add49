/* SPDX-License-Identifier: MIT */
/* Naughty strings of other people's collections, for page tests. The collections are no part of this tree. */
#ifndef TESTS_PAGE_BADINPUT_H
#define TESTS_PAGE_BADINPUT_H

#include "page/page.h"

#include <stdbool.h>

/* badinput_each(): each string of a collection below the data's folder: of a JSON array, else the lines; `pattern` may hold "*".
 * False if there is none of that name, which is said. */
bool badinput_each(const char *pattern, void (*each)(const char *text));

/* badinput_echo(): fails if the page is not UTF-8 or holds the text as markup that does not stand in `plain`, the page without it. */
void badinput_echo(const struct page *page, const char *text, const char *plain, const char *where);

#endif

/* SPDX-License-Identifier: MIT */
/* Macros of libraries whose headers cppcheck does not read. */
#define json_array_foreach(array, index, value) \
	for (index = 0; (value = json_array_get(array, index)); index++)

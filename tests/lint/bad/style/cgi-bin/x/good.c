/* SPDX-License-Identifier: MIT */
/* What it is.
 * What it is not. */
int
f(void)
{
	return 1; /* TODO BAD */
}

/* SPDX-License-Identifier: MIT BAD */
/* What it is. */

/* SPDX-License-Identifier: MIT */
/* Decisions about members: how contact data shows before identity was checked, what a row of theirs must hold.
 * Not who may see more: that is the page's right and its record. */
#include "members/rules.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

const char *
mask_phone(struct arena *arena, const char *phone)
{
	size_t length = strlen(phone);

	if (length == 0)
		return "";
	if (length < 7) /* too short for three and four: only the last one shows */
		return arena_printf(arena, "****%s", phone + length - 1);
	return arena_printf(arena, "%.3s****%s", phone, phone + length - 4);
}

const char *
mask_name(struct arena *arena, const char *name)
{
	size_t first = utf8_cut(name, 1);

	return name[0] == '\0' ? "" : arena_printf(arena, "%.*s*", (int)first, name);
}

const char *
mask_email(struct arena *arena, const char *email)
{
	const char *at = strrchr(email, '@');

	if (email[0] == '\0')
		return "";
	if (at == NULL || at == email)
		return "***";
	return arena_printf(arena, "%.*s***%s", (int)utf8_cut(email, 1), email, at);
}

static bool
number_fits(const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		if (i == 40 || text[i] <= ' ' || text[i] > '~')
			return false;
	return i > 0;
}

/* The phone as stored: digits, a leading plus, blanks and dashes between them. */
static bool
phone_fits(const char *phone)
{
	return strlen(phone) <= 20 && strspn(phone, "0123456789+- ()") == strlen(phone);
}

static bool
text_fits(const char *text, size_t most)
{
	return utf8_length(text) <= most;
}

static enum rc
fault(const char **field, const char **reason, const char *at, const char *key)
{
	*field = at;
	*reason = key;
	return RC_INVALID;
}

enum rc
member_check(const struct member *member, const char **field, const char **reason)
{
	if (!number_fits(member->member_no))
		return fault(field, reason, "member_no", "members.invalid.number");
	if (member->name[0] == '\0' || !text_fits(member->name, 80))
		return fault(field, reason, "name", "members.invalid.name");
	if (!phone_fits(member->phone))
		return fault(field, reason, "phone", "members.invalid.phone");
	if (!text_fits(member->email, 120) ||
	    (member->email[0] != '\0' && strchr(member->email, '@') == NULL))
		return fault(field, reason, "email", "members.invalid.email");
	if (!text_fits(member->address, 200))
		return fault(field, reason, "address", "members.invalid.address");
	return RC_OK;
}

const char *
phone_last4(struct arena *arena, const char *phone)
{
	char digits[24];
	size_t count = 0;

	for (; *phone != '\0' && count < sizeof(digits); phone++)
		if (*phone >= '0' && *phone <= '9')
			digits[count++] = *phone;
	return count < 4 ? "" : arena_strndup(arena, digits + count - 4, 4);
}

const char *
identity_means(const struct member *member, const char *answer)
{
	if (strlen(answer) == 4 && strcmp(answer, member->phone_last4) == 0)
		return "phone";
	if (*answer != '\0' && strcasecmp(answer, member->email) == 0)
		return "email";
	return "";
}

bool
member_same(const struct member *a, const struct member *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->phone, b->phone) == 0 &&
	       strcmp(a->email, b->email) == 0 && a->province_id == b->province_id &&
	       a->city_id == b->city_id && a->district_id == b->district_id &&
	       strcmp(a->address, b->address) == 0 && a->since_at == b->since_at;
}

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
	struct pieces masked;

	if (length == 0)
		return "";
	if (length < 7) /* too short for three and four: only the last one shows */
		return arena_join(arena, "****", phone + length - 1, NULL);
	pieces_init(&masked, arena);
	pieces_add(&masked, phone, 3);
	pieces_add(&masked, "****", 4);
	pieces_add(&masked, phone + length - 4, 4);
	return pieces_text(&masked);
}

const char *
mask_name(struct arena *arena, const char *name)
{
	struct pieces masked;

	if (name[0] == '\0')
		return "";
	pieces_init(&masked, arena);
	pieces_add(&masked, name, utf8_cut(name, 1));
	pieces_add(&masked, "*", 1);
	return pieces_text(&masked);
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

/* What people write between the digits: blanks of all widths, dashes, dots, brackets. */
static const char *
phone_digits(struct arena *arena, const char *typed, bool *plus)
{
	static const char *const between[] = { "\xc2\xa0", "\xe3\x80\x80", "\xe2\x80\x90", "\xe2\x80\x91",
		"\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x88\x92" };
	char *digits = arena_alloc(arena, strlen(typed) + 1), *out = digits;
	const char *p = typed;
	size_t i;

	*plus = false;
	while (*p != '\0') {
		for (i = 0; i < sizeof(between) / sizeof(between[0]); i++)
			if (strncmp(p, between[i], strlen(between[i])) == 0)
				break;
		if (i < sizeof(between) / sizeof(between[0])) {
			p += strlen(between[i]);
			continue;
		}
		if (*p >= '0' && *p <= '9')
			*out++ = *p;
		else if (*p == '+' && out == digits && !*plus)
			*plus = true;
		else if (strchr(" -.()/\t", *p) == NULL)
			return NULL;
		p++;
	}
	return digits;
}

const char *
phone_normal(struct arena *arena, const char *typed)
{
	bool plus;
	const char *digits = phone_digits(arena, utf8_narrow(arena, typed), &plus);
	size_t length;

	if (digits == NULL)
		return NULL;
	if (!plus && strncmp(digits, "00", 2) == 0) { /* 00 is the plus of who has none */
		plus = true;
		digits += 2;
	}
	length = strlen(digits);
	if (plus && strncmp(digits, "86", 2) == 0) {
		plus = false;
		digits += 2;
	} else if (!plus && length == 13 && strncmp(digits, "861", 3) == 0) {
		digits += 2; /* a mobile number has eleven digits and begins with 1 */
	}
	length = strlen(digits);
	if (length == 0)
		return *typed == '\0' ? "" : NULL;
	if (length < 5 || length > 15)
		return NULL;
	return plus ? arena_printf(arena, "+%s", digits) : digits;
}

/* The phone as stored: what phone_normal() makes. */
static bool
phone_fits(const char *phone)
{
	const char *digits = phone + (*phone == '+');
	size_t length = strlen(digits);

	return *phone == '\0' || (length >= 5 && length <= 15 && strspn(digits, "0123456789") == length);
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

/* SPDX-License-Identifier: MIT */
/* Decisions about accounts: which passwords and names are taken, how long a failed log-in must wait.
 * No clock, no database, no request. */
#include "accounts/accounts.h"
#include "base/utf8.h"
#include <ctype.h>
#include <strings.h>

/* Whole passwords often guessed, eight characters and longer (shorter ones are refused by length). */
static const char *const common_passwords[] = { "00000000", "0123456789", "11111111", "111222333",
	"112233445566", "11223344", "12121212", "123123123", "123321123", "12341234", "123454321", "12345678",
	"123456789", "1234567890", "12345678910", "12345qwert", "1234abcd", "1234qwer", "123abc123",
	"123qweasd", "123qweasdzxc", "147258369", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "1qaz2wsx3edc",
	"1qazxsw2", "22222222", "31415926", "321321321", "5201314520", "52013145", "520520520", "55555555",
	"66666666", "77777777", "87654321", "88888888", "987654321", "9876543210", "99999999", "a1234567",
	"a12345678", "a123456789", "aa123456", "aa12345678", "aaaaaaaa", "aaaa1111", "abc12345", "abc123456",
	"abcd1234", "abcd12345", "abcd123456", "abcdefgh", "abcdefg1", "access14", "admin123", "admin1234",
	"admin12345", "admin123456", "admin888", "administrator", "asd123456", "asdasdasd", "asdfasdf",
	"asdfghjk", "asdfghjkl", "baseball", "changeme", "computer", "dragon123", "football", "iloveyou",
	"iloveyou1", "jennifer", "letmein1", "letmein123", "liverpool", "login123", "master123", "michelle",
	"monkey123", "passw0rd", "password", "password1", "password12", "password123", "password1234",
	"princess", "q1w2e3r4", "q1w2e3r4t5", "qazwsx123", "qazwsxedc", "qq123456", "qq123456789", "qwer1234",
	"qwerasdf", "qwerqwer", "qwerty12", "qwerty123", "qwerty1234", "qwerty123456", "qwertyui",
	"qwertyuiop", "root1234", "secret123", "shadow123", "starwars", "sunshine", "superman", "test1234",
	"test123456", "trustno1", "user1234", "wang123456", "welcome1", "welcome123", "whatever", "woaini123",
	"woaini1314", "woaini520", "woaiwojia", "xiaoming", "zaq12wsx", "zhang123", "zhang123456",
	"zhimakaimen", "zxcvbnm1", "zxcvbnm123", "zxcvbnma", NULL };

/* Words of this shop and its trade; a password that is one of them with nothing but digits and signs around it is refused. */
static const char *const shop_words[] = { "houtai", "后台", "kefu", "客服", "dingdan", "订单", "caiwu",
	"财务", "yunying", "运营", "wuliu", "物流", "zhuguan", "主管", "jingli", "经理", "zongjingli",
	"总经理", "shangcheng", "商城", "dianshang", "电商", "huiyuan", "会员", "cuxiao", "促销", "tuihuo",
	"退货", "tuikuan", "退款", "mima", "密码", "guanliyuan", "管理员", "admin", "password", "passwd",
	"shop", "order", "orders", "finance", "service", "customer", "manager", "supervisor", "backoffice",
	"taobao", "tmall", "jingdong", "alipay", "zhifubao", "weixin", "welcome", "qwerty", "woaini",
	"shuang11", "gongsi", "公司", NULL };

static bool
text_in(const char *text, const char *const *list)
{
	for (; *list; list++)
		if (!strcasecmp(text, *list))
			return true;
	return false;
}

/* Nothing but digits and ASCII signs before and after `word`, which stands in `text` in any case of letters. */
static bool
word_bare(const char *text, const char *word)
{
	const char *at = *word ? strcasestr(text, word) : NULL;

	if (!at)
		return false;
	for (const char *c = text; *c; c++) {
		if (c == at)
			c += strlen(word);
		if (!*c)
			break;
		if (isalpha((unsigned char)*c) || (unsigned char)*c >= 0x80)
			return false;
	}
	return true;
}

static bool
text_monotone(const char *text)
{
	for (const char *c = text; *c; c++)
		if (*c != *text)
			return false;
	return true;
}

const char *
password_check(const char *password, const char *login, const char *staff_no)
{
	size_t length = utf8_length(password);

	if (length < PASSWORD_LEAST)
		return "accounts.password.short";
	if (length > PASSWORD_MOST)
		return "accounts.password.long";
	if (text_in(password, common_passwords) || text_monotone(password))
		return "accounts.password.common";
	for (const char *const *word = shop_words; *word; word++)
		if (word_bare(password, *word))
			return "accounts.password.common";
	if (word_bare(password, login) || word_bare(password, staff_no))
		return "accounts.password.own";
	return NULL;
}

bool
login_valid(const char *login)
{
	size_t length = strlen(login);

	if (length < 2 || length > 40 || !isalnum((unsigned char)login[0]))
		return false;
	for (; *login; login++) {
		char c = *login;

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_')
			return false;
	}
	return true;
}

int64_t
throttle_wait(int64_t failures, int64_t free_tries, int64_t first, int64_t most)
{
	int64_t wait = first;

	if (failures < free_tries)
		return 0;
	for (int64_t i = free_tries; i < failures && wait < most; i++)
		wait *= 2;
	return wait < most ? wait : most;
}

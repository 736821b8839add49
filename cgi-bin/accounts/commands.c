/* SPDX-License-Identifier: MIT */
/* houtaictl account …: accounts made, switched off, given a new password.
 * A password is never an argument, where every process could read it: it comes from the terminal or standard input, or is
 * made here and printed once. */
#include "accounts/accounts.h"
#include "accounts/jobs.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"
#include "db/db.h"
#include "web/lang.h"
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#define LINE_MOST 1024

static int
command_fail(struct ctx *ctx, enum rc rc)
{
	if (rc == RC_NOT_FOUND)
		fputs("houtaictl: no such account\n", stderr);
	else
		fprintf(stderr, "houtaictl: %s\n", lang_why(ctx, rc));
	return 1;
}

/* 16 letters and digits without look-alikes, in groups of four: some 80 bits. */
static const char *
password_make(struct ctx *ctx)
{
	static const char signs[] = "abcdefghjkmnpqrstuvwxyz23456789";
	char *text = arena_alloc(ctx->arena, 20);

	for (size_t i = 0; i < 19; i++)
		text[i] = i % 5 == 4 ? '-' : signs[randombytes_uniform(sizeof(signs) - 1)];
	return text;
}

/* One line, without echo on a terminal; NULL at its end or if it is no proper text. */
static const char *
password_line(struct ctx *ctx, const char *prompt)
{
	struct termios before, silent;
	bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
	char line[LINE_MOST];
	char *got;

	if (terminal) {
		fputs(prompt, stderr);
		silent = before;
		silent.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
	}
	got = fgets(line, sizeof(line), stdin);
	if (terminal) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		fputc('\n', stderr);
	}
	if (!got || !strchr(line, '\n'))
		if (!got || strlen(line) == sizeof(line) - 1)
			return NULL;
	line[strcspn(line, "\r\n")] = '\0';
	if (!utf8_valid(line, strlen(line)))
		return NULL;
	got = arena_strdup(ctx->arena, line);
	sodium_memzero(line, sizeof(line));
	return got;
}

/* The password of a command: made when --generate was given, else read, on a terminal twice. */
static const char *
password_get(struct ctx *ctx, bool generate)
{
	const char *first, *second;

	if (generate)
		return password_make(ctx);
	first = password_line(ctx, "Password: ");
	if (!first || !isatty(STDIN_FILENO))
		return first;
	second = password_line(ctx, "Once more: ");
	if (second && !strcmp(first, second))
		return first;
	fputs("houtaictl: the two are not the same\n", stderr);
	return NULL;
}

static void
password_tell(const char *login, const char *password, bool generate)
{
	if (generate)
		printf("%s %s\n", login, password);
}

/* "clerk,finance" → bits; 0 if a name is unknown. */
static uint32_t
roles_parse(struct ctx *ctx, const char *list)
{
	uint32_t roles = 0;

	while (*list) {
		size_t length = strcspn(list, ",");
		uint32_t role = role_find(arena_strndup(ctx->arena, list, length));

		if (!role)
			return 0;
		roles |= role;
		list += length + (list[length] == ',');
	}
	return roles;
}

static int
usage_fail(const char *usage)
{
	fprintf(stderr, "usage: houtaictl account %s\n", usage);
	return 2;
}

static int
create_run(struct ctx *ctx, int argc, char **argv)
{
	struct account account = { .denied = "", .must_change = true };
	bool generate = false;
	const char *password;
	int64_t id;
	enum rc rc;

	for (int i = 0; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";

		if (!strcmp(argv[i], "--generate")) {
			generate = true;
			continue;
		}
		if (!strcmp(argv[i], "--staff-no"))
			account.staff_no = value;
		else if (!strcmp(argv[i], "--name"))
			account.name = value;
		else if (!strcmp(argv[i], "--roles"))
			account.roles = roles_parse(ctx, value);
		else if (!strcmp(argv[i], "--lang"))
			account.lang = lang_find(value);
		else if (argv[i][0] == '-' || account.login)
			return usage_fail(account_commands[0].usage);
		else {
			account.login = argv[i];
			continue;
		}
		i++;
	}
	if (!account.login || !account.staff_no || !account.name)
		return usage_fail(account_commands[0].usage);
	audit_keys(false);
	password = password_get(ctx, generate);
	if (!password)
		return 1;
	rc = account_create(ctx, &account, password, &id);
	if (rc != RC_OK)
		return command_fail(ctx, rc);
	password_tell(account.login, password, generate);
	return 0;
}

static int
reset_run(struct ctx *ctx, int argc, char **argv)
{
	bool generate = argc == 2 && !strcmp(argv[1], "--generate");
	const char *password;
	enum rc rc;

	if (argc < 1 || (argc == 2 && !generate) || argc > 2)
		return usage_fail("reset LOGIN [--generate]");
	audit_keys(false);
	password = password_get(ctx, generate);
	if (!password)
		return 1;
	rc = account_reset(ctx, argv[0], password);
	if (rc != RC_OK)
		return command_fail(ctx, rc);
	password_tell(argv[0], password, generate);
	return 0;
}

static int
switch_run(struct ctx *ctx, int argc, char **argv, enum rc (*change)(struct ctx *ctx, const char *login))
{
	enum rc rc;

	if (argc != 1)
		return usage_fail("disable|enable LOGIN");
	audit_keys(false);
	rc = change(ctx, argv[0]);
	return rc == RC_OK ? 0 : command_fail(ctx, rc);
}

static int
disable_run(struct ctx *ctx, int argc, char **argv)
{
	return switch_run(ctx, argc, argv, account_disable);
}

static int
enable_run(struct ctx *ctx, int argc, char **argv)
{
	return switch_run(ctx, argc, argv, account_enable);
}

static int
list_run(struct ctx *ctx, int argc, char **argv)
{
	const struct account *account;
	struct rows rows;
	enum rc rc;

	(void)argv;
	if (argc)
		return usage_fail("list");
	rc = account_list(ctx, &rows);
	if (rc != RC_OK)
		return command_fail(ctx, rc);
	account = rows.items;
	for (size_t i = 0; i < rows.count; i++) {
		printf("%s\t%s\t%s\t%s\t", account[i].staff_no, account[i].login, account[i].name,
		    account[i].state == ACCOUNT_ACTIVE ? "active" : "disabled");
		for (uint32_t bit = 1; bit & ROLE_ALL; bit <<= 1)
			if ((uint32_t)account[i].roles & bit)
				printf("%s ", role_name((enum role)bit));
		putchar('\n');
	}
	return 0;
}

const struct command account_commands[] = {
	{ "account create", "LOGIN --staff-no NO --name NAME --roles a,b [--lang en] [--generate]",
	    "make an account; the password is read, or made and printed", create_run },
	{ "account disable", "LOGIN", "switch an account off; its sessions end at once", disable_run },
	{ "account enable", "LOGIN", "switch it on again", enable_run },
	{ "account reset", "LOGIN [--generate]", "a new password; its sessions end", reset_run },
	{ "account list", "", "staff number, log-in, name, state, roles", list_run },
	{ NULL, NULL, NULL, NULL },
};

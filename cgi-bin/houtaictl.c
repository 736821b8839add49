/* SPDX-License-Identifier: MIT */
/* Administration on the command line: one table of subcommands, its own and those of the features.
 * Not what they do: a command calls the same actions as the pages. */
#include "audit/audit.h"
#include "base/clock.h"
#include "base/log.h"
#include "check/check.h"
#include "db/config.h"
#include "db/migrate.h"
#include "web/feature.h"
#include "web/view.h"
#include <sodium.h>
#include <unistd.h>

static int command_help(struct ctx *ctx, int argc, char **argv);
static int command_migrate(struct ctx *ctx, int argc, char **argv);

static const struct command own_commands[] = {
	{ "help", "", "this list", command_help },
	{ "migrate", "[FOLDER]", "bring the database up to date: migrations, then users and their rights",
	    command_migrate },
	{ "routes", "", "every page: method, path, right, roles, template", check_routes },
	{ "check", "", "prove that routes have rights, templates parse, statements prepare, names are unique",
	    check_build },
	{ "check-sql", "[--list] [NAME | lists | list:NAME]",
	    "run every statement with its samples and count the rows it reads", check_sql },
	{ NULL, NULL, NULL, NULL },
};

static void
commands_print(const struct command *command)
{
	for (; command && command->name; command++)
		printf("  %s%s%s\n        %s\n", command->name, command->usage && *command->usage ? " " : "",
		    command->usage ? command->usage : "", command->help);
}

static int
command_help(struct ctx *ctx, int argc, char **argv)
{
	size_t i;

	(void)ctx;
	(void)argc;
	(void)argv;
	puts("houtaictl [--config FILE] COMMAND");
	commands_print(own_commands);
	for (i = 0; features[i]; i++)
		commands_print(features[i]->commands);
	return 0;
}

static int
command_migrate(struct ctx *ctx, int argc, char **argv)
{
	const struct config *config = config_get();
	const char *folder = argc > 0 ? argv[0] : config_text(config, "Sql", "sql");
	struct db_config worker = config_database(config, "worker"), jobs = config_database(config, "jobs");
	struct db_config admin = config_database(config, "admin");
	int done = 0;
	enum rc rc = migrate_run(ctx, folder, &done);

	if (rc == RC_OK && *worker.user && *jobs.user && strcmp(worker.user, admin.user) != 0)
		rc = grants_run(ctx, arena_printf(ctx->arena, "%s/grants.sql", folder), &worker, &jobs);
	if (rc != RC_OK) {
		fprintf(stderr, "houtaictl migrate: %s\n", rc_name(rc));
		return 1;
	}
	printf("%d migrations run\n", done);
	return 0;
}

/* How many of the arguments are the words of `name`; 0: another command. */
static int
words_match(const char *name, int argc, char **argv)
{
	size_t length;
	int words = 0;

	for (;;) {
		length = strcspn(name, " ");
		if (words == argc || strncmp(argv[words], name, length) != 0 || argv[words][length] != '\0')
			return 0;
		words++;
		if (name[length] == '\0')
			return words;
		name += length + 1;
	}
}

static void
command_find(const struct command *table, int argc, char **argv, const struct command **found, int *words)
{
	int matched;

	for (; table && table->name; table++) {
		matched = words_match(table->name, argc, argv);
		if (matched > *words) {
			*words = matched;
			*found = table;
		}
	}
}

/* What a feature's actions may want: the writer's key, unless it is yet to be made, and the language files. */
static void
command_prepare(void)
{
	const struct config *config = config_get();

	if (access(config_text(config, "Audit.WriterKey", "/etc/houtai/audit-writer.key"), R_OK) == 0)
		audit_keys(false);
	view_start(config_text(config, "Templates", "templates"));
}

static int
command_run(const struct command *command, bool own, int argc, char **argv)
{
	struct db_config admin = config_database(config_get(), "admin");
	struct ctx ctx = {
		.arena = arena_new(0), .now = clock_now(), .request_id = "houtaictl", .actor = actor_system()
	};
	int status;

	ctx.db = db_new(&admin);
	if (!own)
		command_prepare();
	status = command->run(&ctx, argc, argv);
	if (fflush(stdout) != 0 && status == 0)
		status = 1;
	db_free(ctx.db);
	arena_free(ctx.arena);
	return status;
}

int
main(int argc, char **argv)
{
	const struct command *command = NULL;
	int words = 0, first = 1;
	bool own;
	size_t i;

	if (sodium_init() < 0)
		return 1;
	if (argc > first && strncmp(argv[first], "--config=", 9) == 0)
		first += 1;
	else if (argc > first + 1 && strcmp(argv[first], "--config") == 0)
		first += 2;
	command_find(own_commands, argc - first, argv + first, &command, &words);
	for (i = 0; features[i]; i++)
		command_find(features[i]->commands, argc - first, argv + first, &command, &words);
	if (!command) {
		fputs("houtaictl: unknown command; see houtaictl help\n", stderr);
		return 2;
	}
	if (command->run == command_help || command->run == check_routes)
		return command->run(NULL, argc - first - words, argv + first + words);
	config_start(first, argv);
	own = command >= own_commands &&
	      command < own_commands + sizeof(own_commands) / sizeof(own_commands[0]);
	return command_run(command, own, argc - first - words, argv + first + words);
}

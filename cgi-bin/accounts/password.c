/* SPDX-License-Identifier: MIT */
/* Argon2id through libsodium, at most two computations at once on this machine.
 * Not a password policy (rules.c) and not a throttle (throttle.c). */
#include "accounts/accounts.h"
#include "base/log.h"
#include "db/config.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* One computation takes 64 MiB and a core for some 80 ms: without a bound a burst of log-ins would hold all workers and
 * the memory. The kernel drops a flock when its holder dies, however it dies. */
#define HASHES_AT_ONCE 2
#define WAIT_STEP_US 10000
#define WAIT_STEPS 100

static int lock_files[HASHES_AT_ONCE] = { -1, -1 };

/* Made by an administrator as root, the files are still the workers' to open: they belong to whom the folder belongs. */
static void
lock_hand_over(int fd, const char *folder)
{
	struct stat owner;

	if (geteuid() == 0 && stat(folder, &owner) == 0 && fchown(fd, owner.st_uid, owner.st_gid) != 0)
		log_line(LOG_WARN, "password.lock", "problem", strerror(errno), NULL);
}

static bool
locks_open(void)
{
	const char *folder = config_text(config_get(), "Accounts.LockDir", "/run/houtai");

	for (int i = 0; i < HASHES_AT_ONCE; i++) {
		char path[4096];

		if (lock_files[i] >= 0)
			continue;
		if (snprintf(path, sizeof(path), "%s/password-%d.lock", folder, i) >= (int)sizeof(path))
			return false;
		if (mkdir(folder, 0770) != 0 && errno != EEXIST)
			return false;
		lock_files[i] = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
		if (lock_files[i] < 0)
			return false;
		lock_hand_over(lock_files[i], folder);
	}
	return true;
}

/* The descriptor held, -1 when both stayed taken for a second, -2 when there is no place for lock files. */
static int
lock_take(void)
{
	if (!locks_open()) {
		log_line(LOG_ERROR, "password.lock", "problem", strerror(errno), NULL);
		return -2;
	}
	for (int step = 0; step < WAIT_STEPS; step++) {
		for (int i = 0; i < HASHES_AT_ONCE; i++) {
			/* workers begin at different files, so that they seldom meet at the first */
			int fd = lock_files[(i + (int)getpid()) % HASHES_AT_ONCE];

			if (flock(fd, LOCK_EX | LOCK_NB) == 0)
				return fd;
		}
		(void)usleep(WAIT_STEP_US);
	}
	return -1;
}

static enum rc
lock_begin(struct ctx *ctx, int *fd)
{
	*fd = lock_take();
	if (*fd >= 0)
		return RC_OK;
	return *fd == -1 ? ctx_fail(ctx, RC_BUSY, "accounts.login.busy", NULL) : RC_INTERNAL;
}

static void
lock_end(int fd)
{
	(void)flock(fd, LOCK_UN);
}

enum rc
password_hash(struct ctx *ctx, const char *password, const char **hash)
{
	char *text = arena_alloc(ctx->arena, crypto_pwhash_STRBYTES);
	int fd, failed;
	enum rc rc = lock_begin(ctx, &fd);

	if (rc != RC_OK)
		return rc;
	failed = crypto_pwhash_str_alg(text, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
	    crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
	lock_end(fd);
	if (failed) {
		log_line(LOG_ERROR, "password.hash", "problem", "out of memory", NULL);
		return RC_INTERNAL;
	}
	*hash = text;
	return RC_OK;
}

/* What a hash says of itself: "$argon2id$v=19$m=65536,t=2,p=1$salt$hash", the salt and the hash in base64. */
struct hash_parts {
	unsigned long version, memory_kib, operations, lanes;
	unsigned char salt[crypto_pwhash_SALTBYTES], hash[32];
};

static bool
number_read(const char **at, const char *name, unsigned long *number)
{
	size_t length = strlen(name);
	char *end;

	if (strncmp(*at, name, length) != 0)
		return false;
	*number = strtoul(*at + length, &end, 10);
	*at = end;
	return true;
}

static bool
bytes_read(const char **at, unsigned char *bytes, size_t size)
{
	size_t length, text;

	if (**at != '$')
		return false;
	text = strcspn(++*at, "$");
	if (sodium_base642bin(bytes, size, *at, text, NULL, &length, NULL,
		sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0 ||
	    length != size)
		return false;
	*at += text;
	return true;
}

static bool
hash_read(const char *text, struct hash_parts *parts)
{
	return number_read(&text, "$argon2id$v=", &parts->version) &&
	       number_read(&text, "$m=", &parts->memory_kib) &&
	       number_read(&text, ",t=", &parts->operations) && number_read(&text, ",p=", &parts->lanes) &&
	       parts->version == 19 && parts->lanes == 1 &&
	       bytes_read(&text, parts->salt, sizeof(parts->salt)) &&
	       bytes_read(&text, parts->hash, sizeof(parts->hash)) && *text == '\0';
}

/* Not crypto_pwhash_str_verify(): in libsodium 1.0.18 a computation that ends for want of memory is a password that does not match. */
static enum rc
hash_compare(const char *hash, const char *password, bool *same)
{
	struct hash_parts parts;
	unsigned char computed[sizeof(parts.hash)];

	if (!hash_read(hash, &parts)) {
		log_line(LOG_ERROR, "password.verify", "problem", "a hash that is none", NULL);
		return RC_INTERNAL;
	}
	if (crypto_pwhash(computed, sizeof(computed), password, strlen(password), parts.salt,
		parts.operations, (size_t)parts.memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0) {
		log_line(LOG_ERROR, "password.verify", "problem", "out of memory", NULL);
		return RC_INTERNAL;
	}
	*same = sodium_memcmp(computed, parts.hash, sizeof(computed)) == 0;
	sodium_memzero(computed, sizeof(computed));
	return RC_OK;
}

enum rc
password_verify(struct ctx *ctx, const char *hash, const char *password, bool *matches, bool *stale)
{
	/* of a random password nobody knows, with today's parameters: an unknown name costs what a known one does */
	static const char nobody[crypto_pwhash_STRBYTES] =
	    "$argon2id$v=19$m=65536,t=2,p=1$c29kaXVtLXNhbHQtMDAwMA$8Z3nq3rA1bqFyO3HcSm0mVfFvJ0o6v4oYzg0m2m8QmU";
	const char *against = hash && *hash ? hash : nobody;
	bool same = false;
	int fd;
	enum rc rc = lock_begin(ctx, &fd);

	if (rc != RC_OK)
		return rc;
	rc = hash_compare(against, password, &same);
	lock_end(fd);
	if (rc != RC_OK)
		return rc;
	*matches = same && against != nobody;
	*stale =
	    against != nobody && crypto_pwhash_str_needs_rehash(against, crypto_pwhash_OPSLIMIT_INTERACTIVE,
				     crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0;
	return RC_OK;
}

/* SPDX-License-Identifier: MIT */
/* Key files of the audit log: made once, read at start, kept out of swap and core files.
 * Not a key store: rotation means a new log, begun after the old one was verified. */
#include "audit/keys.h"

#include "audit/audit.h"
#include "db/config.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

static unsigned char writer_key[32];
static unsigned char seal_key[crypto_sign_SECRETKEYBYTES];
static bool writer_read, seal_read;

const unsigned char *
audit_writer_key(void)
{
	return writer_read ? writer_key : NULL;
}

const unsigned char *
audit_seal_key(void)
{
	return seal_read ? seal_key : NULL;
}

/* Exactly 32 bytes from a file, no more and no fewer. */
static bool
key_read(const char *path, unsigned char key[32])
{
	unsigned char bytes[33];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return false;
	got = read(fd, bytes, sizeof(bytes));
	close(fd);
	if (got == 32)
		memcpy(key, bytes, 32);
	else if (got >= 0)
		errno = EINVAL;
	sodium_memzero(bytes, sizeof(bytes));
	return got == 32;
}

static void __attribute__((noreturn)) key_missing(const char *name, const char *path)
{
	fprintf(stderr, "houtai: cannot read the key %s (%s): %s. `houtaictl keys create` makes the keys.\n",
	    path, name, errno == EINVAL ? "it is not 32 bytes long" : strerror(errno));
	exit(1);
}

void
audit_keys(bool sealing)
{
	const struct config *config = config_get();
	const char *path = config_text(config, "Audit.WriterKey", "/etc/houtai/audit-writer.key");
	unsigned char seed[32], public[32];

	if (sodium_init() < 0) {
		fprintf(stderr, "houtai: libsodium does not start\n");
		exit(1);
	}
	sodium_mlock(writer_key, sizeof(writer_key));
	if (!key_read(path, writer_key))
		key_missing("Audit.WriterKey", path);
	writer_read = true;
	if (!sealing)
		return;
	path = config_text(config, "Audit.SealKey", "/etc/houtai/seal/audit-seal.key");
	sodium_mlock(seal_key, sizeof(seal_key));
	if (!key_read(path, seed))
		key_missing("Audit.SealKey", path);
	crypto_sign_seed_keypair(public, seal_key, seed);
	sodium_memzero(seed, sizeof(seed));
	seal_read = true;
}

enum rc
audit_public_key(unsigned char key[32])
{
	const struct config *config = config_get();
	const char *path = config_text(config, "Audit.SealPublic", NULL);
	char beside[4096];

	if (path == NULL) {
		int length = snprintf(beside, sizeof(beside), "%s.pub",
		    config_text(config, "Audit.SealKey", "/etc/houtai/seal/audit-seal.key"));

		if (length < 0 || (size_t)length >= sizeof(beside))
			return RC_NOT_FOUND;
		path = beside;
	}
	return key_read(path, key) ? RC_OK : RC_NOT_FOUND;
}

/* Write a new file of 32 bytes; false with errno set, EEXIST if it is there. */
static bool
key_write(const char *path, const unsigned char key[32], mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	bool whole;

	if (fd < 0)
		return false;
	whole = write(fd, key, 32) == 32 && fsync(fd) == 0;
	if (close(fd) != 0)
		whole = false;
	if (!whole)
		unlink(path);
	return whole;
}

enum rc
audit_keys_create(const char *writer, const char *seal, const char *seal_public, const char **error)
{
	unsigned char key[32], secret[crypto_sign_SECRETKEYBYTES], public[32];

	*error = NULL;
	if (sodium_init() < 0) {
		*error = "libsodium does not start";
		return RC_INTERNAL;
	}
	randombytes_buf(key, sizeof(key));
	if (!key_write(writer, key, 0600) && errno != EEXIST)
		*error = "the writer's key cannot be written";
	randombytes_buf(key, sizeof(key));
	if (*error == NULL && !key_write(seal, key, 0600) && errno != EEXIST)
		*error = "the sealing key cannot be written";
	/* the public half always follows from the seed that lies there, be it new or old */
	if (*error == NULL && !key_read(seal, key))
		*error = "the sealing key cannot be read";
	if (*error == NULL) {
		crypto_sign_seed_keypair(public, secret, key);
		if (!key_write(seal_public, public, 0644) && errno != EEXIST)
			*error = "the public key cannot be written";
	}
	sodium_memzero(key, sizeof(key));
	sodium_memzero(secret, sizeof(secret));
	return *error == NULL ? RC_OK : RC_INTERNAL;
}

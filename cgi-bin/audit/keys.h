/* SPDX-License-Identifier: MIT */
/* The keys of the audit log. Writer's key: 32 bytes, read by every process that writes. Sealing key: the 32-byte seed of an
 * Ed25519 pair, read by houtai-jobs alone; its public half lies beside it as <path>.pub, or where Audit.SealPublic says. */
#ifndef AUDIT_KEYS_H
#define AUDIT_KEYS_H

#include "base/rc.h"

/* audit_writer_key(): 32 bytes, NULL before audit_keys(). audit_seal_key(): 64 bytes (libsodium's secret key), NULL in
 * processes that do not seal. */
const unsigned char *audit_writer_key(void);
const unsigned char *audit_seal_key(void);
/* audit_public_key(): 32 bytes into `key`; RC_NOT_FOUND if there is none to read. */
enum rc audit_public_key(unsigned char key[32]) MUST_CHECK;
/* audit_keys_create(): make what is missing of the three files, mode 0600 (0644 the public one), and leave what is there.
 * RC_INTERNAL with a sentence on `error`. */
enum rc audit_keys_create(
    const char *writer, const char *seal, const char *seal_public, const char **error) MUST_CHECK;

#endif

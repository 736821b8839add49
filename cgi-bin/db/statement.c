/* SPDX-License-Identifier: MIT */
/* Prepared statements: each prepared once in a connection's life, found by its address; values bound and sent.
 * Not the rows that come back: see fetch.c. */
#include "base/log.h"
#include "db/private.h"

static size_t
address_bucket(const struct sql *sql)
{
	return (size_t)(((uintptr_t)sql >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 40) % SLOT_BUCKETS;
}

static void
slot_close(struct slot *slot)
{
	struct map *map, *next;

	if (slot->stmt)
		mysql_stmt_close(slot->stmt);
	free(slot->binds);
	for (map = slot->maps; map; map = next) {
		next = map->next;
		free(map->field);
		free(map);
	}
	slot->stmt = NULL;
	slot->binds = NULL;
	slot->maps = NULL;
	slot->array_size = 0;
	slot->sent = false;
}

void
slots_close(struct db *db)
{
	struct slot *slot;
	size_t i;

	for (i = 0; i < SLOT_BUCKETS; i++)
		for (slot = db->slots[i]; slot; slot = slot->next)
			slot_close(slot);
}

void
slots_free(struct db *db)
{
	struct slot *slot;
	size_t i;

	for (i = 0; i < SLOT_BUCKETS; i++)
		while ((slot = db->slots[i])) {
			db->slots[i] = slot->next;
			slot_close(slot);
			free(slot);
		}
}

static void *
zeroed(size_t count, size_t size)
{
	void *made = calloc(count ? count : 1, size);

	if (!made)
		abort();
	return made;
}

enum rc
slot_fail(struct ctx *ctx, struct slot *slot)
{
	/* copied, for closing the connection frees the statement with its message */
	char *message = arena_strdup(ctx->arena, mysql_stmt_error(slot->stmt));
	char *state = arena_strdup(ctx->arena, mysql_stmt_sqlstate(slot->stmt));

	return connection_fail(ctx, mysql_stmt_errno(slot->stmt), state, message, slot->sql->name);
}

static enum rc
slot_prepare(struct ctx *ctx, struct slot *slot)
{
	struct db *db = ctx->db;
	enum rc rc;

	slot->stmt = mysql_stmt_init(db->mysql);
	if (!slot->stmt)
		abort();
	db->prepared++;
	if (mysql_stmt_prepare(slot->stmt, slot->sql->text, strlen(slot->sql->text)) != 0) {
		rc = slot_fail(ctx, slot);
		slot_close(slot);
		return rc;
	}
	slot->params = (unsigned)mysql_stmt_param_count(slot->stmt);
	slot->binds = zeroed(slot->params, sizeof(MYSQL_BIND));
	return RC_OK;
}

enum rc
slot_get(struct ctx *ctx, const struct sql *sql, struct slot **out)
{
	struct db *db = ctx->db;
	size_t bucket = address_bucket(sql);
	struct slot *slot;
	enum rc rc;

	if (db->tx_dead)
		return RC_DB; /* never outside the transaction it was meant for */
	if (db->streaming) {
		log_line(LOG_ERROR, "db.streaming", "statement", sql->name, NULL);
		return RC_INTERNAL;
	}
	rc = connection_open(ctx);
	if (rc == RC_OK && !db->in_tx)
		rc = pipe_manual(ctx, false);
	if (rc != RC_OK)
		return rc;
	for (slot = db->slots[bucket]; slot && slot->sql != sql; slot = slot->next)
		;
	if (!slot) {
		slot = zeroed(1, sizeof(*slot));
		slot->sql = sql;
		slot->next = db->slots[bucket];
		db->slots[bucket] = slot;
	}
	*out = slot;
	if (slot->stmt)
		return RC_OK;
	rc = pipe_wait(ctx);
	return rc == RC_OK ? slot_prepare(ctx, slot) : rc;
}

static void
bind_one(MYSQL_BIND *bind, const struct arg *arg)
{
	/* The library reads the buffers only; its type has no const. */
	switch (arg->type) {
	case ARG_NULL:
		bind->buffer_type = MYSQL_TYPE_NULL;
		break;
	case ARG_INT:
		bind->buffer_type = MYSQL_TYPE_LONGLONG;
		bind->buffer = (void *)(uintptr_t)&arg->number;
		break;
	case ARG_TEXT:
	case ARG_BYTES:
		bind->buffer_type = arg->type == ARG_TEXT ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
		bind->buffer = (void *)(uintptr_t)(arg->data ? arg->data : "");
		bind->buffer_length = (unsigned long)arg->length;
		break;
	}
}

enum rc
slot_bind(struct ctx *ctx, struct slot *slot, const struct arg *args, size_t count)
{
	struct db *db = ctx->db;
	unsigned array_size = 0;
	size_t i;

	if (count != slot->params) {
		log_line(LOG_ERROR, "db.params", "statement", slot->sql->name, "given",
		    log_count((long long)count), "wanted", log_count(slot->params), NULL);
		db->tx_dead = db->in_tx;
		db->fate = FATE_DEFECT;
		return RC_INTERNAL;
	}
	if (slot->array_size != 0) {
		mysql_stmt_attr_set(slot->stmt, STMT_ATTR_ARRAY_SIZE, &array_size);
		slot->array_size = 0;
	}
	if (count > 0) {
		memset(slot->binds, 0, count * sizeof(MYSQL_BIND));
		for (i = 0; i < count; i++)
			bind_one(&slot->binds[i], &args[i]);
		mysql_stmt_bind_param(slot->stmt, slot->binds);
	}
	return RC_OK;
}

enum rc
slot_execute(struct ctx *ctx, struct slot *slot, const struct arg *args, size_t count)
{
	struct db *db = ctx->db;
	enum rc rc = slot->sent ? pipe_wait(ctx) : RC_OK;

	if (rc == RC_OK)
		rc = slot_bind(ctx, slot, args, count);
	if (rc == RC_OK)
		rc = slot_run(ctx, slot);
	if (rc != RC_OK)
		return rc;
	/* DDL or a second BEGIN would have ended the transaction unseen; what follows would stand alone. */
	if (db->in_tx && !(db->mysql->server_status & SERVER_STATUS_IN_TRANS)) {
		log_line(LOG_ERROR, "db.tx.vanished", "statement", slot->sql->name, NULL);
		db->tx_dead = true;
		db->fate = FATE_DEFECT;
		return RC_INTERNAL;
	}
	return RC_OK;
}

/* --- statements composed at run time --- */

static uint64_t
text_hash(const char *text)
{
	uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return hash;
}

static void
shape_unlink(struct db *db, struct shape *shape)
{
	*(shape->newer ? &shape->newer->older : &db->newest) = shape->older;
	*(shape->older ? &shape->older->newer : &db->oldest) = shape->newer;
}

static void
shape_push(struct db *db, struct shape *shape)
{
	shape->newer = NULL;
	shape->older = db->newest;
	*(db->newest ? &db->newest->newer : &db->oldest) = shape;
	db->newest = shape;
}

static void
shape_free(struct shape *shape)
{
	free((void *)(uintptr_t)shape->sql.text);
	free(shape);
}

/* The shape longest unused goes, with its statement. */
static void
shape_evict(struct db *db)
{
	struct shape *shape = db->oldest, **at = &db->shapes[shape->hash % SHAPE_BUCKETS];
	struct slot **slot = &db->slots[address_bucket(&shape->sql)], *gone;

	while (*at != shape)
		at = &(*at)->next;
	*at = shape->next;
	while (*slot && (*slot)->sql != &shape->sql)
		slot = &(*slot)->next;
	if (*slot) {
		gone = *slot;
		*slot = gone->next;
		slot_close(gone);
		free(gone);
	}
	shape_unlink(db, shape);
	shape_free(shape);
	db->shape_count--;
}

void
shapes_free(struct db *db)
{
	struct shape *shape, *older;

	for (shape = db->newest; shape; shape = older) {
		older = shape->older;
		shape_free(shape);
	}
}

const struct sql *
db_shape(struct ctx *ctx, const char *text)
{
	struct db *db = ctx->db;
	uint64_t hash = text_hash(text);
	struct shape **bucket = &db->shapes[hash % SHAPE_BUCKETS], *shape;

	for (shape = *bucket; shape; shape = shape->next)
		if (shape->hash == hash && strcmp(shape->sql.text, text) == 0)
			break;
	if (shape) {
		if (shape != db->newest) {
			shape_unlink(db, shape);
			shape_push(db, shape);
		}
		return &shape->sql;
	}
	if (db->shape_count >= SHAPE_MOST && !db->streaming)
		shape_evict(db);
	shape = zeroed(1, sizeof(*shape));
	shape->hash = hash;
	shape->sql.name = "shape";
	shape->sql.file = "";
	shape->sql.text = strdup(text);
	if (!shape->sql.text)
		abort();
	shape->next = *bucket;
	*bucket = shape;
	shape_push(db, shape);
	db->shape_count++;
	return &shape->sql;
}

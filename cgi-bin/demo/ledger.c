/* SPDX-License-Identifier: MIT */
/* Points of the demo shop besides what its orders earn (RULE MEM-3): through the ledger's own actions, so that each kind of entry
 * and each state of an adjustment is there to be seen. */
#include "demo/ledger.h"

#include "base/clock.h"
#include "db/db.h"
#include "demo/shop.h"
#include "members/members.h"
#include "orders/orders.h"
#include "points/points.h"

#include <inttypes.h>

#define LOOKED_AT 400
#define ACTED 24

SQL(demo_signed_sql,
    "SELECT id, version, paid_fen FROM orders WHERE member_id = ? AND state = 5 AND paid_fen > 0 "
    "AND refunded_fen = 0 ORDER BY placed_at DESC LIMIT 1",
    .samples = "SELECT MAX(member_id) FROM orders UNION ALL SELECT 0",
    .why = "one member's orders, when a demo shop is made");

struct signed_for {
	int64_t id, version, paid_fen;
};
static const struct field signed_fields[] = { FIELD(signed_for, ID, id), FIELD(signed_for, INT, version),
	FIELD(signed_for, MONEY, paid_fen) };
static const struct record signed_record = RECORD(signed_for, signed_fields);

static const char *const goods[] = { "帆布袋 HG-20117", "保温杯 HG-20131", "毛巾礼盒 HG-20140",
	"雨伞 HG-20152" };
static const char *const reasons[] = { "发货延迟致歉", "合并订单漏记", "生日礼遇", "活动补记" };

/* Two thirds of it back, after the points were spent: a debt is left. */
static enum rc
debt_make(struct ctx *ctx, const struct member *member)
{
	struct signed_for order;
	enum rc rc = db_row(ctx, &demo_signed_sql, &signed_record, &order, ARGS(arg_int(member->id)));

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = points_redeem(ctx, member->id, member->points, goods[1],
	    arena_printf(ctx->arena, "demo:spend:%" PRId64, member->id));
	return rc == RC_OK ? order_refund(ctx, order.id, order.version, order.paid_fen * 2 / 3, "TK-DEMO")
			   : rc;
}

/* An adjustment above the limit: one waits, one is approved, one rejected. */
static enum rc
adjustment_make(struct ctx *ctx, const struct people *people, const struct member *member, int64_t which)
{
	int64_t id = 0;
	enum rc rc = points_adjust(ctx, member->id, 600 + which * 50, reasons[which % 4],
	    arena_printf(ctx->arena, "demo:adjust:%" PRId64, member->id), &id);

	if (rc != RC_OK || id == 0 || which % 3 == 0)
		return rc;
	ctx->actor = people->supervisor;
	rc = points_decide(ctx, id, 1, which % 3 == 1, which % 3 == 1 ? "" : "订单已补记过");
	ctx->actor = people->agents[0];
	return rc;
}

static enum rc
member_act(struct ctx *ctx, const struct people *people, const struct member *member, int64_t which)
{
	const char *key = arena_printf(ctx->arena, "demo:%" PRId64, member->id);
	int64_t waiting;

	switch (which % 4) {
	case 0:
		return points_redeem(ctx, member->id, member->points / 2, goods[which / 4 % 4], key);
	case 1:
		return points_adjust(ctx, member->id, 50 + which, reasons[which / 4 % 4], key, &waiting);
	case 2:
		return adjustment_make(ctx, people, member, which / 4);
	default:
		return which > 12 ? RC_OK : debt_make(ctx, member);
	}
}

enum rc
ledger_load(struct ctx *ctx, const struct people *people, int64_t members)
{
	struct actor actor = ctx->actor;
	int64_t now = ctx->now, acted = 0;
	enum rc rc = RC_OK;

	ctx->actor = people->agents[0];
	for (int64_t i = 0; i < members && i < LOOKED_AT && acted < ACTED && rc == RC_OK; i++) {
		struct member member = { .points = 0 };
		int64_t id;

		rc = member_find_no(ctx, shop_member_no(ctx->arena, i), &id);
		if (rc == RC_OK)
			rc = member_get(ctx, id, &member);
		if (rc != RC_OK || member.points < 20)
			continue;
		ctx->now = now - (ACTED - acted) * 3 * HOUR;
		rc = member_act(ctx, people, &member, acted++);
	}
	ctx->actor = actor;
	ctx->now = now;
	return rc;
}

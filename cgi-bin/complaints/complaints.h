/* SPDX-License-Identifier: MIT */
/* Complaints (domain.md §7): types, and what other features may call. Owns: complaint, complaint_text, complaint_product,
 * complaint_clock, complaint_entry, complaint_handoff, complaint_compensation, complaint_number; member.complaints,
 * member.open_complaints. */
#ifndef COMPLAINTS_COMPLAINTS_H
#define COMPLAINTS_COMPLAINTS_H

#include "base/record.h"
#include "db/batch.h"
#include "db/event.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers of all these are stored. */
enum complaint_state {
	COMPLAINT_OPEN = 1,     /* 待处理: taken in, nothing answered yet */
	COMPLAINT_WORKING = 2,  /* 处理中 */
	COMPLAINT_HANDED = 3,   /* 已转交: a department is asked */
	COMPLAINT_APPROVAL = 4, /* 待审批: compensation above the limit (CMP-5, ORG-3) */
	COMPLAINT_CLOSED = 5    /* 已结; reopened by an unsatisfied customer (CMP-6) it is WORKING again */
};
#define COMPLAINT_STATES 5

enum complaint_channel {   /* CMP-1 */
	CONTACT_PHONE = 1, /* 400 */
	CONTACT_CHAT = 2,
	CONTACT_MAIL = 3,
	CONTACT_BOARD = 4,  /* 留言板 */
	CONTACT_SOCIAL = 5, /* 微博, 微信 */
	CONTACT_VISIT = 6,  /* 来访 */
	CONTACT_REVIEW = 7, /* a product review, from an import */
	CONTACT_SMS = 8     /* of messages to the customer only */
};
enum complaint_type { /* CMP-1 */
	COMPLAINT_GOODS = 1,
	COMPLAINT_ORDER = 2,
	COMPLAINT_LOGISTICS = 3,
	COMPLAINT_SERVICE = 4,
	COMPLAINT_PAYMENT = 5,
	COMPLAINT_SYSTEM = 6,
	COMPLAINT_SUGGESTION = 7
};
#define COMPLAINT_TYPES 7

/* Whom a complaint is laid to and handed off to (domain.md §1, CMP-3, CMP-9a). */
enum department {
	DEPARTMENT_SERVICE = 1,        /* 客服部 */
	DEPARTMENT_FINANCE = 2,        /* 财务部 */
	DEPARTMENT_OPERATIONS = 3,     /* 运营部 · 商品 */
	DEPARTMENT_STOCK = 4,          /* 运营部 · 仓储 */
	DEPARTMENT_QUALITY = 5,        /* 运营部 · 质量 */
	DEPARTMENT_LOGISTICS = 6,      /* 运营部 · 物流 */
	DEPARTMENT_TECHNOLOGY = 7,     /* 技术部 */
	DEPARTMENT_WEB_OPERATIONS = 8, /* 网络运营部 */
	DEPARTMENT_GM = 9              /* 总经理: escalations only */
};
#define DEPARTMENTS 9

/* Subtypes: the hundreds are the type. What CMP-3 names has its line in complaint_problems[]; the others are handed off by
 * choice. */
enum complaint_problem {
	PROBLEM_FAULTY = 101,    /* faulty or badly damaged 有质量问题或严重破损 */
	PROBLEM_DEFECT = 102,    /* defect pointed out 指出瑕疵 */
	PROBLEM_SIZE = 103,      /* size mismatch 尺码不符 */
	PROBLEM_COLOUR = 104,    /* colour difference 色差 */
	PROBLEM_TAG = 105,       /* tag missing 吊牌缺失 */
	PROBLEM_PACKAGING = 106, /* packaging damaged 包装破损 */
	PROBLEM_GOODS_OTHER = 199,
	PROBLEM_QUANTITY = 201,     /* quantity mismatch though shown as fully shipped 数量不符 */
	PROBLEM_OTHER_GOODS = 202,  /* more or other goods received than ordered 多发错发 (CMP-9d) */
	PROBLEM_CANNOT_ORDER = 203, /* after the agent's try 无法下单 */
	PROBLEM_ORDER_OTHER = 299,
	PROBLEM_NOT_RECEIVED = 301, /* 未收到货 (CMP-9b) */
	PROBLEM_LATE = 302,         /* 送达慢 */
	PROBLEM_WRONG_DELIVERY = 303,
	PROBLEM_DELIVERY_QUESTION = 304, /* CMP-7 */
	PROBLEM_LOGISTICS_OTHER = 399,
	PROBLEM_WAITING = 401,  /* 等待久 */
	PROBLEM_ATTITUDE = 402, /* 服务态度 */
	PROBLEM_INFORMATION = 403,
	PROBLEM_SERVICE_OTHER = 499,
	PROBLEM_PAYMENT_CHECK = 501,   /* 查款 */
	PROBLEM_ORDERS_TOTAL = 502,    /* total of past orders 历史订单总额 */
	PROBLEM_CANNOT_PAY = 503,      /* on line, after the agent's try 无法支付 */
	PROBLEM_REFUND_PROGRESS = 504, /* CMP-7 退款进度 */
	PROBLEM_REFUND_DISPUTE = 505,  /* CMP-2: urgent */
	PROBLEM_PAYMENT_OTHER = 599,
	PROBLEM_SITE_FAULT = 601, /* 网站故障 (CMP-9c) */
	PROBLEM_PASSWORD = 602,   /* agent cannot reset a password 无法重置密码 */
	PROBLEM_SYSTEM_OTHER = 699,
	PROBLEM_CATALOGUE = 701, /* catalogue suggestion 目录建议 */
	PROBLEM_SUGGESTION_OTHER = 799
};

enum complaint_urgency { URGENCY_URGENT = 1, URGENCY_NORMAL = 2, URGENCY_LOW = 3 };
enum complaint_step {
	STEP_EMPATHY = 1,
	STEP_APOLOGY = 2,
	STEP_SOLUTION = 4,
	STEP_COMPENSATION = 8
}; /* CMP-5 */
enum complaint_clock_kind {
	COMPLAINT_CLOCK_FORM = 1,     /* CMP-4: the problem form goes out */
	COMPLAINT_CLOCK_ANSWER = 2,   /* CMP-4, CMP-11 */
	COMPLAINT_CLOCK_SOLUTION = 3, /* CMP-4: of a complex one */
	COMPLAINT_CLOCK_PROGRESS = 4, /* CMP-4: daily, of a complex one */
	COMPLAINT_CLOCK_HANDOFF = 5,  /* CMP-3 */
	COMPLAINT_CLOCK_CALLBACK = 6, /* CMP-6 */
	COMPLAINT_CLOCK_DELIVERY = 7, /* CMP-7: after the facts are known */
	COMPLAINT_CLOCK_REFUND = 8,   /* CMP-7: progress of a refund */
	COMPLAINT_CLOCK_PROMISE = 9   /* AFT-9: called back by then */
};
enum complaint_entry_kind {
	ENTRY_NOTE = 1,
	ENTRY_TO_CUSTOMER = 2,
	ENTRY_FROM_CUSTOMER = 3,
	ENTRY_HANDOFF = 4,
	ENTRY_REPLY = 5,
	ENTRY_TRANSFER = 6,
	ENTRY_STEP = 7, /* empathy, apology, solution, compensation */
	ENTRY_STATE = 8 /* closed, reopened, approved, rejected */
};

/* A row of `complaint`; columns of the same names. */
struct complaint {
	int64_t id;
	const char *complaint_no;
	int64_t state, member_id, order_id, channel, type, problem, department, about_id, urgency;
	bool complex;
	int64_t owner_id;
	const char *owner_staff;
	int64_t taken_by, opened_at, answered_at, solved_at, closed_at, due_at, steps, compensation_fen;
	int64_t handoffs_open, reopened, score;
	int64_t told_at; /* last message to the customer; 0: none yet */
	int64_t promise; /* AFT-9: which sentence was said for the wait, 1 … 4; 0: none */
	const char *caller, *caller_phone;
	const char *customer; /* as lists show it: a member masked (MEM-4), an unknown caller as given */
	const char *summary;
	int64_t province_id, city_id, district_id; /* of the customer then (CMP-10); 0: unknown */
	bool imported;
	int64_t version;
};
extern const struct record complaint_record;

struct complaint_product {
	int64_t product_id;
	bool quality; /* a quality fault of this product (CMP-9e) */
};

/* Sent inside the transaction that changes a complaint, one or many (imports). `before.id` is 0 for a new one. `did`: what was
 * done, as the audit log names it ("complaint.open", "complaint.reply", …); who did it is ctx->actor. `shipped_at` is that of
 * its order (CMP-9b), 0 without one. `products` are told of a new one, and of one that an import changes together with what they
 * were before (`gone`); nothing else changes them. Listeners keep no pointers. */
struct complaint_change {
	struct complaint before, after;
	const char *did;
	int64_t shipped_at;
	const struct complaint_product *products, *gone;
	size_t product_count, gone_count;
};
#define COMPLAINT_FORGET "complaint.forget"  /* data of its customer was erased (SEC-4): no work on it */
extern const struct event COMPLAINT_CHANGED; /* items: struct complaint_change[] */

/* complaint_get(): RC_NOT_FOUND. complaint_find_no(): id by number. */
enum rc complaint_get(struct ctx *ctx, int64_t id, struct complaint *complaint) MUST_CHECK;
enum rc complaint_find_no(struct ctx *ctx, const char *complaint_no, int64_t *id) MUST_CHECK;

/* Texts of one complaint, "" where nothing is written yet. */
struct complaint_text {
	const char *happened, *demand, *solution, *result;
};
enum rc complaint_texts(struct ctx *ctx, int64_t id, struct complaint_text *text) MUST_CHECK;

/* complaint_quality(): a fault of the goods themselves (CMP-9e): pure. complaint_department(): whom a problem is laid to unless
 * the agent says otherwise: pure. */
bool complaint_quality(int64_t problem);
int64_t complaint_department(int64_t problem);
/* complaint_urgency(): what CMP-2 suggests for a problem: pure. */
int64_t complaint_urgency(int64_t problem);
/* department_role(): the role that answers for a department, one bit of enum role. */
int64_t department_role(int64_t department);

/* Language keys: "complaints.state.1", "complaints.problem.101", … Static or in no need of freeing. */
const char *complaint_state_key(int64_t state);
const char *complaint_problem_key(int64_t problem);
const char *complaint_type_key(int64_t type);
const char *department_key(int64_t department);

/* complaint_import(): at most BATCH_MOST rows, matched by complaint_no; inside the caller's transaction. Imported complaints
 * start no clocks and tell nobody, but they count, for escalation too (olist's README). Nothing of what was done with one here is
 * taken back: once it has an owner or anything was written to it, its state, kind and solution stay. One taken in here, or with an
 * order or goods that are not the customer's (RULE CMP-1), is rejected. */
struct complaint_row {
	struct complaint
	    complaint; /* given: number, member (0: the order's), order, channel, problem, department,
				     * urgency (0: the problem's), opened_at, state, closed_at, score */
	struct complaint_text text;
	const int64_t *products; /* NULL: those of the order */
	size_t product_count;
};
enum rc complaint_import(
    struct ctx *ctx, const struct complaint_row *rows, size_t count, struct verdict *verdicts) MUST_CHECK;

/* A complaint as it is taken in (RULE CMP-1). */
struct complaint_draft {
	int64_t member_id, order_id, channel, problem;
	int64_t department; /* 0: whom the problem is laid to */
	int64_t about_id, urgency;
	bool complex;
	bool team;                         /* it waits in the team's queue; else it is the actor's own */
	const char *caller, *caller_phone; /* of an unknown caller */
	const char *happened, *demand;
	const int64_t *products; /* of the order's lines, where there is an order */
	size_t product_count;
	const int64_t *files; /* uploads of the actor's */
	size_t file_count;
	int64_t wait; /* AFT-9: seconds until the customer can be told something; 0: none was promised */
};
#define COMPLAINT_PRODUCTS 20
#define COMPLAINT_FILES 4
/* complaint_open(): RC_INVALID: the reason, *field the form's field. */
enum rc complaint_open(
    struct ctx *ctx, const struct complaint_draft *draft, int64_t *id, const char **field) MUST_CHECK;

/* Changes of one complaint, each a transaction of its own. RC_REFUSED with the reason where a rule forbids it now, RC_CONFLICT if
 * somebody changed it since `version` was read, RC_INVALID with the reason (complaints.invalid.*, see complaint_field()).
 * complaint_reply() is for the department asked: its version is the hand-off's. */
enum rc complaint_take(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc complaint_transfer(
    struct ctx *ctx, int64_t id, int64_t version, const char *staff_no, const char *note) MUST_CHECK;
enum rc complaint_note(
    struct ctx *ctx, int64_t id, int64_t version, const char *text, int64_t file_id) MUST_CHECK;
enum rc complaint_heard(
    struct ctx *ctx, int64_t id, int64_t version, int64_t channel, const char *text) MUST_CHECK;
enum rc complaint_tell(
    struct ctx *ctx, int64_t id, int64_t version, int64_t channel, const char *text) MUST_CHECK;
enum rc complaint_step(
    struct ctx *ctx, int64_t id, int64_t version, enum complaint_step step, const char *text) MUST_CHECK;
enum rc complaint_solve(
    struct ctx *ctx, int64_t id, int64_t version, const char *solution, const char *result) MUST_CHECK;
enum rc complaint_compensate(
    struct ctx *ctx, int64_t id, int64_t version, int64_t amount_fen, const char *reason) MUST_CHECK;
enum rc complaint_decide(
    struct ctx *ctx, int64_t id, int64_t version, bool approve, const char *reason) MUST_CHECK;
enum rc complaint_hand_off(struct ctx *ctx, int64_t id, int64_t version, int64_t cause, int64_t department,
    bool tried, const char *question) MUST_CHECK;
enum rc complaint_reply(
    struct ctx *ctx, int64_t id, int64_t handoff_no, int64_t version, const char *reply) MUST_CHECK;
enum rc complaint_told(struct ctx *ctx, int64_t id, int64_t version, int64_t handoff_no, int64_t channel,
    const char *text) MUST_CHECK;
enum rc complaint_withdraw(
    struct ctx *ctx, int64_t id, int64_t version, int64_t handoff_no, const char *reason) MUST_CHECK;
enum rc complaint_facts(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
struct complaint_class {
	int64_t problem, department, about_id, urgency;
	bool complex;
};
enum rc complaint_classify(struct ctx *ctx, int64_t id, int64_t version, const struct complaint_class *wanted,
    const char *reason) MUST_CHECK;
enum rc complaint_close(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
enum rc complaint_call_back(
    struct ctx *ctx, int64_t id, int64_t version, int64_t score, const char *text) MUST_CHECK;
enum rc complaint_reopen(struct ctx *ctx, int64_t id, int64_t version, const char *reason) MUST_CHECK;

extern const struct right RIGHT_COMPLAINT_SEE, RIGHT_COMPLAINT_WORK;
struct feature;
extern const struct feature complaints_feature;
struct list;
extern const struct list complaints_list, handoffs_list, member_complaints_list, product_complaints_list;

#endif

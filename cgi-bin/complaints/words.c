/* SPDX-License-Identifier: MIT */
/* The vocabulary of complaints: what its numbers are called, whom a problem is laid to, who answers for a department.
 * Not deadlines, and not what may follow on what: rules.c. */
#include "complaints/complaints.h"
#include "policy/role.h"

const struct event COMPLAINT_CHANGED = { "complaint.changed" };

static const char *const state_keys[COMPLAINT_STATES + 1] = { "complaints.state.1", "complaints.state.1",
	"complaints.state.2", "complaints.state.3", "complaints.state.4", "complaints.state.5" };
static const char *const type_keys[COMPLAINT_TYPES + 1] = { "complaints.type.1", "complaints.type.1",
	"complaints.type.2", "complaints.type.3", "complaints.type.4", "complaints.type.5",
	"complaints.type.6", "complaints.type.7" };
static const char *const department_keys[DEPARTMENTS + 1] = { "complaints.department.1",
	"complaints.department.1", "complaints.department.2", "complaints.department.3",
	"complaints.department.4", "complaints.department.5", "complaints.department.6",
	"complaints.department.7", "complaints.department.8", "complaints.department.9" };

static const struct {
	int64_t problem;
	const char *key;
	int64_t department; /* whom it is laid to unless the agent says otherwise (CMP-3, CMP-9a) */
} problems[] = {
	{ PROBLEM_FAULTY, "complaints.problem.101", DEPARTMENT_QUALITY },
	{ PROBLEM_DEFECT, "complaints.problem.102", DEPARTMENT_QUALITY },
	{ PROBLEM_SIZE, "complaints.problem.103", DEPARTMENT_OPERATIONS },
	{ PROBLEM_COLOUR, "complaints.problem.104", DEPARTMENT_OPERATIONS },
	{ PROBLEM_TAG, "complaints.problem.105", DEPARTMENT_STOCK },
	{ PROBLEM_PACKAGING, "complaints.problem.106", DEPARTMENT_STOCK },
	{ PROBLEM_GOODS_OTHER, "complaints.problem.199", DEPARTMENT_OPERATIONS },
	{ PROBLEM_QUANTITY, "complaints.problem.201", DEPARTMENT_STOCK },
	{ PROBLEM_OTHER_GOODS, "complaints.problem.202", DEPARTMENT_STOCK },
	{ PROBLEM_CANNOT_ORDER, "complaints.problem.203", DEPARTMENT_TECHNOLOGY },
	{ PROBLEM_ORDER_OTHER, "complaints.problem.299", DEPARTMENT_SERVICE },
	{ PROBLEM_NOT_RECEIVED, "complaints.problem.301", DEPARTMENT_LOGISTICS },
	{ PROBLEM_LATE, "complaints.problem.302", DEPARTMENT_LOGISTICS },
	{ PROBLEM_WRONG_DELIVERY, "complaints.problem.303", DEPARTMENT_LOGISTICS },
	{ PROBLEM_DELIVERY_QUESTION, "complaints.problem.304", DEPARTMENT_LOGISTICS },
	{ PROBLEM_LOGISTICS_OTHER, "complaints.problem.399", DEPARTMENT_LOGISTICS },
	{ PROBLEM_WAITING, "complaints.problem.401", DEPARTMENT_SERVICE },
	{ PROBLEM_ATTITUDE, "complaints.problem.402", DEPARTMENT_SERVICE },
	{ PROBLEM_INFORMATION, "complaints.problem.403", DEPARTMENT_SERVICE },
	{ PROBLEM_SERVICE_OTHER, "complaints.problem.499", DEPARTMENT_SERVICE },
	{ PROBLEM_PAYMENT_CHECK, "complaints.problem.501", DEPARTMENT_FINANCE },
	{ PROBLEM_ORDERS_TOTAL, "complaints.problem.502", DEPARTMENT_FINANCE },
	{ PROBLEM_CANNOT_PAY, "complaints.problem.503", DEPARTMENT_TECHNOLOGY },
	{ PROBLEM_REFUND_PROGRESS, "complaints.problem.504", DEPARTMENT_FINANCE },
	{ PROBLEM_REFUND_DISPUTE, "complaints.problem.505", DEPARTMENT_FINANCE },
	{ PROBLEM_PAYMENT_OTHER, "complaints.problem.599", DEPARTMENT_FINANCE },
	{ PROBLEM_SITE_FAULT, "complaints.problem.601", DEPARTMENT_TECHNOLOGY },
	{ PROBLEM_PASSWORD, "complaints.problem.602", DEPARTMENT_TECHNOLOGY },
	{ PROBLEM_SYSTEM_OTHER, "complaints.problem.699", DEPARTMENT_TECHNOLOGY },
	{ PROBLEM_CATALOGUE, "complaints.problem.701", DEPARTMENT_OPERATIONS },
	{ PROBLEM_SUGGESTION_OTHER, "complaints.problem.799", DEPARTMENT_OPERATIONS },
};
#define PROBLEMS (sizeof(problems) / sizeof(problems[0]))

const char *
complaint_state_key(int64_t state)
{
	return state_keys[state >= 1 && state <= COMPLAINT_STATES ? state : 0];
}

const char *
complaint_type_key(int64_t type)
{
	return type_keys[type >= 1 && type <= COMPLAINT_TYPES ? type : 0];
}

const char *
department_key(int64_t department)
{
	return department_keys[department >= 1 && department <= DEPARTMENTS ? department : 0];
}

const char *
complaint_problem_key(int64_t problem)
{
	for (size_t i = 0; i < PROBLEMS; i++)
		if (problems[i].problem == problem)
			return problems[i].key;
	return "complaints.problem.199";
}

int64_t
complaint_department(int64_t problem)
{
	for (size_t i = 0; i < PROBLEMS; i++)
		if (problems[i].problem == problem)
			return problems[i].department;
	return DEPARTMENT_SERVICE;
}

bool
complaint_quality(int64_t problem)
{
	return problem == PROBLEM_FAULTY || problem == PROBLEM_DEFECT;
}

int64_t
department_role(int64_t department)
{
	switch (department) {
	case DEPARTMENT_FINANCE:
		return ROLE_FINANCE;
	case DEPARTMENT_OPERATIONS:
	case DEPARTMENT_STOCK:
	case DEPARTMENT_QUALITY:
		return ROLE_OPERATIONS;
	case DEPARTMENT_LOGISTICS:
		return ROLE_LOGISTICS;
	case DEPARTMENT_TECHNOLOGY:
		return ROLE_ENGINEER;
	case DEPARTMENT_WEB_OPERATIONS:
		return ROLE_WEB_OPERATIONS;
	case DEPARTMENT_GM:
		return ROLE_GM;
	default:
		return ROLE_SUPERVISOR;
	}
}

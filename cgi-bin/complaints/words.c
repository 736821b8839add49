/* SPDX-License-Identifier: MIT */
/* The vocabulary of complaints: what its numbers are called, whom a problem is laid to, who answers for a department.
 * Not deadlines, and not what may follow on what: rules.c. */
#include "complaints/rules.h"
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
	const struct problem_rule *rule = problem_rule(problem);

	return rule != NULL ? rule->key : "complaints.problem.199";
}

int64_t
complaint_department(int64_t problem)
{
	const struct problem_rule *rule = problem_rule(problem);

	return rule != NULL ? rule->department : DEPARTMENT_SERVICE;
}

int64_t
complaint_urgency(int64_t problem)
{
	const struct problem_rule *rule = problem_rule(problem);

	return rule != NULL ? rule->urgency : URGENCY_NORMAL;
}

bool
complaint_quality(int64_t problem)
{
	const struct problem_rule *rule = problem_rule(problem);

	return rule != NULL && rule->quality;
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

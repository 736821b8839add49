#include "policy/role.h"
#include "policy/policy.h"

#include "points/points.h"

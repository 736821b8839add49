// SPDX-License-Identifier: MIT
// `make fault`, the part with the points ledger.
import { pointsRun } from './points.mjs';

process.exit((await pointsRun()) ? 1 : 0);

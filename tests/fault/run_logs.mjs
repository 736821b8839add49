// SPDX-License-Identifier: MIT
// `make fault`, the part with daily logs.
import { logsRun } from './logs.mjs';

process.exit((await logsRun()) ? 1 : 0);

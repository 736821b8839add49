// SPDX-License-Identifier: MIT
// `make fault`, the part with whole processes: workers and MariaDB killed under writing clients.
import { killsRun } from './kill.mjs';

process.exit((await killsRun()) ? 1 : 0);

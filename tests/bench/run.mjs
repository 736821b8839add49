#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// `make bench`: each figure as `name value unit ratio target`; ends with 1 and the word MISS on missed lines only.
// Ratios are taken within one run: medians of five interleaved rounds (ROUNDS=, SECONDS= per measure). The shop of a
// million orders is made once and kept below build/. Parts: tests/bench/run [pages|writes|worker|members|complaints|points …].
import { spawnSync } from 'node:child_process';

const lib = await import('./lib.mjs');
const { pagesMeasure } = await import('./pages.mjs');
const { membersMeasure } = await import('./members.mjs');
const { complaintsMeasure } = await import('./complaints.mjs');
const { pointsMeasure } = await import('./points.mjs');
const { bulkMeasure, importMeasure } = await import('./writes.mjs');
const { librariesMeasure, memoryMeasure, startMeasure } = await import('./worker.mjs');

const wanted = process.argv.slice(2);
const part = (name) => wanted.length === 0 || wanted.includes(name);
if (spawnSync('wrk', ['-v']).error) {
	console.error('bench: wrk is missing (conf/install installs it)');
	process.exit(2);
}
if (part('members')) await membersMeasure(lib.demoPassword);
if (part('complaints')) await complaintsMeasure(lib.demoPassword);
if (wanted.length > 0 && wanted.every((name) => ['members', 'complaints'].includes(name))) process.exit(lib.figures.missed ? 1 : 0);
const bigStart = () => lib.shopStart('big', 200000, Number(process.env.ORDERS ?? 1000000), 8180);
let big = await bigStart();
if (Number(lib.sql(big, 'SELECT COUNT(*) FROM order_queue WHERE parked = 0')) < lib.ROUNDS * 1000) { // earlier runs confirmed the others
	await lib.shopStop(big);
	lib.shopForget('big');
	big = await bigStart();
}
if (big.fresh) lib.figure('demo.make_1M', big.seconds, 's', null, '<=120', big.seconds <= 120);
const password = lib.demoPassword(big);
if (part('worker')) {
	lib.figure('demo.waiting_share', Number(lib.sql(big, 'SELECT COUNT(*) FROM order_queue')), 'orders', null, '-', true);
	startMeasure(big);
	librariesMeasure();
}
if (part('pages')) {
	const small = await lib.shopStart('small', 5000, 10000, 8190);
	await pagesMeasure(big, small, password);
	small.child.kill('SIGTERM');
}
if (part('worker')) await memoryMeasure(big, password);
if (part('points')) await pointsMeasure(big);
if (part('writes')) {
	await lib.jobsRest(big, true); // neither they nor what they are compared with share the processors with it
	await bulkMeasure(big, password);
	await importMeasure(big);
	await lib.jobsRest(big, false);
}
process.exit(lib.figures.missed ? 1 : 0);

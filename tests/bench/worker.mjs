// SPDX-License-Identifier: MIT
// The worker itself: start, memory, statements prepared, libraries.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, figure, jobsRest, median, Session, sql, workers } from './lib.mjs';

// From exec to the whole answer, as plain CGI: templates, configuration and connection included.
export function startMeasure(shop) {
	const times = [];
	for (let i = 0; i < 9; i++) {
		const began = process.hrtime.bigint();
		const out = spawnSync(path.join(build, 'houtai'), ['--config', shop.config], { encoding: 'utf8', env: { PATH: process.env.PATH,
			REQUEST_METHOD: 'GET', REQUEST_URI: '/login', PATH_INFO: '/login', QUERY_STRING: '', REMOTE_ADDR: '127.0.0.1', SERVER_PROTOCOL: 'HTTP/1.1' } });
		times.push(Number(process.hrtime.bigint() - began) / 1e6);
		if (!out.stdout.startsWith('Status: 200')) throw new Error(`plain CGI answered ${out.stdout.slice(0, 200)} ${out.stderr.slice(0, 400)}`);
	}
	figure('worker.start', median(times), 'ms', null, '<=100', median(times) <= 100);
	// what a FastCGI worker does before its first request: every template parsed, every statement and right known
	const ready = [];
	for (let i = 0; i < 9; i++) {
		const began = process.hrtime.bigint();
		if (spawnSync(path.join(build, 'houtai'), ['--check', '--config', shop.config]).status !== 0) throw new Error('houtai --check failed');
		ready.push(Number(process.hrtime.bigint() - began) / 1e6);
	}
	figure('worker.ready', median(ready), 'ms', null, '<=100', median(ready) <= 100);
}

function privateKb(pid) {
	const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
	return [.../Private_(?:Clean|Dirty):\s+(\d+)/g[Symbol.matchAll](text)].reduce((sum, match) => sum + Number(match[1]), 0);
}

export async function memoryMeasure(shop, password) {
	const session = await new Session(shop.port).login('supervisor', password);
	const pages = ['/orders/confirm?all=1', '/orders', '/', '/tasks'];
	const serve = async (count) => {
		for (let i = 0; i < count; i += 50)
			await Promise.all(Array.from({ length: 50 }, (_, k) => session.fetch(pages[(i + k) % pages.length]).then((a) => a.arrayBuffer())));
	};
	await serve(4000); // the first 1,000 of each of four workers
	const early = Math.max(...workers(shop).map(privateKb));
	const prepared = () => Number(sql(shop, "SHOW GLOBAL STATUS LIKE 'Com_stmt_prepare'").split('\t')[1]);
	await jobsRest(shop, true); // the workers are counted by their connections
	const before = prepared();
	await serve(36000);
	const again = prepared() - before;
	await jobsRest(shop, false);
	const late = Math.max(...workers(shop).map(privateKb));
	figure('worker.private_memory', late / 1024, 'MB', null, '<=10', late / 1024 <= 10);
	figure('worker.growth_after_1000', (late - early) / 1024, 'MB', late / early, '<=1.02', late / early <= 1.02);
	figure('worker.prepared_again', again, 'statements', null, '0', again === 0);
}

export function librariesMeasure() {
	const linked = (name) => execFileSync('ldd', [path.join(build, name)], { encoding: 'utf8' }).includes('libcurl');
	figure('worker.libcurl', linked('houtai') ? 1 : 0, 'linked', null, '0', !linked('houtai'));
}

// SPDX-License-Identifier: MIT
// The points ledger: transactions of eight processes, audit row and all, against the bare statements on the same tables.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, ctl, figure, median, root, ROUNDS, SECONDS } from './lib.mjs';

const PROCESSES = 8;
const MEMBERS = 100000;

function processRun(shop, mode, seed) {
	return new Promise((resolve, reject) => {
		const child = spawn(path.join(build, 'bench/ledger'), ['--config', shop.config, mode, String(SECONDS), String(MEMBERS), String(seed)],
			{ stdio: ['ignore', 'pipe', 'inherit'] });
		let text = '';
		child.stdout.on('data', (data) => (text += data));
		child.on('exit', (code) => (code === 0 ? resolve(text.trim().split(' ').map(Number)) : reject(new Error(`ledger ${mode} ended with ${code}`))));
	});
}

async function roundRun(shop, mode, seed) {
	const runs = await Promise.all(Array.from({ length: PROCESSES }, (_, i) => processRun(shop, mode, seed + i)));
	return { rate: runs.reduce((sum, [count]) => sum + count, 0) / SECONDS, p99: median(runs.map(([, , p99]) => p99)) / 1000 };
}

export async function pointsMeasure(shop) {
	const made = spawnSync('make', ['-s', '-C', root, 'build/bench/ledger'], { stdio: 'inherit' });
	if (made.status !== 0) throw new Error('the ledger program was not built');
	const rates = [], ratios = [], lates = [], late = [];
	for (let round = 0; round < ROUNDS; round++) {
		const bare = await roundRun(shop, 'bare', 1000 + round * 100);
		const ours = await roundRun(shop, 'ours', 5000 + round * 100);
		rates.push(ours.rate);
		ratios.push(ours.rate / bare.rate);
		late.push(ours.p99);
		lates.push(ours.p99 / bare.p99);
	}
	figure('points.ledger', median(rates), 'tx/s', median(ratios), '>=0.7', median(ratios) >= 0.7);
	figure('points.p99', median(late), 'ms', median(lates), '<=2', median(lates) <= 2);
	const proof = ctl(shop, 'points', 'verify');
	figure('points.proof', proof.status, 'exit', null, '0', proof.status === 0);
}

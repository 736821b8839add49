// SPDX-License-Identifier: MIT
// The points ledger under faults: eight processes, mixed earning, redeeming and taking back, killed in turn and begun again, MariaDB
// killed in between. Every acknowledged event stands in the ledger exactly once, and every balance is the sum of its ledger.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, ctl, place, shopStart, sleep, sql } from '../bench/lib.mjs';

const PROCESSES = 8;
const EVENTS = Number(process.env.EVENTS ?? 100000);
const MEMBERS = 500; // few, so that they meet

let failures = 0;
function verdict(good, text) {
	if (!good) failures++;
	console.log(`${good ? 'ok' : 'FAILED'} ${text}`);
}

export async function pointsRun() {
	const shop = await shopStart('fault', 2000, Number(process.env.ORDERS ?? 100000), 8280);
	const log = path.join(place, 'points-events');
	const running = new Map();
	let seed = Date.now() % 1000000000, given = 0, killed = 0, restarts = 0;
	const began = Date.now();
	const wrong = [];

	fs.rmSync(log, { force: true });
	const acknowledged = () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n').filter(Boolean) : []);
	const start = (slot) => {
		const child = spawn(path.join(build, 'bench/ledger'), ['--config', shop.config, 'work', '2000', String(MEMBERS), String(++seed), log],
			{ stdio: ['ignore', 'inherit', 'inherit'] });
		running.set(slot, child);
		child.on('exit', (code, signal) => {
			running.delete(slot);
			if (code !== 0 && signal !== 'SIGKILL') wrong.push(`${code} ${signal}`);
		});
	};
	for (let turn = 0; given < EVENTS; turn++) {
		for (let slot = 0; slot < PROCESSES; slot++) if (!running.has(slot)) start(slot);
		await sleep(500);
		const victim = running.get(turn % PROCESSES);
		if (victim && turn % 2 === 0) { victim.kill('SIGKILL'); killed++; }
		if (turn % 25 === 24 && restarts < 3) { await shop.databaseRestart(700); restarts++; }
		given = acknowledged().length;
	}
	for (const child of running.values()) { child.kill('SIGKILL'); killed++; }
	while (running.size) await sleep(50);
	const lines = acknowledged(), ok = lines.filter((line) => line.startsWith('ok ')).map((line) => line.slice(3));
	console.log(`# ${lines.length} events answered in ${((Date.now() - began) / 1000).toFixed(0)} s, ${ok.length} of them done; ` +
		`${killed} processes killed, MariaDB ${restarts} times`);
	const there = new Map();
	for (const key of sql(shop, "SELECT event_key FROM points_entry WHERE event_key LIKE 'fault:%'").split('\n')) there.set(key, (there.get(key) ?? 0) + 1);
	verdict(wrong.length === 0, `no process ended by itself (${wrong.slice(0, 5).join(', ') || 'none'})`);
	verdict(restarts > 0 && killed > 10, 'processes and MariaDB were killed');
	verdict(ok.every((key) => there.get(key) === 1), `none of ${ok.length} acknowledged events is lost or doubled`);
	const refused = new Set(lines.filter((line) => line.startsWith('no ')).map((line) => line.slice(3)));
	verdict([...there.keys()].every((key) => !refused.has(key)), `none of ${refused.size} refused events was done`);
	const points = ctl(shop, 'points', 'verify');
	verdict(points.status === 0, points.stdout.trim().split('\n').at(-1));
	const audit = ctl(shop, 'audit', 'verify');
	verdict(audit.status === 0, `the audit log proves whole afterwards: ${audit.stdout.trim().split('\n').at(-1)}`);
	shop.child.kill('SIGTERM');
	return failures;
}

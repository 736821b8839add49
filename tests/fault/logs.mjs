// SPDX-License-Identifier: MIT
// Daily logs under faults (RULE CMP-8): six agents and a supervisor at work over several days of a moved clock, past midnight as logs
// close and carry over, while workers and jobs die by kill -9 in turn and at random; then the closing job killed at each of its calls
// to MariaDB. Proved afterwards by logs_proof.mjs.
import { ctl, sleep, sql } from '../bench/lib.mjs';
import { Agent, Supervisor } from './logs_people.mjs';
import { logsProve } from './logs_proof.mjs';
import { MovedShop } from './logs_shop.mjs';

const DAYS = Number(process.env.DAYS ?? 4);
const SPAN = Number(process.env.SECONDS ?? 12) * 1000; // of each afternoon and each midnight

let failures = 0;
function verdict(good, text) {
	if (!good) failures++;
	console.log(`${good ? 'ok' : 'FAILED'} ${text}`);
}

function worldMake(moved, password) {
	const shop = moved.shop;
	const world = { shop, opened: [], said: [], closed: [], submitted: [], signed: [], refusedToSign: {}, broken: [], refused: 0, again: 0 };
	const staff = sql(shop, "SELECT login, staff_no FROM account WHERE login LIKE 'agent%' ORDER BY login").split('\n').map((line) => line.split('\t'));
	world.members = sql(shop, 'SELECT id FROM member WHERE state = 1 LIMIT 200').split('\n');
	world.agents = staff.map(([login, number]) => new Agent(world, login, number, password));
	world.people = [...world.agents, new Supervisor(world, 'supervisor', password)];
	return world;
}

// At work for a while from that hour on, with processes dying; what is in hand at its end is finished before the clock moves on.
async function spell(moved, world, days, wall, during) {
	await moved.clock(days, wall);
	await Promise.all(world.people.map((person) => person.begin()));
	await Promise.all([moved.harm(SPAN), during?.()]);
	await Promise.all(world.people.map((person) => person.end()));
}

// Every other agent submits in the afternoon and goes on working; of those left two try around midnight, others never do.
async function daysPass(moved, world) {
	for (let day = 1; day <= DAYS; day++) {
		await spell(moved, world, day, '15:40:00', async () => {
			await sleep(SPAN / 2);
			world.agents.forEach((agent, i) => { if ((i + day) % 2) agent.submits = 1; });
		});
		await spell(moved, world, day, '23:59:57', async () => {
			await sleep(2000);
			world.agents.slice(0, 2).forEach((agent) => { agent.submits = 1; });
		});
	}
}

// The days' last logs are closed by a job that dies at its first call, its second, … until it comes to its end.
async function closingKilled(moved) {
	const open = () => Number(sql(moved.shop, `SELECT COUNT(*) FROM dailylog WHERE closed_at = 0 AND day < ${moved.today()}`));
	await moved.clock(DAYS + 2, '00:00:30', false);
	const before = open();
	let at;
	for (at = 1; open() > 0 && at < 1000; at++) {
		moved.offset(DAYS + 2, `0${Math.floor(at / 60)}:${String(at % 60).padStart(2, '0')}:00`); // claims of the dead run out
		moved.once(at);
	}
	console.log(`# ${before} logs closed by a job that was killed ${at - 1} times`);
	verdict(before >= 4 && at > 20, 'the closing job died at one call after the other');
}

export async function logsRun() {
	const moved = await MovedShop.start('logs', 300, 2000, 8285);
	const password = /: (\S+)\s*$/m.exec(ctl(moved.shop, 'demo', 'logins').stdout)[1];
	const world = worldMake(moved, password);

	await daysPass(moved, world);
	await closingKilled(moved);
	await moved.clock(DAYS + 2, '22:00:00', false);
	verdict(moved.once() === 0, 'houtai-jobs comes to its end when nothing kills it');
	console.log(`# ${world.opened.length} complaints, ${world.said.length} words, ${world.refused} refused, ${world.again} asked again; killed: ` +
		`${moved.killed.workers} workers, ${moved.killed.job} jobs, ${moved.killed.jobs} times houtai-jobs`);
	verdict(world.broken.length === 0, `no answer was an error of the program (${[...new Set(world.broken)].join(', ') || 'none'})`);
	verdict(moved.killed.workers > 10 * DAYS && moved.killed.job > 5 && moved.killed.jobs > 2, 'workers and jobs were killed');
	const carried = Number(sql(moved.shop, 'SELECT COUNT(*) FROM dailylog_line WHERE carries > 1'));
	verdict(world.opened.length > 25 * DAYS && world.submitted.length >= 2 * DAYS && world.signed.length >= DAYS && carried > 50,
		`there was work: ${world.submitted.length} logs submitted, ${world.signed.length} signed, ${carried} lines carried over more than once`);
	logsProve(moved, world, verdict);
	moved.stop();
	return failures;
}

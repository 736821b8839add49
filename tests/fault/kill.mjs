// SPDX-License-Identifier: MIT
// Processes killed while clients write: workers in turn, then MariaDB. Every change that was acknowledged is looked up
// afterwards: done, and done once. GETs are to go on while workers die; while MariaDB is away they get a styled 503.
import { ctl, Session, shopForget, shopStart, sleep, sql, workers } from '../bench/lib.mjs';

const CLIENTS = 6;
let failures = 0;
function verdict(good, text) {
	if (!good) failures++;
	console.log(`${good ? 'ok' : 'FAILED'} ${text}`);
}

// A clerk at work: opens an order that waits, confirms it, opens the next. Keeps what was acknowledged.
class Clerk {
	constructor(shop, number, orders) { Object.assign(this, { shop, number, orders, done: [], unknown: [], refused: 0, away: 0, running: true }); }
	async work(session) {
		while (this.running) {
			const order = this.orders.pop();
			if (!order) break;
			await this.confirm(session, order);
		}
	}
	async confirm(session, order) {
		for (let tries = 0; tries < 400 && this.running; tries++) {
			try {
				const page = await session.get(`/orders/${order.id}`);
				if (page.status !== 200) { this.away++; await sleep(50); continue; }
				this.tried = true;
				const answer = await session.post('/orders/confirm', [['id', order.id], ['version', order.version]]);
				await answer.arrayBuffer();
				if (answer.status === 303) { this.done.push(order.id); return; }
				if (answer.status === 409) { this.refused++; this.unknown.push(order.id); return; }
				this.away++;
				this.unknown.push(order.id);
				await sleep(50);
			} catch {
				this.away++;
				await sleep(50);
			}
		}
	}
}

const waiting = (shop) => sql(shop, 'SELECT order_id, version FROM order_queue WHERE parked = 0 ORDER BY placed_at LIMIT 4000').split('\n')
	.map((line) => ({ id: line.split('\t')[0], version: line.split('\t')[1] }));

// Done and done once: state, queue, confirmation, one step, one audit row; and no half of it for any other order.
function prove(shop, what, ids, before) {
	if (ids.length === 0) return verdict(false, `${what}: nothing was acknowledged`);
	const list = ids.join(',');
	const bad = (text) => Number(sql(shop, text));
	verdict(new Set(ids).size === ids.length, `${what}: ${ids.length} confirmations acknowledged, none twice`);
	verdict(bad(`SELECT COUNT(*) FROM orders WHERE id IN (${list}) AND state IN (2, 3)`) === ids.length, `${what}: none lost`);
	verdict(bad(`SELECT COUNT(*) FROM order_queue WHERE order_id IN (${list})`) === 0, `${what}: none waits any more`);
	verdict(bad(`SELECT COUNT(*) FROM order_confirmation WHERE order_id IN (${list})`) === ids.length, `${what}: each has one confirmation`);
	verdict(bad(`SELECT COUNT(*) FROM audit_log WHERE id > ${before} AND action = 'order.confirm' AND record_id IN (${list})`) === ids.length,
		`${what}: each stands once in the audit log`);
	const halves = bad(`SELECT COUNT(*) FROM orders o LEFT JOIN order_queue q ON q.order_id = o.id WHERE (o.state = 1 AND o.line_count > 0) <> (q.order_id IS NOT NULL)`)
		+ bad('SELECT COUNT(*) FROM order_confirmation c JOIN orders o ON o.id = c.order_id WHERE o.state = 1');
	verdict(halves === 0, `${what}: nothing half-written (${halves})`);
	const counted = bad("SELECT COALESCE(SUM(row_count), 0) FROM list_count WHERE list = 'orders.queue' AND dimension = ''");
	verdict(counted === bad('SELECT COUNT(*) FROM order_queue'), `${what}: the queue's count is the queue`);
}

async function clerksStart(shop, password) {
	const orders = waiting(shop).reverse();
	const clerks = [], runs = [];
	for (let i = 0; i < CLIENTS; i++) {
		const session = await new Session(shop.port).login(['clerk', 'clerk2', 'clerk3'][i % 3], password);
		const clerk = new Clerk(shop, i, orders);
		clerks.push(clerk);
		runs.push(clerk.work(session));
	}
	return { clerks, stop: async () => { clerks.forEach((clerk) => (clerk.running = false)); await Promise.all(runs); } };
}

async function readerRun(shop, password, seen) {
	const session = await new Session(shop.port).login('supervisor', password);
	while (seen.running) {
		try {
			const answer = await session.fetch('/orders/confirm?all=1');
			const text = await answer.text();
			seen[answer.status] = (seen[answer.status] ?? 0) + 1;
			if (answer.status === 503 && !(text.includes('<main') && text.includes('houtai.css'))) seen.plain++;
			if (answer.status === 200) seen.last = Date.now();
		} catch { seen.broken++; }
		await sleep(5);
	}
}

async function workersKilled(shop, password) {
	const before = Number(sql(shop, 'SELECT COALESCE(MAX(id), 0) FROM audit_log'));
	const seen = { running: true, broken: 0, plain: 0 };
	const reader = readerRun(shop, password, seen);
	const team = await clerksStart(shop, password);
	let killed = 0;
	for (let i = 0; i < 60; i++) {
		const pids = workers(shop);
		if (pids.length) { process.kill(pids[i % pids.length], 'SIGKILL'); killed++; }
		await sleep(150);
	}
	await team.stop();
	seen.running = false;
	await reader;
	const gets = Object.entries(seen).filter(([key]) => /^\d+$/.test(key)).reduce((sum, [, n]) => sum + n, 0);
	console.log(`# ${killed} workers killed, ${gets} GETs: ${JSON.stringify(seen)}`);
	verdict((seen[200] ?? 0) / gets > 0.95, `workers: GETs go on (${seen[200]} of ${gets})`);
	prove(shop, 'workers', team.clerks.flatMap((clerk) => clerk.done), before);
}

async function databaseKilled(shop, password) {
	const before = Number(sql(shop, 'SELECT COALESCE(MAX(id), 0) FROM audit_log'));
	const seen = { running: true, broken: 0, plain: 0 };
	const reader = readerRun(shop, password, seen);
	const team = await clerksStart(shop, password);
	await sleep(2000);
	await shop.databaseRestart(1500);
	const up = Date.now();
	const since = seen.last;
	while (seen.last === since && Date.now() - up < 15000) await sleep(20);
	const back = (seen.last - up) / 1000;
	await sleep(2000);
	await team.stop();
	seen.running = false;
	await reader;
	console.log(`# ${JSON.stringify(seen)}`);
	verdict((seen[503] ?? 0) > 0 && seen.plain === 0, `database: ${seen[503]} styled 503 while it was away`);
	verdict(seen.last > up && back <= 10, `database: back by itself ${back.toFixed(2)} s after it was`);
	prove(shop, 'database', team.clerks.flatMap((clerk) => clerk.done), before);
}

export async function killsRun() {
	shopForget('fault'); // each run uses up orders that wait
	const shop = await shopStart('fault', 2000, Number(process.env.ORDERS ?? 100000), 8280);
	const password = /: (\S+)\s*$/m.exec(ctl(shop, 'demo', 'logins').stdout)[1];
	await workersKilled(shop, password);
	await databaseKilled(shop, password);
	const verify = ctl(shop, 'audit', 'verify');
	verdict(verify.status === 0, `the audit log proves whole afterwards: ${verify.stdout.trim().split('\n').at(-1)}`);
	shop.child.kill('SIGTERM');
	return failures;
}

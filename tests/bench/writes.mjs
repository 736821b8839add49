// SPDX-License-Identifier: MIT
// Writing: import of orders against LOAD DATA of the same rows into the same tables, and bulk confirmation of 1,000 orders
// against 1,000 bare one-row commits.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, ctl, figure, median, place, purged, ROUNDS, Session, sql } from './lib.mjs';

const ROWS = 50000;
const TABLES = ['orders', 'order_queue', 'order_step', 'list_count', 'order_day', 'import_run'];

// Orders of members who are there, numbered apart from the shop's own.
function ordersFile(shop, round) {
	const file = path.join(place, `orders-${round}.csv`);
	const lines = ['order_no,member_no,state,placed_at,paid_at,total,consignee,phone,province,city'];
	const two = (n) => String(n).padStart(2, '0');
	for (let i = 0; i < ROWS; i++) {
		const at = `2024-${two(1 + (i % 12))}-${two(1 + (i % 28))} ${two(i % 24)}:${two(i % 60)}:00`;
		lines.push(`B${round}-${i},HY-${String(1 + (i % 5000)).padStart(8, '0')},confirmed-paid,${at},${at},${(i % 2000) + 1}.50,` +
			`收货人${i % 100},138${String(i).padStart(8, '0')},浙江省,杭州市`);
	}
	fs.writeFileSync(file, lines.join('\n') + '\n');
	return file;
}

// The rows that one import wrote, per table, loaded once more by LOAD DATA under other numbers.
async function loadData(shop, round) {
	const dir = fs.mkdtempSync(path.join(place, 'load-'));
	fs.chmodSync(dir, 0o777);
	const rows = path.join(dir, 'orders.tsv');
	sql(shop, `SELECT * FROM orders WHERE order_no LIKE 'B${round}-%' INTO OUTFILE '${rows}'`);
	const queue = path.join(dir, 'steps.tsv');
	sql(shop, `SELECT s.* FROM order_step s JOIN orders o ON o.id = s.order_id WHERE o.order_no LIKE 'B${round}-%' INTO OUTFILE '${queue}'`);
	sql(shop, `DELETE s FROM order_step s JOIN orders o ON o.id = s.order_id WHERE o.order_no LIKE 'B${round}-%';
		DELETE FROM orders WHERE order_no LIKE 'B${round}-%'`);
	await purged(shop);
	const began = process.hrtime.bigint();
	sql(shop, `LOAD DATA INFILE '${rows}' INTO TABLE orders; LOAD DATA INFILE '${queue}' INTO TABLE order_step`);
	const seconds = Number(process.hrtime.bigint() - began) / 1e9;
	sql(shop, `DELETE s FROM order_step s JOIN orders o ON o.id = s.order_id WHERE o.order_no LIKE 'B${round}-%';
		DELETE FROM orders WHERE order_no LIKE 'B${round}-%'`);
	fs.rmSync(dir, { recursive: true });
	return seconds;
}

export async function importMeasure(shop) {
	const ratios = [], rates = [];
	for (let round = 0; round < ROUNDS; round++) {
		const file = ordersFile(shop, `${Date.now()}${round}`.slice(-8));
		const tag = /B(\d+)-/.exec(fs.readFileSync(file, 'utf8').slice(0, 200))[1];
		await purged(shop);
		const began = process.hrtime.bigint();
		const out = ctl(shop, 'import', 'orders', file);
		const seconds = Number(process.hrtime.bigint() - began) / 1e9;
		if (out.status !== 0 || !out.stdout.includes(`${ROWS} new`)) throw new Error(`import: ${out.stdout} ${out.stderr}`);
		const loaded = await loadData(shop, tag);
		rates.push(ROWS / seconds);
		ratios.push(loaded / seconds);
		fs.rmSync(file);
	}
	const ratio = median(ratios);
	figure('import.orders', median(rates), 'rows/s', ratio, '>=0.5', ratio >= 0.5);
}

// 1,000 one-row inserts, each its own commit, over one connection.
function bareCommits(shop) {
	sql(shop, 'CREATE TABLE IF NOT EXISTS bench_row (id BIGINT AUTO_INCREMENT PRIMARY KEY, at BIGINT NOT NULL) ENGINE=InnoDB');
	const text = Array.from({ length: 1000 }, (_, i) => `INSERT INTO bench_row (at) VALUES (${i});`).join('\n');
	const began = process.hrtime.bigint();
	sql(shop, text);
	const seconds = Number(process.hrtime.bigint() - began) / 1e9;
	sql(shop, 'DROP TABLE bench_row');
	return seconds;
}

export async function bulkMeasure(shop, password) {
	const session = await new Session(shop.port).login('supervisor', password);
	const times = [], ratios = [];
	for (let round = 0; round < ROUNDS; round++) {
		await session.get('/orders/confirm?all=1');
		const rows = sql(shop, 'SELECT order_id, version FROM order_queue WHERE parked = 0 ORDER BY placed_at LIMIT 1000').split('\n')
			.map((line) => line.split('\t').join('.'));
		const frozen = await session.post('/orders/confirm/bulk', [['bulk', 'confirm'], ...rows.map((row) => ['row[]', row])]);
		if (frozen.status !== 303) throw new Error(`bulk freeze answered ${frozen.status}: ${(await frozen.text()).slice(0, 500)}`);
		const page = frozen.headers.get('location');
		await session.get(page);
		const began = process.hrtime.bigint();
		const done = await session.post(page, []);
		const seconds = Number(process.hrtime.bigint() - began) / 1e9;
		if (done.status !== 303) throw new Error(`bulk confirm answered ${done.status}`);
		const left = Number(sql(shop, `SELECT COUNT(*) FROM order_queue WHERE order_id IN (${rows.map((row) => row.split('.')[0]).join(',')})`));
		if (left !== 0) throw new Error(`${left} of 1000 orders were not confirmed`);
		const bare = bareCommits(shop);
		times.push(seconds);
		ratios.push(seconds / bare);
	}
	figure('bulk.confirm_1000', median(times), 's', median(ratios), '<=5', median(ratios) <= 5);
}

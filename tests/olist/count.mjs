// SPDX-License-Identifier: MIT
// Counts olist's complaints from its own files, by trying every pair and every window: node tests/olist/count.mjs SOURCE
// Prints what `houtaictl complaints escalations --summary` must say (RULE CMP-9a, CMP-9e), a name and a number a line. Shares with
// the import nothing but the reading of CSV.
import { join } from 'node:path';
import { csvRead } from './csv.mjs';

const source = process.argv[2];
const WINDOW = 90 * 86400, CUSTOMERS = 3;
const read = (name) => csvRead(join(source, `olist_${name}_dataset.csv`));
const seconds = (text) => Date.parse(`${text.replace(' ', 'T')}Z`) / 1000;

const customer = Object.fromEntries(read('customers').map((row) => [row.customer_id, row.customer_unique_id]));
const order = Object.fromEntries(read('orders').map((row) => [row.order_id, row]));
const goods = {};
for (const item of read('order_items')) (goods[item.order_id] ??= new Set()).add(item.product_id);

function department(shipped, received, promised, opened) {
	if (shipped === '') return 'stock';
	const late = received === '' || seconds(received) > opened || seconds(received) > seconds(promised);
	return late ? 'logistics' : 'quality';
}
const once = new Set();
const complaints = [];
for (const review of read('order_reviews')) {
	const key = `${review.review_id} ${review.order_id}`;
	if (review.review_score > '2' || once.has(key)) continue;
	once.add(key);
	const of = order[review.order_id], at = seconds(review.review_creation_date);
	complaints.push({ who: customer[of.customer_id], at, goods: [...(goods[review.order_id] ?? [])],
		to: department(of.order_delivered_carrier_date, of.order_delivered_customer_date, of.order_estimated_delivery_date, at) });
}

// (a): everybody's complaints against one another
const again = new Set(), againEver = new Set(), behindAgain = new Set();
complaints.forEach((one, i) => complaints.forEach((other, j) => {
	if (i === j || one.who !== other.who || one.to !== other.to) return;
	againEver.add(one.who);
	if (Math.abs(one.at - other.at) <= WINDOW) { again.add(one.who); behindAgain.add(i); }
}));

// (e): every product's reports, every window that begins with one of them
const reports = {};
complaints.filter((one) => one.to === 'quality')
	.forEach((one) => one.goods.forEach((product) => (reports[product] ??= []).push(one)));
const people = (list) => new Set(list.map((one) => one.who)).size;
let quality = 0, exact = 0, qualityEver = 0, exactEver = 0, behindQuality = 0;
for (const list of Object.values(reports)) {
	const windows = list.map((first) => list.filter((one) => one.at >= first.at && one.at - first.at <= WINDOW));
	const most = Math.max(...windows.map(people));
	quality += most > CUSTOMERS;
	exact += most === CUSTOMERS;
	qualityEver += people(list) > CUSTOMERS;
	exactEver += people(list) === CUSTOMERS;
	behindQuality += new Set(windows.filter((one) => people(one) > CUSTOMERS).flat()).size;
}

const laid = (to) => complaints.filter((one) => one.to === to).length;
const counts = { complaints: complaints.length, stock: laid('stock'), logistics: laid('logistics'), quality: laid('quality'), again: again.size,
	again_ever: againEver.size, again_behind: behindAgain.size, products: quality, products_exact: exact, products_behind: behindQuality, products_ever: qualityEver,
	products_exact_ever: exactEver };
for (const [name, count] of Object.entries(counts)) console.log(`${name} ${count}`);

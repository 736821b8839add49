// SPDX-License-Identifier: MIT
// Joins the olist files into one import file per entity: node tests/olist/join.mjs SOURCE TARGET [--queue]
// The maps beside this script only rename columns and translate words. With --queue (the second reading) orders placed from
// 2018-08-01 on that are not cancelled and have items wait for confirmation, without payments and later times.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvRead as csvFile } from './csv.mjs';

const [source, target, mode] = process.argv.slice(2);
if (!source || !target) {
	console.error('usage: node join.mjs SOURCE TARGET [--queue]');
	process.exit(2);
}
const queue = mode === '--queue';

const csvRead = (name) => csvFile(join(source, name));

function csvWrite(name, head, rows) {
	const cell = (value) => (/[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);
	const lines = [head, ...rows.map((row) => head.map((key) => row[key]))].map((cells) => cells.map(cell).join(','));
	writeFileSync(join(target, name), lines.join('\r\n') + '\r\n');
	console.log(`${name}: ${rows.length}`);
}

const cents = (text) => Math.round(Number(text) * 100);
const yuan = (number) => `${Math.floor(number / 100)}.${String(number % 100).padStart(2, '0')}`;
const groupSum = (rows, key, value) =>
	rows.reduce((sums, row) => sums.set(row[key], (sums.get(row[key]) ?? 0) + value(row)), new Map());

const customers = new Map(csvRead('olist_customers_dataset.csv').map((row) => [row.customer_id, row]));
const items = csvRead('olist_order_items_dataset.csv');
const payments = csvRead('olist_order_payments_dataset.csv');
const orders = csvRead('olist_orders_dataset.csv');
const english = new Map(csvRead('product_category_name_translation.csv')
	.map((row) => [row.product_category_name, row.product_category_name_english]));

// Nobody's name: characters chosen by the id's digest, the same each time.
const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗'];
const given = [...'安博晨丹恩菲刚涵嘉凯兰美宁佩琪蓉珊婷薇欣'];
function person(id) {
	const digest = createHash('sha256').update(id).digest();
	const phone = `13${digest[4] % 10}${String(digest.readUInt32BE(5) % 100000000).padStart(8, '0')}`;
	return { name: surnames[digest[0] % 20] + given[digest[1] % 20] + (digest[2] % 2 ? given[digest[3] % 20] : ''), phone };
}

const members = new Map();
for (const order of orders) {
	const customer = customers.get(order.customer_id);
	const id = customer.customer_unique_id;
	const known = members.get(id);
	if (!known || known.latest < order.order_purchase_timestamp)
		members.set(id, { customer_unique_id: id, ...person(id), state: customer.customer_state, city: customer.customer_city,
			latest: order.order_purchase_timestamp });
}

const products = csvRead('olist_products_dataset.csv').map((row) => {
	const category = english.get(row.product_category_name) ?? row.product_category_name;
	return { product_id: row.product_id, title: `${category || 'product'} ${row.product_id.slice(0, 6)}`, category,
		class: /^(fashion|home|furniture)/.test(category) ? 'special' : 'ordinary' };
});
const productOf = new Map(products.map((row) => [row.product_id, row]));

const paid = groupSum(payments, 'order_id', (row) => cents(row.payment_value));
const priced = groupSum(items, 'order_id', (row) => cents(row.price) + cents(row.freight_value));
const waits = (order) => queue && order.order_purchase_timestamp >= '2018-08-01' &&
	!['canceled', 'unavailable'].includes(order.order_status) && priced.has(order.order_id);
const waiting = new Set(orders.filter(waits).map((order) => order.order_id));
const placed = new Map(orders.map((order) => [order.order_id, order]));

mkdirSync(target, { recursive: true });
csvWrite('members.csv', ['customer_unique_id', 'name', 'phone', 'state', 'city'], [...members.values()]);
csvWrite('products.csv', ['product_id', 'title', 'category', 'class'], products);
csvWrite('orders.csv', ['order_id', 'customer_unique_id', 'order_status', 'order_purchase_timestamp', 'order_approved_at',
	'order_delivered_carrier_date', 'order_delivered_customer_date', 'total', 'name', 'phone', 'state', 'city'],
orders.map((order) => {
	const id = customers.get(order.customer_id).customer_unique_id;
	const { name, phone } = members.get(id);
	const customer = customers.get(order.customer_id);
	const row = { ...order, customer_unique_id: id, name, phone, state: customer.customer_state, city: customer.customer_city,
		total: yuan(paid.get(order.order_id) ?? priced.get(order.order_id) ?? 0) };
	if (waiting.has(order.order_id))
		Object.assign(row, { order_status: 'created', order_approved_at: '', order_delivered_carrier_date: '',
			order_delivered_customer_date: '' });
	return row;
}));
csvWrite('items.csv', ['order_id', 'order_item_id', 'product_id', 'title', 'class', 'price', 'quantity', 'freight_value'],
	items.map((item) => ({ ...item, quantity: 1, title: productOf.get(item.product_id)?.title ?? item.product_id,
		class: productOf.get(item.product_id)?.class ?? 'ordinary' })));
csvWrite('payments.csv', ['order_id', 'payment_sequential', 'payment_type', 'payment_value', 'paid_at'],
	payments.filter((payment) => !waiting.has(payment.order_id)).map((payment) => {
		const order = placed.get(payment.order_id);
		return { ...payment, paid_at: order.order_approved_at || order.order_purchase_timestamp };
	}));

// Complaints: reviews with a score of at most 2, once per (review, order), laid to whoever kept the customer waiting, else to quality.
// Times compare as they stand, to the second: as texts. The order's goods are those of the complaint.
function laidTo(review, order) {
	if (!order.order_delivered_carrier_date) return { department: 'stock', problem: 'never-shipped' };
	if (!order.order_delivered_customer_date || order.order_delivered_customer_date > review.review_creation_date)
		return { department: 'logistics', problem: 'not-received' };
	return order.order_delivered_customer_date > order.order_estimated_delivery_date
		? { department: 'logistics', problem: 'received-late' } : { department: 'quality', problem: 'goods' };
}
const reviews = csvRead('olist_order_reviews_dataset.csv').filter((review) => Number(review.review_score) <= 2);
const complaints = new Map(reviews.map((review) => [`${review.review_id}-${review.order_id}`, review]));
csvWrite('complaints.csv', ['complaint', 'customer_unique_id', 'order_id', 'channel', 'department', 'problem', 'state',
	'review_creation_date', 'review_answer_timestamp', 'review_score', 'text'],
[...complaints.values()].map((review) => {
	const order = placed.get(review.order_id);
	return { ...review, complaint: `${review.review_id}-${review.order_id.slice(0, 7)}`,
		customer_unique_id: customers.get(order.customer_id).customer_unique_id, channel: 'review', ...laidTo(review, order),
		state: 'answered', text: [review.review_comment_title, review.review_comment_message].filter(Boolean).join('\n') };
}));

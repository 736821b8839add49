// SPDX-License-Identifier: MIT
// Complaints: the queue against "hello" and against its own statements at a million complaints, the record's page alike for comparison,
// each filter and sort of the complaints' lists against the queue, and what MariaDB spends on the month's analysis (RULE CMP-10).
//
// The shop is made by the demo's own bulk path, so that counts and summaries are those of the features. COMPLAINTS= makes a smaller one.
import { statSync } from 'node:fs';
import { figure, jobsRest, logged, logStart, logStop, median, Session, shopStart, sleep, sql } from './lib.mjs';
import { listsMeasure, pageMeasure } from './pages.mjs';

const COMPLAINTS = Number(process.env.COMPLAINTS ?? 1000000);
const QUEUE = '/complaints';
const LISTS = ['/complaints', '/complaints/handoffs', '/complaints/escalations', '/complaints/log/history'];
const ANALYSIS = /complaint_month/;
const ANALYSIS_MS = 20;
const SUMMARY = [5000000, 60]; // complaints and months of the made-up summary

async function pages(shop, session) {
	const queue = await pageMeasure(shop, session.cookie, QUEUE);
	figure('complaints.hello', queue.hello, 'req/s', 1, '-', true);
	figure('complaints.queue_page', queue.page, 'req/s', queue.page / queue.hello, '>=0.15', queue.page / queue.hello >= 0.15);
	figure('complaints.queue_page_of_statements', queue.page, 'req/s', queue.page / queue.replay, '>=0.65', queue.page / queue.replay >= 0.65);
	// one with all that a record can hold: clocks, entries, a hand-off
	const id = sql(shop, 'SELECT complaint_id FROM complaint_handoff ORDER BY complaint_id DESC LIMIT 1');
	const record = await pageMeasure(shop, session.cookie, `/complaints/${id}`);
	figure('complaints.record_page', record.page, 'req/s', record.page / record.hello, '-', true);
	figure('complaints.record_page_of_statements', record.page, 'req/s', record.page / record.replay, '-', true);
}

// The statements of one request for the analysis of a month, the median of seven.
async function analysisMeasure(shop, session, name) {
	const file = logStart(shop);
	const month = sql(shop, 'SELECT month FROM complaint_month WHERE dimension = 0 ORDER BY opened DESC, month DESC LIMIT 1');
	const times = [];
	let statements = 0;
	for (let round = 0; round < 9; round++) {
		await sleep(1100);
		const from = statSync(file).size;
		const answer = await session.fetch(`/complaints/analysis?month=${month.slice(0, 4)}-${month.slice(4)}`);
		await answer.text();
		if (answer.status !== 200) throw new Error(`the analysis answered ${answer.status}`);
		const seen = logged(file, from, ANALYSIS);
		statements = seen.statements;
		if (statements === 0) throw new Error('no statement of the analysis was logged');
		if (round > 1) times.push(seen.ms); // the first ones prepare and warm
	}
	logStop(shop);
	figure(name, median(times), 'ms', statements, `<=${ANALYSIS_MS}`, median(times) <= ANALYSIS_MS);
}

// What five million complaints of five years leave in the summary: every province, city and district of China, 31 problems and 10,000
// products in each month. The page reads nothing else, so a summary of that size stands for the complaints themselves.
function summaryMake(shop) {
	const [complaints, months] = SUMMARY;
	const values = [[0, 1, '0'], [1, 7, '0'], [2, 9, '0'], [3, 31, '0'], [4, 34, '0'], [5, 340, 'v % 34'], [6, 2850, 'v % 340'], [7, 10000, '0']];
	summaryBack(shop);
	sql(shop, 'CREATE TABLE complaint_month_made LIKE complaint_month');
	for (const [dimension, count, parent] of values)
		sql(shop, `INSERT INTO complaint_month_made (dimension, month, value, parent, opened)
			SELECT ${dimension}, (2021 + m DIV 12) * 100 + 1 + m % 12, v, ${parent}, GREATEST(1, ${complaints} / ${months} / ${count} * (0.5 + CRC32(v * 100 + m) / 4294967296))
			FROM (SELECT seq AS m FROM seq_1_to_${months}) a JOIN (SELECT ${count === 1 ? '0' : 'seq'} AS v FROM seq_1_to_${count}) b`);
	sql(shop, 'ANALYZE TABLE complaint_month_made');
	sql(shop, 'RENAME TABLE complaint_month TO complaint_month_kept, complaint_month_made TO complaint_month');
}

function summaryBack(shop) {
	const kept = Number(sql(shop, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'houtai' AND table_name = 'complaint_month_kept'"));
	sql(shop, 'DROP TABLE IF EXISTS complaint_month_made');
	if (kept) sql(shop, 'DROP TABLE complaint_month; RENAME TABLE complaint_month_kept TO complaint_month');
}

export async function complaintsMeasure(password) {
	const size = Math.max(1000, Math.floor(COMPLAINTS * 0.4));
	const shop = await shopStart(`complaints-${COMPLAINTS}`, size, size, 8230, COMPLAINTS);
	if (shop.fresh) figure('complaints.make', shop.seconds, 's', null, '-', true);
	const session = await new Session(shop.port).login('supervisor', password(shop));
	figure('complaints.rows', Number(sql(shop, 'SELECT COUNT(*) FROM complaint')), 'rows', null, '-', true);
	await jobsRest(shop, true); // a kept shop has days to make up for
	await pages(shop, session);
	summaryBack(shop);
	await analysisMeasure(shop, session, 'complaints.analysis');
	summaryMake(shop);
	try {
		await analysisMeasure(shop, session, 'complaints.analysis_of_a_summary_of_5M');
	} finally {
		summaryBack(shop);
	}
	if (process.env.LISTS !== '0') await listsMeasure(shop, session, QUEUE, LISTS, 'complaints.list');
	await jobsRest(shop, false);
	shop.child.kill('SIGTERM');
}

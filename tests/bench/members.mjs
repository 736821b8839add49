// SPDX-License-Identifier: MIT
// Members: each filter of the list alone, in the order it has by itself, at ten million members, by the time MariaDB spends on the
// page's statements; and the record's page against "hello" and against its own statements.
//
// Times are MariaDB's own (lib.mjs). A page's figure is the sum over the statements of its list, rows, total, counts and views, in a
// second in which the worker remembers none of them; the median of five requests. What the frame asks once a second for all pages is
// not in it.
import { statSync } from 'node:fs';
import { figure, jobsRest, logged, logStart, logStop, median, Session, sleep, sql } from './lib.mjs';
import { membersShop } from './members_shop.mjs';
import { pageMeasure } from './pages.mjs';

const MEMBERS = Number(process.env.MEMBERS ?? 10000000);
const ROUNDS = 5;
const OWN = /FROM session |FROM member m|list = 'members'|FROM region|FROM orders WHERE order_no/;
const PREVIEW = /member_spent_count|WHERE spent_fen|list = 'members'/;
const LIMIT_MS = 5;

// Values as the data holds them: the commonest, and one in the middle.
function filters(shop) {
	const one = (text) => sql(shop, text);
	const member = (column) => one(`SELECT ${column} FROM member WHERE id = ${Math.floor(MEMBERS / 2)}`);
	const most = (column) => one(`SELECT value FROM list_count WHERE list = 'members' AND dimension = '${column}' GROUP BY value ORDER BY SUM(row_count) DESC LIMIT 1`);
	const least = (column) => one(`SELECT value FROM list_count WHERE list = 'members' AND dimension = '${column}' GROUP BY value ORDER BY SUM(row_count) LIMIT 1`);
	const text = encodeURIComponent;
	return {
		none: '',
		number: `q=${member('member_no')}`,
		number_prefix: 'q=HY-0042',
		name: `q=${text(member('name'))}`,
		name_prefix: `q=${text(member('name').slice(0, 1))}`,
		phone: `q=${member('phone')}`,
		last_four: `q=${member('phone_last4')}`,
		email: `q=${text(member('email'))}`,
		order_number: `q=${one('SELECT MAX(order_no) FROM orders')}`,
		province: `province[]=${most('province')}`,
		city: `city[]=${member('city_id')}`,
		district: `district[]=${member('district_id')}`,
		tier: `tier[]=${most('tier')}`,
		tier_rare: `tier[]=${least('tier')}`,
		spent: 'spent_from=2000&spent_to=5000',
		points: 'points_from=1000&points_to=1200',
		debt: 'points_to=-1',
		last_order: 'last_from=2025-06-01&last_to=2025-06-30',
		consent: `consent[]=${most('consent')}`,
		opted_out: 'consent[]=3&consent[]=6',
		complaints: 'complaints_from=1',
		state: `state[]=${most('state')}`,
		state_rare: `state[]=${least('state')}`,
	};
}

async function filterMeasure(shop, session, file, name, query) {
	const times = [];
	let statements = 0;
	for (let round = 0; round < ROUNDS + 2; round++) {
		await sleep(1100);
		const from = statSync(file).size;
		const answer = await session.fetch(`/members?${query}`);
		await answer.text();
		if (answer.status !== 200 && !(name === 'order_number' && answer.status === 303)) throw new Error(`/members?${query}: ${answer.status}`);
		const seen = logged(file, from, OWN);
		statements = seen.statements;
		if (statements === 0) throw new Error(`no statement of ${name} was logged`);
		if (round > 1) times.push(seen.ms); // the first ones prepare and warm
	}
	const ms = median(times);
	figure(`members.filter_${name}`, ms, 'ms', statements, `<=${LIMIT_MS}`, ms <= LIMIT_MS);
}

// What a change of the tiers' bounds would do, as the editor shows it: counts before and after, who crosses, some of them. One bound
// is no whole yuan, so that the members of a bucket are counted as well.
async function previewMeasure(shop, session, file) {
	const id = sql(shop, "SELECT id FROM policy WHERE policy_key = 'members.tier'");
	const steps = [['', '1', '180', 'a'], ['1200.50', '1', '90', 'b'], ['2500', '1', '60', 'c'], ['6000', '0', '30', 'd']];
	const times = [];
	let statements = 0;
	await session.get(`/policy/${id}/edit`);
	const answer = await session.post(`/policy/${id}/edit`, [['act', 'preview'], ['since', ''], ['reason', ''],
		...steps.flatMap(([bound, include, step, label]) => [['bound[]', bound], ['include[]', include], ['step[]', step], ['label[]', label], ['colour[]', '0']])]);
	const page = answer.headers.get('location');
	for (let round = 0; round < ROUNDS + 2; round++) {
		await sleep(1100);
		const from = statSync(file).size;
		const shown = await session.fetch(page);
		if (shown.status !== 200 || !(await shown.text()).includes('1,200.50')) throw new Error(`the preview answered ${shown.status}`);
		const seen = logged(file, from, PREVIEW);
		statements = seen.statements;
		if (round > 1) times.push(seen.ms);
	}
	figure('tier.preview_10M', median(times), 'ms', statements, '<=50', median(times) <= 50);
}

// Rows that no action made are counted by hand.
const BUCKETS = `INSERT INTO member_spent_count (bucket, shard, members)
	SELECT CASE WHEN spent_fen < 100 THEN 1 WHEN spent_fen < 1000000 THEN spent_fen DIV 100 * 100
		WHEN spent_fen < 100000000 THEN spent_fen DIV 10000 * 10000 ELSE spent_fen DIV 1000000 * 1000000 END AS b, 0, COUNT(*)
	FROM member WHERE spent_fen > 0 GROUP BY b ON DUPLICATE KEY UPDATE members = VALUE(members)`;

export async function membersMeasure(password) {
	const shop = await membersShop(MEMBERS, 8200);
	if (shop.made) figure('members.make', shop.made, 's', null, '-', true);
	await jobsRest(shop, true); // visits of ten million members who came all at once are planned for half an hour
	const session = await new Session(shop.port).login('supervisor', password(shop));
	if (process.env.LISTS !== '0') {
		const file = logStart(shop);
		sql(shop, BUCKETS);
		await previewMeasure(shop, session, file);
		for (const [name, query] of Object.entries(filters(shop))) await filterMeasure(shop, session, file, name, query);
		logStop(shop);
	}
	const id = sql(shop, 'SELECT member_id FROM orders ORDER BY id LIMIT 1');
	const rates = await pageMeasure(shop, session.cookie, `/members/${id}`);
	figure('member.hello', rates.hello, 'req/s', 1, '-', true);
	figure('member.record_page', rates.page, 'req/s', rates.page / rates.hello, '>=0.12', rates.page / rates.hello >= 0.12);
	figure('member.page_of_statements', rates.page, 'req/s', rates.page / rates.replay, '>=0.60', rates.page / rates.replay >= 0.6);
	await jobsRest(shop, false);
	shop.child.kill('SIGTERM');
}

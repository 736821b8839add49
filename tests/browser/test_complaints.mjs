// SPDX-License-Identifier: MIT
// A complaint from the call to the sealed log, as people do it (RULE CMP-1 … CMP-8): taken in by keyboard alone, worked on, asked of a
// department and answered, closed, on the agent's log, signed; one changed byte is found and named. Not the rules' edges: tests/unit.
import { ctl, enter, equal, go, logComplete, ok, person, run, sql, test, where } from './harness.mjs';

const AGENT = 'agent2';
const KEYS_MOST = 12; // beside typing
const HAPPENED = '袖口开线，只穿了一次';
let complaint; // { path, no }
let log; // { id, day, path }

// Fills one form of the complaint's page, unfolding it first, and sends it.
async function act(page, name, fields = {}) {
	const form = `form[action$="/${name}"]`;
	const folded = page.locator(`details.act:not([open]):has(${form}) > summary`);
	if (await folded.count()) await folded.click();
	for (const [field, value] of Object.entries(fields)) {
		const control = page.locator(`${form} [name="${field}"]`).first();
		const kind = await control.evaluate((e) => e.type);
		if (kind === 'select-one') await control.selectOption(value);
		else if (kind === 'radio') await page.locator(`${form} [name="${field}"][value="${value}"]`).check();
		else await control.fill(value);
	}
	await go(page, `${form} button.btn-primary`);
	ok(!(await page.locator('#errors').count()) || !(await page.isVisible('#errors')), `${name} is refused`);
}
const missing = (page) => page.locator('.can .locked', { hasText: '结案' }).locator('.miss').textContent();

test('agent: a complaint is taken in by keyboard alone; open ones of the same customer stand beside it', async (open) => {
	const page = await enter(open, AGENT, { at: '/complaints?open%5B%5D=1' });
	const rows = await page.$$eval('tbody th a', (links) => links.map((a) => a.getAttribute('href')));
	let other = null;
	for (const path of rows) {
		await page.goto(path);
		const order = page.locator('main aside .ph a[href^="/orders/"]');
		if (!(await order.count())) continue;
		other = { no: (await page.textContent('h1')).match(/KS\S+/)[0], order: await order.textContent() };
		break;
	}
	ok(other, 'the demo has an open complaint about an order');

	await page.goto('/');
	let keys = 0;
	const press = async (key) => {
		keys++;
		await page.keyboard.press(key);
	};
	const focus = () => page.evaluate(() => document.activeElement.name);
	const leads = (key) => Promise.all([page.waitForNavigation(), press(key)]);
	await leads('n');
	equal(where(page), '/complaints/new', 'the key n leads to the intake');
	equal(await focus(), 'q', 'the cursor stands in the search');
	await page.keyboard.type(other.order);
	await leads('Enter');
	ok((await page.textContent('main aside')).includes(other.no), 'the open one of the same customer is shown at once');
	equal(await focus(), 'order', 'the cursor stands on the order');
	ok(await page.evaluate(() => document.activeElement.checked), 'which is chosen, since its number was typed');
	await press('ArrowDown');
	equal(await focus(), 'goods[]', 'then its goods');
	await press('Space');
	await press('Tab');
	equal(await focus(), 'channel', 'all orders and goods are one stop');
	await press('Tab');
	await page.keyboard.type('101');
	await press('Tab');
	await page.keyboard.type(HAPPENED);
	await press('Tab');
	await page.keyboard.type('换一件');
	await leads('Control+Enter');
	ok(/^\/complaints\/\d+$/.test(where(page)), `taken in: ${where(page)}`);
	ok(keys <= KEYS_MOST, `${keys} keys`);

	const text = await page.textContent('main');
	for (const part of [HAPPENED, '换一件', '袖', other.order, other.no]) ok(text.includes(part), `the page shows ${part}`);
	ok(await page.isVisible('.pill.bad'), 'urgent by rule CMP-2');
	ok((await page.locator('.dl').count()) >= 2, 'every clock is shown');
	complaint = { path: where(page), no: /KS\S+/.exec(await page.textContent('h1'))[0] };
});

test('agent: the steps; what is missing for closing is said; it is handed to the department that CMP-3 names', async (open) => {
	const page = await enter(open, AGENT, { at: complaint.path });
	await act(page, 'step', { step: '1', step_text: '理解您的心情' });
	await act(page, 'step', { step: '2', step_text: '非常抱歉' });
	equal(await page.locator('#steps .checks .g.ok').count(), 2, 'two steps are done');
	const before = await missing(page);
	for (const part of ['解决方案', '处理结果']) ok(before.includes(part), `missing: ${before}`);
	await act(page, 'hand-off', { to: '101', question: '是质量问题吗？能换吗？' });
	const handoffs = await page.textContent('#handoffs');
	ok(handoffs.includes('运营部'), 'operations is asked');
	ok((await missing(page)).includes('部门还没有答复'), `an open hand-off keeps it open: ${await missing(page)}`);
	ok((await page.textContent('main aside')).includes('CMP-3'), 'the reply has its clock');
});

test('department: it stands on its own list with what happened; the reply goes back', async (open) => {
	const page = await enter(open, 'operations', { at: '/complaints/handoffs' });
	await go(page, `tbody tr:has-text("${complaint.no}") th a`);
	ok((await page.textContent('main')).includes(HAPPENED), 'what happened is there');
	await page.fill('textarea[name="reply"]', '是质量问题，可以换');
	await go(page, 'form[action$="/reply"] button');
	ok(await page.isVisible('.flash.ok'), 'it says so');
	ok(!(await page.locator('form[action$="/reply"]').count()), 'it is answered once');
});

test('agent: tells the customer, writes solution and result, closes', async (open) => {
	const page = await enter(open, AGENT, { at: complaint.path });
	ok((await page.textContent('#handoffs')).includes('是质量问题，可以换'), 'the reply is there');
	await act(page, 'told', { told_text: '查明是质量问题，给您换新' });
	await act(page, 'compensate', { amount_fen: '5.00', compensate_reason: '来回运费' });
	await act(page, 'solve', { solution: '换同款一件', result: '已寄出' });
	await act(page, 'tell', { tell_text: '新的一件今天寄出' });
	equal(await page.locator('#steps .checks .g.ok').count(), 4, 'all four steps are done');
	await act(page, 'close');
	ok(await page.isVisible('h1 .g.ok'), 'it is closed');
	ok((await page.textContent('main aside')).includes('CMP-6'), 'the call-back has its clock');
});

test('agent: it stands on the day\'s log by itself; the log is submitted', async (open) => {
	const page = await enter(open, AGENT, { at: '/complaints/log' });
	const line = page.locator('.dlog tbody tr', { hasText: complaint.no });
	ok((await line.first().textContent()).includes(HAPPENED), 'with what happened');
	await logComplete(page);
	await go(page, 'form[action="/complaints/log/submit"] button');
	ok(await page.isVisible('.flash.ok'), 'it says so');
	const path = await page.getAttribute('.acts a[href^="/complaints/logs/"]', 'href');
	log = { id: /\d+$/.exec(path)[0], path };
});

test('supervisor: signs it; the proof holds on the page and on the command line', async (open) => {
	const page = await enter(open, 'supervisor', { at: `/complaints/logs?log=${log.id}` });
	await page.fill('#sign input[name="password"]', person('supervisor').password);
	await go(page, '#sign button.full');
	ok(await page.isVisible('.flash.ok'), 'it says so');
	log.day = /day=([\d-]+)/.exec(page.url())[1];
	await page.goto(`${log.path}/verify`);
	ok(await page.isVisible('.g.ok'), 'nothing is found');
	equal(ctl('complaints', 'verify-log', log.day, '--account', person(AGENT).staff).status, 0, 'houtaictl agrees');
});

test('one byte of the complaint\'s line changed in the database: found and named', async (open) => {
	const page = await enter(open, 'supervisor');
	const change = (from, to) => sql(`UPDATE dailylog_line SET happened = REPLACE(happened, '${from}', '${to}') WHERE log_id = ${log.id} AND record_no = '${complaint.no}'`);
	change('一次', '七次');
	await page.goto(`${log.path}/verify`);
	const found = await page.textContent('main li');
	for (const part of ['.happened', '只穿了一次', '只穿了七次']) ok(found.includes(part), `the page says: ${found}`);
	const said = ctl('complaints', 'verify-log', log.day, '--account', person(AGENT).staff);
	equal(said.status, 1, said.stdout);
	ok(said.stdout.includes('.happened'), said.stdout);
	change('七次', '一次');
	await page.reload();
	ok(await page.isVisible('.g.ok'), 'whole again');
});

await run();

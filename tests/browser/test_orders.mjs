// SPDX-License-Identifier: MIT
// From the waiting order to the sheet in finance's hands, as people do it (RULE ORD-2, ORD-3, ORD-4). Not the rules' edges: tests/unit.
import { enter, equal, go, login, ok, person, run, test, where } from './harness.mjs';

const number = (text) => Number(/[\d,]+/.exec(text)[0].replace(/,/g, ''));
const waiting = async (page) => number(await page.textContent('.sum b'));

test('clerk: the queue opens from home, filtered by search and by menu', async (open) => {
	const page = await open();
	await login(page, 'clerk', person('clerk').password);
	await go(page, 'main a[href^="/orders/confirm"]');
	await page.goto('/orders/confirm?all=1');
	const all = await waiting(page);
	ok(all > 50, `${all} orders wait`);
	equal(await page.$$eval('tbody tr', (rows) => rows.length), 50, 'rows of a page');

	const first = await page.textContent('tbody tr:first-child th a');
	await page.fill('.filters input[name="q"]', first);
	await Promise.all([page.waitForNavigation(), page.press('.filters input[name="q"]', 'Enter')]);
	equal(await page.$$eval('tbody th a', (links) => links.map((a) => a.textContent)), [first], 'search by number');
	await page.fill('.filters input[name="q"]', '000000-00000');
	await Promise.all([page.waitForNavigation(), page.press('.filters input[name="q"]', 'Enter')]);
	ok(await page.isVisible('.empty .ways a'), 'no match: a way to drop the filter');

	await page.goto('/orders/confirm?all=1');
	const segment = page.locator('.seg a').nth(3);
	const count = number((await segment.locator('i').textContent()));
	await Promise.all([page.waitForNavigation(), segment.click()]);
	equal(await waiting(page), count, 'the digit\'s count is the list\'s');
	const digits = await page.$$eval('tbody th a', (links) => links.map((a) => /(\d)\D*$/.exec(a.textContent)[1]));
	ok(digits.every((d) => d === '3'), `digits ${digits}`);
	await go(page, '.chips .chip');
	equal(await waiting(page), all, 'the chip gone, all are back');
});

test('clerk: next page and previous page show each order once', async (open) => {
	const page = await enter(open, 'clerk', { at: '/orders/confirm?all=1' });
	const read = () => page.$$eval('tbody th a', (links) => links.map((a) => a.textContent));
	const one = await read();
	await go(page, 'a[rel="next"]');
	const two = await read();
	ok(!two.some((no) => one.includes(no)), 'no order on both pages');
	await go(page, 'a[rel="prev"]');
	equal(await read(), one, 'back on the first page');
});

test('clerk: one order is confirmed on its page; the colleague who comes second reads who was first', async (open) => {
	const page = await enter(open, 'clerk');
	const other = await enter(open, 'clerk2');
	await page.goto('/orders/confirm?all=1');
	const all = await waiting(page);
	await go(page, 'tbody tr:first-child th a');
	const order = where(page);
	await other.goto(order);
	await go(page, 'form[action="/orders/confirm"] button');
	equal(where(page), order, 'back on the order');
	ok(await page.isVisible('.flash.ok'), 'it says so');
	ok(!(await page.isVisible('form[action="/orders/confirm"]')), 'it cannot be confirmed twice');
	await go(other, 'form[action="/orders/confirm"] button');
	const reason = await other.textContent('#errors');
	ok(reason.includes(person('clerk').staff), `the second reads: ${reason}`);
	await page.goto('/orders/confirm?all=1');
	equal(await waiting(page), all - 1, 'one less waits');
	await page.goto(order);
	ok((await page.textContent('#history')).includes(person('clerk').staff), 'the history names who');
});

test('clerk: a doubtful order is parked with a reason, and without one not', async (open) => {
	const page = await enter(open, 'clerk', { at: '/orders/confirm?all=1' });
	await go(page, 'tbody tr:nth-child(4) th a');
	const order = where(page);
	await page.click('summary:has(~ form[action="/orders/park"])');
	await go(page, 'form[action="/orders/park"] button');
	ok(await page.isVisible('#errors a[href="#f-reason"]'), 'the summary links to the field');
	ok(await page.isVisible('#f-reason[aria-invalid="true"]'), 'the field is open and marked');
	await page.fill('#f-reason', '地址不全');
	await go(page, 'form[action="/orders/park"] button');
	equal(where(page), order, 'back on the order');
	ok((await page.textContent('h1')).includes('地址不全'), 'the reason stands beside the title');
});

test('clerk: three at once: confirm page with count and sum, result, three less', async (open) => {
	const page = await enter(open, 'clerk', { at: '/orders/confirm?all=1' });
	const all = await waiting(page);
	let fen = 0;
	let ticked = 0;
	for (let row = 0; ticked < 3; row++) {
		const line = page.locator('tbody tr').nth(row);
		if (/s11/.test((await line.getAttribute('class')) ?? '')) continue; // parked
		await line.locator('.c input').check();
		fen += Math.round(100 * Number((await line.locator('.m').textContent()).replace(/,/g, '')));
		ticked++;
	}
	const sum = (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
	await go(page, '.bulk button[value="confirm"]');
	const facts = await page.textContent('main .kv');
	ok(facts.includes(sum) && /3/.test(facts), `the confirm page says ${facts}, not ${sum}`);
	await go(page, 'main form button.btn-primary');
	ok(/3/.test(await page.textContent('main .kv')), 'three are done');
	await page.goto('/orders/confirm?all=1');
	equal(await waiting(page), all - 3, 'three less wait');
});

test('lead signs the closed sheet, finance receives it; neither the wrong password nor the wrong person can', async (open) => {
	const lead = await enter(open, 'lead', { at: '/orders/sheets' });
	if (await lead.isVisible('form[action="/orders/sheets/close"] button')) await go(lead, 'form[action="/orders/sheets/close"] button');
	await lead.goto('/orders/sheets');
	const links = await lead.$$eval('tbody th a', (all) => all.map((a) => a.getAttribute('href')));
	let sheet = null;
	for (const link of links) {
		await lead.goto(link);
		if (await lead.isVisible('form[action$="/sign"]')) {
			sheet = link;
			break;
		}
	}
	ok(sheet, 'a sheet waits for its signature');
	const finance = await enter(open, 'finance', { at: sheet });
	ok(!(await finance.isVisible('form[action$="/sign"]')), 'finance cannot sign');
	ok(!(await finance.isVisible('form[action$="/receive"]')), 'nor receive what is not signed');

	await lead.fill('form[action$="/sign"] input[name="password"]', 'not the password');
	await go(lead, 'form[action$="/sign"] button');
	ok(await lead.isVisible('form[action$="/sign"] [aria-invalid="true"]'), 'the wrong password signs nothing');
	await lead.fill('form[action$="/sign"] input[name="password"]', person('lead').password);
	await go(lead, 'form[action$="/sign"] button');
	ok(!(await lead.isVisible('form[action$="/sign"]')), 'signed once');
	ok((await lead.textContent('aside')).includes(person('lead').staff), 'the seal names who signed');

	await finance.goto(sheet);
	await finance.fill('form[action$="/receive"] input[name="password"]', person('finance').password);
	await go(finance, 'form[action$="/receive"] button');
	ok((await finance.textContent('aside')).includes(person('finance').staff), 'the seal names who received');
	for (let i = 0; i < 40 && (await finance.isVisible('.seal.wait')); i++) {
		await finance.waitForTimeout(500);
		await finance.reload();
	}
	ok(!(await finance.isVisible('.seal.wait')), 'both signatures are sealed within seconds');
});

test('who only reads may not confirm: the buttons say why, the address refuses', async (open) => {
	const page = await enter(open, 'gm', { at: '/orders/confirm?all=1' });
	ok(!(await page.isVisible('tbody .c input')), 'no boxes to tick');
	await go(page, 'tbody tr:first-child th a');
	ok(!(await page.isVisible('form[action="/orders/confirm"]')), 'no button');
	ok(await page.isVisible('.locked .miss'), 'a locked button with the missing condition');
	const answer = await page.goto('/orders/sharing');
	equal(answer.status(), 403, 'status');
});

await run();

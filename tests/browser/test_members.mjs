// SPDX-License-Identifier: MIT
// A member on the line: found by the last four digits, identity checked, tier and points read, contact data shown with a reason,
// points adjusted with a second person approving (RULE MEM-1, MEM-3, MEM-4). Not the rules' edges: tests/unit, tests/page.
import { axe, enter, equal, go, ok, run, shot, test, where } from './harness.mjs';

// A member of the demo with orders: its record's path, number and the last four digits as they show masked.
async function someone(page, nth) {
	await page.goto('/members?sort=spent');
	const row = page.locator('tbody tr').nth(nth);
	const last4 = /(\d{4})$/.exec((await row.locator('.who').textContent()).trim())[1];
	return { no: (await row.locator('th a').textContent()).trim(), href: await row.locator('th a').getAttribute('href'), last4 };
}

async function find(page, member) {
	await page.goto('/members');
	await page.fill('.filters input[name="q"]', member.last4);
	await Promise.all([page.waitForNavigation(), page.press('.filters input[name="q"]', 'Enter')]);
	const found = await page.$$eval('tbody tr', (rows) => rows.map((row) => row.querySelector('.who').textContent));
	ok(found.length > 0 && found.every((who) => who.trim().endsWith(member.last4)), `found ${found}`);
	await go(page, `tbody a[href="${member.href}"]`);
}

test('agent: found by the last four digits; checked; tier, points and orders read; contact data shown with a reason', async (open) => {
	const page = await enter(open, 'agent');
	const member = await someone(page, 3);
	await find(page, member);
	equal(where(page), member.href, 'the record');
	const masked = await page.textContent('h1');
	ok(/\*/.test(masked), `name masked: ${masked}`);
	ok(/\d{3}\*{4}\d{4}/.test(await page.textContent('.figs .way')), 'phone masked');
	ok((await page.textContent('h1 .tier')).trim().length > 0, 'tier');
	ok(!(await page.isVisible(`aside a[href="${member.href}/edit"]`)), 'nothing to edit before the check');

	await page.fill('.ident input[name="answer"]', '0001x');
	await go(page, '.ident button');
	ok(await page.isVisible('.ident .err'), 'a wrong answer comes back');
	equal(await page.inputValue('.ident input[name="answer"]'), '0001x', 'with what was typed');
	await page.fill('.ident input[name="answer"]', ` ${member.last4} `);
	await go(page, '.ident button');
	ok(await page.isVisible('.ident.ok'), 'checked');
	ok(!/\*/.test(await page.textContent('h1')), 'the name shows');
	ok(/\d{3}\*{4}\d{4}/.test(await page.textContent('.figs .way')), 'the phone does not yet');
	equal(await axe(page), [], 'axe');

	await page.click('.ident details summary');
	await page.selectOption('.ident select[name="why"]', 'delivery');
	await page.fill('.ident input[name="reason_text"]', 'parcel came back');
	await go(page, '.ident .pop button');
	ok(new RegExp(`\\d{7}${member.last4}`).test(await page.textContent('.figs .way')), 'the phone shows');
	await shot(page, 'member-shown');
	await go(page, `.tabs a[href="${member.href}/history"]`);
	ok((await page.textContent('#history')).includes('parcel came back'), 'the showing stands in the history');

	await go(page, `.tabs a[href="${member.href}/orders"]`);
	ok((await page.locator('tbody tr').count()) > 0, 'orders');
	await go(page, '.ident button.lk');
	equal(where(page), `${member.href}/orders`, 'masked on the same tab');
	ok(/\*/.test(await page.textContent('h1')), 'masked again');
	equal(page.problems, [], 'problems');
});

test('agent: an order\'s number finds the member and proves who calls', async (open) => {
	const page = await enter(open, 'agent');
	const member = await someone(page, 5);
	await page.goto(`${member.href}/orders`);
	const order = (await page.textContent('tbody th a')).trim();
	await page.goto('/members');
	await page.fill('.filters input[name="q"]', order);
	await Promise.all([page.waitForNavigation(), page.press('.filters input[name="q"]', 'Enter')]);
	equal(where(page), member.href, 'found by an order');
	await page.fill('.ident input[name="answer"]', order);
	await go(page, '.ident button');
	ok(await page.isVisible('.ident.ok'), 'proved by an order');
});

test('agent asks for points above the limit, a supervisor approves: the balance follows', async (open) => {
	const page = await enter(open, 'agent');
	const member = await someone(page, 7);
	await page.goto(member.href);
	await page.fill('.ident input[name="answer"]', member.last4);
	await go(page, '.ident button');
	await page.goto(`${member.href}/points`);
	const balance = async (at) => Number((await at.textContent(`.figs a[href="${member.href}/points"]`)).replace(/[^\d−-]/g, '').replace('−', '-'));
	const before = await balance(page);
	await page.locator('details', { has: page.locator(`form[action="${member.href}/points/adjust"]`) }).locator('summary').click();
	await page.fill('input[name="change"]', '600');
	await page.fill(`form[action="${member.href}/points/adjust"] input[name="why"]`, 'points of a lost order');
	await go(page, `form[action="${member.href}/points/adjust"] button`);
	ok(/^\/points\/adjustments\/\d+$/.test(where(page)), `waits: ${where(page)}`);
	const waiting = where(page);
	ok(!(await page.isVisible(`form[action="${waiting}/approve"] button`)), 'nobody approves what he asked for');

	const boss = await enter(open, 'supervisor', { at: waiting });
	await go(boss, `form[action="${waiting}/approve"] button`);
	await page.goto(`${member.href}/points`);
	equal(await balance(page), before + 600, 'the balance');
	ok((await page.textContent('tbody tr:first-child')).includes('600'), 'and its entry');
	equal([...page.problems, ...boss.problems], [], 'problems');
});

test('members at 360 px: nothing wider than the screen, the check within reach', async (open) => {
	const page = await enter(open, 'agent', { width: 360, dark: true, lang: 'en' });
	const member = await someone(page, 9);
	for (const place of ['/members', member.href, `${member.href}/orders`, `${member.href}/history`]) {
		await page.goto(place);
		const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
		ok(wide <= screen, `${place}: ${wide} px`);
		equal(await axe(page), [], `axe ${place}`);
	}
	await shot(page, 'member-360');
});

await run();

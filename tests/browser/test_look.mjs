// SPDX-License-Identifier: MIT
// What the reader chooses and what the browser lacks: language, theme, no script, a narrow screen, the keyboard, paper.
// Not whether each page is sound: test_pages.
import { enter, equal, login, ok, person, run, test } from './harness.mjs';

const colour = (page, selector, property) => page.$eval(selector, (e, p) => getComputedStyle(e)[p], property);

async function choose(page, value) {
	await Promise.all([page.waitForNavigation(), page.click(`.prefs button[value="${value}"]`)]);
}

test('language and theme are the account\'s: they hold in the next session', async (open) => {
	const { name, password } = person('gm');
	const page = await open();
	await login(page, name, password);
	await choose(page, 'en');
	equal(await page.getAttribute('html', 'lang'), 'en', 'language');
	ok(/Sign out/.test(await page.textContent('.me')), 'navigation speaks English');
	await choose(page, 'dark');
	equal(await colour(page, 'body', 'backgroundColor'), 'rgb(17, 20, 23)', 'dark ground');
	const later = await open();
	await login(later, name, password);
	equal(await later.getAttribute('html', 'lang'), 'en', 'language in a new session');
	equal(await colour(later, 'body', 'backgroundColor'), 'rgb(17, 20, 23)', 'dark ground in a new session');
	await choose(later, 'light');
	await choose(later, 'zh-CN');
	equal(await colour(later, 'body', 'backgroundColor'), 'rgb(244, 245, 247)', 'light ground');
});

test('a switch leads back to the page it was pressed on, filters included', async (open) => {
	const page = await enter(open, 'clerk', { at: '/orders?state%5B%5D=4' });
	await choose(page, 'en');
	equal(new URL(page.url()).pathname + new URL(page.url()).search, '/orders?state%5B%5D=4', 'address');
	await choose(page, 'zh-CN');
});

test('without script: filter, tick, confirm page', async (open) => {
	const page = await enter(open, 'clerk2', { at: '/orders/confirm?all=1', script: false });
	ok(await page.isVisible('.bulk button.btn-primary'), 'the bulk bar is always there');
	ok(!(await page.isVisible('input.all')), 'a box that would do nothing is not shown');
	await page.click('.menus .menu:nth-of-type(1) > summary');
	ok(await page.isVisible('.menu[open] .apply button'), 'a menu opens');
	await page.goto('/orders/confirm?all=1');
	await page.check('tbody tr:nth-child(1) .c input');
	await page.check('tbody tr:nth-child(2) .c input');
	await Promise.all([page.waitForNavigation(), page.click('.bulk button.btn-primary')]);
	ok(/^\/bulk\/\d+$/.test(new URL(page.url()).pathname), `confirm page, not ${page.url()}`);
	ok(/2/.test(await page.textContent('main .kv')), 'two are counted');
});

test('360 px: the folded menu says how much is overdue, as its lines do when it is open', async (open) => {
	let some = 0;
	for (const name of ['clerk', 'agent', 'supervisor', 'finance']) {
		const page = await enter(open, name, { width: 360, height: 740 });
		const lines = await page.$$eval('.side nav .over', (all) => all.map((e) => Number(e.textContent)));
		const sum = lines.reduce((a, b) => a + b, 0);
		equal(await page.locator('.side .dot').count(), sum ? 1 : 0, `${name}: a badge if and only if something is overdue`);
		if (!sum) continue;
		some++;
		ok(await page.isVisible('.side .dot'), `${name}: the badge shows`);
		ok((await page.textContent('.side .dot')).endsWith(sum > 999 ? '999+' : String(sum)), `${name}: ${await page.textContent('.side .dot')}, wanted ${sum}`);
		const box = await page.locator('.side .dot').boundingBox();
		ok(box.x >= 0 && box.x + box.width <= 360, `${name}: within the screen`);
	}
	ok(some > 0, 'somebody of the demo has overdue work');
});

test('360 px: navigation and search unfold, the left edge ticks, buttons are 44 px high', async (open) => {
	const page = await enter(open, 'clerk', { width: 360, height: 740 });
	ok(!(await page.isVisible('.side nav')), 'navigation is folded');
	await page.click('.burger:not(.look) > summary');
	ok(await page.isVisible('.side nav'), 'navigation unfolds');
	await page.goto('/orders/confirm?all=1');
	await page.click('.look > summary');
	ok(await page.isVisible('#q'), 'search unfolds');
	await page.locator('tbody tr').nth(3).evaluate((e) => e.scrollIntoView({ block: 'center' }));
	const row = await page.locator('tbody tr').nth(3).boundingBox();
	await page.mouse.click(row.x + 20, row.y + row.height - 8);
	ok(await page.locator('tbody tr').nth(3).locator('.c input').isChecked(), 'the lower left corner of a row ticks it');
	for (const button of await page.$$('.bulk button.btn')) {
		const box = await button.boundingBox();
		ok(box.height >= 44, `a button of ${box.height} px`);
	}
	ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, 'nothing sticks out');
});

test('keyboard: / searches, j and x walk and tick, Escape closes a menu', async (open) => {
	const page = await enter(open, 'clerk', { at: '/orders/confirm?all=1' });
	await page.keyboard.press('/');
	equal(await page.evaluate(() => document.activeElement.name), 'q', 'focus');
	equal(await page.inputValue('.filters input[name="q"]'), '', 'the key itself is not typed');
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press('j');
	await page.keyboard.press('j');
	await page.keyboard.press('x');
	ok(await page.locator('tbody tr').nth(1).locator('.c input').isChecked(), 'second row is ticked');
	ok(await page.isVisible('.bulk'), 'the bulk bar appears');
	await page.click('.menus .menu > summary >> nth=0');
	await page.keyboard.press('Escape');
	equal(await page.$$eval('details.menu[open]', (all) => all.length), 0, 'open menus');
});

test('bulk bar: count and sum are those of the ticked rows', async (open) => {
	const page = await enter(open, 'clerk', { at: '/orders/confirm?all=1' });
	const rows = [0, 2, 5];
	let fen = 0;
	for (const row of rows) {
		await page.locator('tbody .c input').nth(row).check();
		fen += Math.round(100 * Number((await page.locator('tbody .m').nth(row).textContent()).replace(/,/g, '')));
	}
	const sum = (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
	const text = await page.textContent('.bulk p');
	ok(text.includes(`¥ ${sum}`) && /\b3\b/.test(text), `the bar says "${text}", the rows ${sum}`);
	await page.check('input.all');
	const all = await page.$$eval('tbody .c input:checked', (e) => e.length);
	equal(all, await page.$$eval('tbody tr', (e) => e.length), 'all rows ticked');
});

test('paper: no navigation, no buttons, black on white even in the dark', async (open) => {
	const page = await enter(open, 'clerk', { at: '/orders', dark: true });
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	for (const part of ['.side', '.top', '.filters', '.tabs', '.pg']) ok(!(await page.isVisible(part)), `${part} is not printed`);
	equal(await colour(page, 'body', 'backgroundColor'), 'rgb(255, 255, 255)', 'ground');
	equal(await colour(page, 'body', 'color'), 'rgb(0, 0, 0)', 'ink');
	ok(await page.isVisible('.pfoot'), 'who printed it stands at the end');
});

await run();

// SPDX-License-Identifier: MIT
// Every kind of page, as every role, in Chinese: no error, nothing for axe or the Nu checker to find, nothing wider than 360 px, light
// and dark. Not what the pages do: test_orders. English: test_pages_en.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { axe, build, enter, equal, login, nu, ok, run, test } from './harness.mjs';
import { logins } from './crawl.mjs';
import { html, others, several, speak, walk } from './walk.mjs';

for (const { name } of logins())
	test(`${name}: every page, zh-CN`, async (open) => {
		const page = await enter(open, name);
		await speak(page, 'zh-CN');
		const { problems, kinds } = await walk(await several(page), 'zh-CN', name);
		ok(kinds.length >= 3, `only ${kinds.length} kinds of pages found: ${kinds}`);
		ok(!problems.length, problems.join('\n'));
	});

test('log-in, refused log-in, missing page: nothing for axe to find', async (open) => {
	const page = await open();
	const problems = [];
	for (const path of ['/login', '/nowhere']) {
		const answer = await page.goto(path);
		html[`nobody ${path}`] = await answer.text();
		problems.push(...(await axe(page)), ...(await others(page, path)));
	}
	await page.goto('/login');
	await page.fill('input[name="name"]', 'nobody');
	await page.fill('input[name="password"]', 'not the password');
	await Promise.all([page.waitForNavigation(), page.click('form[action="/login"] button')]);
	equal(new URL(page.url()).pathname, '/login', 'refused');
	ok(await page.isVisible('#errors'), 'the refusal says why');
	html['nobody refused'] = await page.content();
	problems.push(...(await axe(page)));
	ok(!problems.length, problems.join('\n'));
});

test('a password set by an administrator is replaced first', async (open) => {
	const made = spawnSync(path.join(build, 'houtaictl'),
		['--config', process.env.HOUTAI_CONFIG, 'account', 'create', 'newcomer', '--staff-no', 'NC0001', '--name', '新同事', '--roles', 'agent', '--generate'],
		{ encoding: 'utf8' });
	const first = /^newcomer (\S+)$/m.exec(made.stdout)?.[1];
	ok(first, `no account: ${made.stdout}${made.stderr}`);
	const page = await open({ script: false });
	await login(page, 'newcomer', first);
	equal(new URL(page.url()).pathname, '/password', 'where log-in leads');
	await page.goto('/members');
	equal(new URL(page.url()).pathname, '/password', 'where every page leads');
	equal(await page.locator('nav a').count(), 0, 'ways elsewhere');
	const seen = await open();
	await login(seen, 'newcomer', first);
	html['newcomer /password'] = await seen.content();
	const problems = [...(await axe(seen)), ...(await others(seen, '/password'))];
	ok(!problems.length, problems.join('\n'));
	await page.fill('input[name="password"]', first);
	await page.fill('input[name="fresh"]', 'a river of 9 stones');
	await page.fill('input[name="again"]', 'a river of 9 stones');
	await Promise.all([page.waitForNavigation(), page.click('form[action="/password"] button')]);
	equal(new URL(page.url()).pathname, '/members', 'the page asked for');
	await seen.goto('/members');
	equal(new URL(seen.url()).pathname, '/login', 'the other browser is logged out');
});

test('the Nu checker finds nothing on any of them', async () => {
	ok(Object.keys(html).length > 10, 'pages were gathered');
	const found = nu(html);
	ok(!found.length, found.slice(0, 40).join('\n'));
});

await run();

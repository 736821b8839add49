// SPDX-License-Identifier: MIT
// Every kind of page, as every role, in Chinese: no error, nothing for axe or the Nu checker to find, nothing wider than 360 px, light
// and dark. Not what the pages do: test_orders. English: test_pages_en.
import { axe, equal, login, nu, ok, run, test } from './harness.mjs';
import { logins } from './crawl.mjs';
import { html, others, speak, walk } from './walk.mjs';

for (const { name, password } of logins())
	test(`${name}: every page, zh-CN`, async (open) => {
		const page = await open();
		await login(page, name, password);
		await speak(page, 'zh-CN');
		const { problems, kinds } = await walk(page, 'zh-CN', name);
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

test('the Nu checker finds nothing on any of them', async () => {
	ok(Object.keys(html).length > 10, 'pages were gathered');
	const found = nu(html);
	ok(!found.length, found.slice(0, 40).join('\n'));
});

await run();

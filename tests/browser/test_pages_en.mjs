// SPDX-License-Identifier: MIT
// Every kind of page in English, once, as the first role that reaches it: as test_pages.
import { enter, nu, ok, run, test } from './harness.mjs';
import { logins } from './crawl.mjs';
import { html, several, speak, walk } from './walk.mjs';

const english = new Set();
for (const { name } of logins())
	test(`${name}: every page that no role before saw, en`, async (open) => {
		const page = await enter(open, name, { lang: 'en' });
		await speak(page, 'en');
		const { problems } = await walk(await several(page), 'en', name, { seen: english, again: true });
		await speak(page, 'zh-CN');
		ok(!problems.length, problems.join('\n'));
	});

test('the Nu checker finds nothing on any of them', async () => {
	ok(Object.keys(html).length > 10, 'pages were gathered');
	const found = nu(html);
	ok(!found.length, found.slice(0, 40).join('\n'));
});

await run();

// SPDX-License-Identifier: MIT
// Every kind of page, as every role: no error, nothing for axe or the Nu checker to find, nothing wider than 360 px, in both
// languages and both themes. Not what the pages do: test_orders.
import { axe, equal, login, nu, ok, run, test } from './harness.mjs';
import { crawl, logins } from './crawl.mjs';

const html = {}; // for the Nu checker, all at once: it starts slowly
const variants = new Set(); // kinds of pages that were looked at in every variant

async function narrow(page, path) {
	await page.setViewportSize({ width: 360, height: 800 });
	const wide = await page.evaluate(() => {
		const limit = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= limit) return null;
		const all = [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > limit + 1);
		return `${document.documentElement.scrollWidth} px: ${all.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | ')}`;
	});
	return wide ? [`${path} is wider than 360 px: ${wide}`] : [];
}

// The same page dark and at 360 px, without loading it again.
async function others(page, path) {
	const found = await narrow(page, path);
	found.push(...(await axe(page)).map((text) => `360 px: ${text}`));
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.setViewportSize({ width: 1280, height: 800 });
	found.push(...(await axe(page)).map((text) => `dark: ${text}`));
	await page.emulateMedia({ colorScheme: 'light' });
	return found;
}

async function walk(page, lang, name, seen) {
	const problems = [];
	const kinds = await crawl(page, async (path, answer) => {
		const key = `${lang} ${path.replace(/[?#].*$/, '').replace(/\d+/g, '#')}`;
		if (answer.status() !== 200) problems.push(`${path}: status ${answer.status()}`);
		equal(await page.getAttribute('html', 'lang'), lang, path);
		// what home shows is the role's own; other kinds of pages are looked at closely once
		if (variants.has(key) && path !== '/') return;
		problems.push(...(await axe(page)));
		if (variants.has(key)) return;
		variants.add(key);
		html[`${name} ${lang} ${path}`] = await answer.text();
		problems.push(...(await others(page, path)));
		const missing = await page.evaluate(() => document.body.innerText.match(/\b[a-z_]+(\.[a-z_0-9]+){2,}\b/g));
		for (const text of (missing ?? []).filter((t) => !/\.(com|cn|org|net|csv|xlsx|hdf|json)$/.test(t))) problems.push(`${path}: a language key shows: ${text}`);
	}, seen);
	return { problems: [...problems, ...page.problems], kinds };
}

async function speak(page, lang) {
	await page.goto('/');
	if ((await page.getAttribute('html', 'lang')) === lang) return;
	await Promise.all([page.waitForNavigation(), page.click(`.prefs button[value="${lang}"]`)]);
	equal(await page.getAttribute('html', 'lang'), lang, 'language switch');
}

for (const { name, password } of logins())
	test(`${name}: every page, zh-CN`, async (open) => {
		const page = await open();
		await login(page, name, password);
		await speak(page, 'zh-CN');
		const { problems, kinds } = await walk(page, 'zh-CN', name);
		ok(kinds.length >= 3, `only ${kinds.length} kinds of pages found: ${kinds}`);
		ok(!problems.length, problems.join('\n'));
	});

const english = new Set();
for (const { name, password } of logins())
	test(`${name}: every page that no role before saw, en`, async (open) => {
		const page = await open({ lang: 'en' });
		await login(page, name, password);
		await speak(page, 'en');
		const { problems } = await walk(page, 'en', name, english);
		await speak(page, 'zh-CN');
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

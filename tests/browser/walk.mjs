// SPDX-License-Identifier: MIT
// Looks at pages as one role: what is wrong with them. Holds no test; which pages there are: crawl.mjs.
import { axe, equal } from './harness.mjs';
import { crawl } from './crawl.mjs';

export const html = {}; // for the Nu checker, all at once: it starts slowly
const variants = new Set(); // kinds of pages that were looked at in every variant

const shapes = new Set(); // pages by what they are made of

// Every kind of element with its class, role and state, once.
const shapeOf = (page) =>
	page.evaluate(() => [...new Set([...document.querySelectorAll('body *')].map((e) => `${e.tagName}.${e.className?.baseVal ?? e.className}${e.disabled ? '!' : ''}${e.getAttribute('role') ?? ''}`))].sort().join(' '));

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
export async function others(page, path) {
	const found = await narrow(page, path);
	found.push(...(await axe(page, ['target-size', 'scrollable-region-focusable', 'label-content-name-mismatch'])).map((text) => `360 px: ${text}`));
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.setViewportSize({ width: 1280, height: 800 });
	found.push(...(await axe(page, ['color-contrast'])).map((text) => `dark: ${text}`));
	await page.emulateMedia({ colorScheme: 'light' });
	return found;
}

export async function walk(page, lang, name, seen) {
	const problems = [];
	const kinds = await crawl(page, async (path, answer) => {
		const key = `${lang} ${path.replace(/[?#].*$/, '').replace(/\d+/g, '#')}`;
		if (answer.status() !== 200) problems.push(`${path}: status ${answer.status()}`);
		equal(await page.getAttribute('html', 'lang'), lang, path);
		// what a role sees may differ from what the one before saw: axe looks again unless the page is made of the same things
		const shape = `${key} ${await shapeOf(page)}`;
		if (!shapes.has(shape)) problems.push(...(await axe(page)));
		shapes.add(shape);
		if (variants.has(key)) return;
		variants.add(key);
		html[`${name} ${lang} ${path}`] = await answer.text();
		problems.push(...(await others(page, path)));
		const missing = await page.evaluate(() => document.body.innerText.match(/\b[a-z_]+(\.[a-z_0-9]+){2,}\b/g));
		for (const text of (missing ?? []).filter((t) => !/\.(com|cn|org|net|csv|xlsx|hdf|json)$/.test(t))) problems.push(`${path}: a language key shows: ${text}`);
	}, seen);
	return { problems: [...problems, ...page.problems], kinds };
}

export async function speak(page, lang) {
	await page.goto('/');
	if ((await page.getAttribute('html', 'lang')) === lang) return;
	await Promise.all([page.waitForNavigation(), page.click(`.prefs button[value="${lang}"]`)]);
	equal(await page.getAttribute('html', 'lang'), lang, 'language switch');
}

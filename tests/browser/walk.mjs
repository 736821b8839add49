// SPDX-License-Identifier: MIT
// Looks at pages as one role: what is wrong with them. Holds no test; which pages there are: crawl.mjs.
import { axe, equal, where } from './harness.mjs';
import { crawl, kind } from './crawl.mjs';

export const html = {}; // for the Nu checker, all at once: it starts slowly

const variants = new Set(); // kinds of pages that were looked at narrow and dark
const known = new Map(); // kind of page → { things: what its content was made of so far, outlines: its headings in order }
const framed = new Set(); // roles whose navigation and head were looked at: they are the same on each page

// The page's language, and what its content is made of: every element with its class, role, state and what it lacks, once; its outline.
const shapeOf = (page) =>
	page.evaluate(() => ({
		lang: document.documentElement.lang,
		things: [
			...new Set(
				[...document.querySelectorAll('main *')].map((e) => {
					const lacks = e.textContent.trim() || e.getAttribute('aria-label') || e.getAttribute('title') ? '' : '-';
					return `${e.parentElement.tagName}>${e.tagName}.${e.className?.baseVal ?? e.className}${e.disabled ? '!' : ''}${e.getAttribute('role') ?? ''}${lacks}`;
				}),
			),
		],
		outline: [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')].map((e) => e.tagName).join(' '),
	}));

// True if the content holds nothing that was not looked at on this kind of page before, as whichever role.
function familiar(key, { things, outline }) {
	const before = known.get(key) ?? { things: new Set(), outlines: new Set() };
	const same = before.outlines.has(outline) && things.every((thing) => before.things.has(thing));
	for (const thing of things) before.things.add(thing);
	before.outlines.add(outline);
	known.set(key, before);
	return same;
}

// Of rows, lines and choices that are made alike, two stay: what axe finds in the fiftieth it has found in the second.
const thin = (page) =>
	page.evaluate(() => {
		const make = (top) =>
			[top, ...top.querySelectorAll('*')]
				.map((e) => `${e.tagName}.${e.className?.baseVal ?? e.className}${e.disabled ? '!' : ''}${e.getAttribute('aria-current') ?? ''}${e.textContent.trim() ? '' : '-'}${e.getAttribute('aria-label') === '' ? '?' : ''}`)
				.join(' ');
		for (const parent of document.querySelectorAll('tbody, ul, ol, dl, nav, select, .seg, .opts')) {
			const seen = new Map();
			for (const child of [...parent.children]) {
				const key = make(child);
				seen.set(key, (seen.get(key) ?? 0) + 1);
				if (seen.get(key) > 2) child.remove();
			}
		}
	});

// Rows that nobody sees, and words that stand on others' words in the same row.
const covered = (page) =>
	page.evaluate(() => {
		const words = (cell) => {
			const limit = cell.getBoundingClientRect();
			const range = document.createRange();
			range.selectNodeContents(cell);
			return [...range.getClientRects()]
				.map((r) => ({ left: Math.max(r.left, limit.left), right: Math.min(r.right, limit.right), top: r.top, bottom: r.bottom }))
				.filter((r) => r.right - r.left > 2);
		};
		const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
		return [...document.querySelectorAll('main tbody tr')].flatMap((row) => {
			if (row.getBoundingClientRect().height === 0) return row.closest('details:not([open])') ? [] : [`a row that is not seen: ${row.outerHTML.slice(0, 160)}`];
			const cells = [...row.cells].filter((cell) => cell.textContent.trim()).map((cell) => ({ cell, words: words(cell) }));
			return cells.flatMap((a, i) =>
				cells.slice(i + 1).filter((b) => a.words.some((x) => b.words.some((y) => meet(x, y))))
					.map((b) => `words on words: ${a.cell.textContent.trim().slice(0, 40)} | ${b.cell.textContent.trim().slice(0, 40)}`));
		}).slice(0, 3);
	});

// Cells that end in dots though they hold no free text: a state, a time, a figure nobody can read. Longer than ours ever are, and cut
// off, are the record numbers of an imported shop and how many days its old orders are overdue.
const cut = (page) =>
	page.evaluate(() => [...document.querySelectorAll('main tbody :is(td, th):not(.what)')]
		.filter((cell) => getComputedStyle(cell).overflowX === 'hidden' && cell.scrollWidth > cell.clientWidth + 1)
		.map((cell) => cell.textContent.trim()).filter((text) => !/[0-9a-f]{32}|\d{4} (d|天)/.test(text))
		.map((text) => `cut off: ${text.slice(0, 60)}`).slice(0, 3));

// At 360 px: nothing wider, no words on words, nothing too small to touch. Leaves the page thinned and wide again.
export async function narrow(page, path) {
	const hidden = [...(await covered(page)), ...(await cut(page))].map((text) => `${path}: ${text}`);
	await page.setViewportSize({ width: 360, height: 800 });
	const wide = await page.evaluate(() => {
		const limit = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= limit) return null;
		const all = [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > limit + 1);
		return `${document.documentElement.scrollWidth} px: ${all.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | ')}`;
	});
	hidden.push(...(await covered(page)).map((text) => `${path} at 360 px: ${text}`));
	await thin(page);
	const found = wide ? [`${path} is wider than 360 px: ${wide}`] : [];
	found.push(...(await axe(page, ['target-size', 'scrollable-region-focusable', 'label-content-name-mismatch'])).map((text) => `360 px: ${text}`), ...hidden);
	await page.setViewportSize({ width: 1280, height: 800 });
	return found;
}

async function dark(page) {
	await page.emulateMedia({ colorScheme: 'dark' });
	const found = (await axe(page, ['color-contrast'])).map((text) => `dark: ${text}`);
	await page.emulateMedia({ colorScheme: 'light' });
	return found;
}

// The same page at 360 px and dark, without loading it again.
export async function others(page, path) {
	return [...(await narrow(page, path)), ...(await dark(page))];
}

// Colours know no language: what was looked at dark in one is the same in the other.
async function coloursSpeakNone(page) {
	const found = await page.evaluate(() => {
		const rules = (list) => [...list].flatMap((rule) => [rule, ...rules(rule.cssRules ?? [])]); // those within @media and the like as well
		const tints = (rule) => [...rule.style].some((property) => /colou?r|background|opacity|filter|shadow|^--|^fill|^stroke/.test(property));
		return rules([...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])).filter((rule) => /:lang\(|\[lang/.test(rule.selectorText ?? '') && tints(rule)).map((rule) => rule.cssText);
	});
	equal(found, [], 'styles that colour by language');
}

// walk(): every kind of page as this role, but those in `seen`. `again`: the other language was looked at already.
export async function walk(pages, lang, name, { seen, again = false } = {}) {
	const problems = [];
	if (again) {
		await pages[0].goto('/');
		await coloursSpeakNone(pages[0]);
	}
	const kinds = await crawl(pages, async (page, path, answer) => {
		const key = kind(path);
		if (answer.status() !== 200) problems.push(`${path}: status ${answer.status()}`);
		const shape = await shapeOf(page);
		equal(shape.lang, lang, path);
		const looked = familiar(key, shape) && framed.has(name);
		framed.add(name);
		if (!variants.has(key)) {
			variants.add(key);
			html[`${name} ${lang} ${path}`] = await answer.text();
			const missing = await page.evaluate(() => document.body.innerText.match(/\b[a-z_]+(\.[a-z_0-9]+){2,}\b/g));
			for (const text of (missing ?? []).filter((t) => !/\.(com|cn|org|net|csv|xlsx|hdf|json)$/.test(t))) problems.push(`${path}: a language key shows: ${text}`);
			problems.push(...(await narrow(page, path)));
			if (!again) problems.push(...(await dark(page)));
		}
		if (looked) return;
		await thin(page);
		problems.push(...(await axe(page)));
	}, seen);
	for (const page of pages) problems.push(...page.problems);
	return { problems, kinds };
}

// several(): pages of one session, so that there is something to do while one of them loads.
export const several = async (page) => [page, await page.beside()];

// speak(): the account's language from now on.
export async function speak(page, lang) {
	if (where(page) !== '/') await page.goto('/');
	if ((await page.getAttribute('html', 'lang')) === lang) return;
	await Promise.all([page.waitForNavigation(), page.click(`.prefs button[value="${lang}"]`)]);
	equal(await page.getAttribute('html', 'lang'), lang, 'language switch');
}

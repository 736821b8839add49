// SPDX-License-Identifier: MIT
// Walks the portal by its own links, as one role: every kind of page once. Holds no test.
import { accounts } from './harness.mjs';

// logins(): the demo's log-ins, one per role: [{ name, staff, password }].
export const logins = () => accounts().filter(({ name }) => !/\d$/.test(name));

// A kind of page: "/orders/17?x=1" is "/orders/#".
export const kind = (link) => link.replace(/[?#].*$/, '').replace(/\/\d+(?=\/|$)/g, '/#');

// Downloads and what is no page.
const skipped = (link) => /^\/(static|files|logout)\b/.test(link) || /[?&]export=/.test(link) || /\/(rejected|export|xlsx|csv)\b/.test(link);

// The page at `path` as the server sends it, read but not shown: its links and language, and what its content is made of: every element
// with its class, role, state and what it lacks, once; its outline.
async function read(page, path) {
	const answer = await page.request.get(path);
	const text = await answer.text();
	const found = await page.evaluate((source) => {
		const document = new DOMParser().parseFromString(source, 'text/html');
		return {
			lang: document.documentElement.lang,
			links: [...document.querySelectorAll('a[href^="/"]:not([download])')].map((a) => a.getAttribute('href')),
			things: [
				...new Set(
					[...document.querySelectorAll('main *')].map((e) => {
						const lacks = e.textContent.trim() || e.getAttribute('aria-label') || e.getAttribute('title') ? '' : '-';
						return `${e.parentElement.tagName}>${e.tagName}.${e.className?.baseVal ?? e.className}${e.disabled ? '!' : ''}${e.getAttribute('role') ?? ''}${lacks}`;
					}),
				),
			],
			outline: [...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')].map((e) => e.tagName).join(' '),
		};
	}, text);
	return { ...found, status: answer.status(), text };
}

// Each item once, on whichever of `pages` is free; the results in the order of the items.
async function shared(pages, items, work) {
	const results = [];
	let next = 0;
	await Promise.all(
		pages.map(async (page) => {
			while (next < items.length) {
				const at = next++;
				results[at] = await work(page, items[at]);
			}
		}),
	);
	return results;
}

// crawl(): every kind of page reachable from home but those in `seen`, on several pages of one session at once; visit(page, path, what)
// is called with what read() found. Level by level, so that the same links are followed whichever page is quicker.
export async function crawl(pages, visit, seen = new Set()) {
	let level = ['/', '/help', '/search?q=0000'];
	for (const link of level) seen.add(kind(link));
	while (level.length) {
		const found = await shared(pages, level, async (page, path) => {
			const what = await read(page, path);
			await visit(page, path, what);
			return what.links;
		});
		level = [];
		for (const link of found.flat()) {
			if (skipped(link) || seen.has(kind(link))) continue;
			seen.add(kind(link));
			level.push(link);
		}
	}
	return [...seen];
}

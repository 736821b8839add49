// SPDX-License-Identifier: MIT
// Walks the portal by its own links, as one role: every kind of page once. Holds no test.
import { accounts } from './harness.mjs';

// logins(): the demo's log-ins, one per role: [{ name, staff, password }].
export const logins = () => accounts().filter(({ name }) => !/\d$/.test(name));

// A kind of page: "/orders/17?x=1" is "/orders/#".
export const kind = (link) => link.replace(/[?#].*$/, '').replace(/\/\d+(?=\/|$)/g, '/#');

// Downloads and what is no page.
const skipped = (link) => /^\/(static|files|logout)\b/.test(link) || /[?&]export=/.test(link) || /\/(rejected|export|xlsx|csv)\b/.test(link);

// Not by $$eval(), for which each page would have to compile all of Playwright's selectors.
const linksOf = (page) => page.evaluate(() => [...document.querySelectorAll('a[href^="/"]:not([download])')].map((a) => a.getAttribute('href')));

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

// crawl(): every kind of page reachable from home but those in `seen`, on several pages of one session at once; visit(page, path, answer)
// is called with it open. Level by level, so that the same links are followed whichever page is quicker.
export async function crawl(pages, visit, seen = new Set()) {
	let level = ['/', '/help', '/search?q=0000'];
	for (const link of level) seen.add(kind(link));
	while (level.length) {
		const found = await shared(pages, level, async (page, path) => {
			const answer = await page.goto(path);
			const links = await linksOf(page); // before the visit, which may change the page
			await visit(page, path, answer);
			return links;
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

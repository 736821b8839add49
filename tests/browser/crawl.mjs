// SPDX-License-Identifier: MIT
// Walks the portal by its own links, as one role: every kind of page once. Holds no test.
import { accounts } from './harness.mjs';

// logins(): the demo's log-ins, one per role: [{ name, staff, password }].
export const logins = () => accounts().filter(({ name }) => !/\d$/.test(name));

// A kind of page: "/orders/17?x=1" is "/orders/#".
const kind = (link) => link.replace(/[?#].*$/, '').replace(/\/\d+(?=\/|$)/g, '/#');

// Downloads and what is no page.
const skipped = (link) => /^\/(static|files|logout)\b/.test(link) || /[?&]export=/.test(link) || /\/(rejected|export|xlsx|csv)\b/.test(link);

// crawl(): every kind of page reachable from home, at most `most`, but those in `seen`; visit(path) is called with the page open there.
export async function crawl(page, visit, seen = new Set(), most = 80) {
	const waiting = ['/', '/help', '/search?q=0000'];
	for (const link of waiting) seen.add(kind(link));
	for (let done = 0; waiting.length && done < most; done++) {
		const here = waiting.shift();
		const answer = await page.goto(here);
		await visit(here, answer);
		const links = await page.$$eval('a[href^="/"]:not([download])', (all) => all.map((a) => a.getAttribute('href')));
		for (const link of links) {
			if (skipped(link) || seen.has(kind(link))) continue;
			seen.add(kind(link));
			waiting.push(link);
		}
	}
	return [...seen];
}

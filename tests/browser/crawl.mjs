// SPDX-License-Identifier: MIT
// Walks the portal by its own links, as one role: every kind of page once. Holds no test.
import { accounts } from './harness.mjs';

// logins(): the demo's log-ins, one per role: [{ name, staff, password }].
export { accounts as logins };

// A kind of page: "/orders/17?x=1" is "/orders/#".
const kind = (path) => path.replace(/[?#].*$/, '').replace(/\/\d+(?=\/|$)/g, '/#');

// Downloads and what is no page.
const skipped = (path) => /^\/(static|files|logout)\b/.test(path) || /[?&]export=/.test(path) || /\/(rejected|export|xlsx|csv)\b/.test(path);

// crawl(): every kind of page reachable from home, at most `most`; visit(path) is called with the page open there.
export async function crawl(page, visit, most = 80) {
	const waiting = ['/', '/help', '/search?q=0000'];
	const seen = new Set(waiting.map(kind));
	for (let done = 0; waiting.length && done < most; done++) {
		const path = waiting.shift();
		const answer = await page.goto(path);
		await visit(path, answer);
		const links = await page.$$eval('a[href^="/"]:not([download])', (all) => all.map((a) => a.getAttribute('href')));
		for (const link of links) {
			if (skipped(link) || seen.has(kind(link))) continue;
			seen.add(kind(link));
			waiting.push(link);
		}
	}
	return [...seen];
}

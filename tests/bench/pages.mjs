// SPDX-License-Identifier: MIT
// Pages: the order queue against "hello" and against its own statements, then every list with each filter and sort, deep pages
// included, against that; and what growth from 10,000 to 1,000,000 orders costs.
import { constantStart, figure, jobsRest, median, ROUNDS, SECONDS, Session, wrk } from './lib.mjs';

const QUEUE = "/orders/confirm?all=1";

// One page against a worker that sends the same bytes ("hello"), and one that runs the page's statements as well ("replay").
export async function pageMeasure(shop, cookie, url) {
	const hello = await constantStart(shop, 'hello', shop.port + 1);
	const replay = await constantStart(shop, 'replay', shop.port + 2);
	const rates = { hello: [], page: [], replay: [] };
	for (const warm of [hello.port, replay.port, shop.port]) wrk(warm, url, cookie, 1);
	for (let round = 0; round < ROUNDS; round++) {
		rates.hello.push(wrk(hello.port, url, cookie));
		rates.page.push(wrk(shop.port, url, cookie));
		rates.replay.push(wrk(replay.port, url, cookie));
	}
	await hello.stop();
	await replay.stop();
	return { hello: median(rates.hello), page: median(rates.page), replay: median(rates.replay) };
}

// Every list's addresses, read from its own page: each filter with the value that matches most, each sort in both directions.
const LISTS = ['/orders/confirm?all=1', '/orders', '/orders/sheets', '/tasks', '/notices', '/audit', '/products', '/imports', '/members',
	'/followups', '/points/adjustments', '/accounthelp', '/erasures', '/merges', '/messages', '/visits'];

async function addresses(session, lists) {
	const found = [];
	for (const list of lists) {
		const answer = await session.get(list);
		if (answer.status !== 200) continue;
		const path = list.split('?')[0];
		const also = list.split('?')[1] ?? '';
		found.push([path, 'plain', list]);
		const best = new Map();
		for (const [, name, value, count] of session.html.matchAll(/type="checkbox" name="([a-z_]+\[\])" value="([^"]*)"[^>]*><span>[^<]*<\/span>(?:<i>([\d,+]+)<\/i>)?/g)) {
			const rows = Number((count ?? '0').replace(/[,+]/g, ''));
			if (!best.has(name) || best.get(name).rows < rows) best.set(name, { value, rows });
		}
		for (const [name, { value }] of best) found.push([path, name, `${path}?${encodeURIComponent(name)}=${encodeURIComponent(value)}`]);
		for (const [, name] of session.html.matchAll(/name="([a-z_]+)_from"[^>]*inputmode/g))
			found.push([path, name, `${path}?${name}_from=200&${name}_to=500`]);
		const sorts = new Set([...session.html.matchAll(/<th[^>]*><a href="[^"]*[?&;]sort=([a-z_]+)/g)].map((match) => match[1]));
		for (const sort of sorts)
			for (const dir of ['asc', 'desc']) found.push([path, `sort.${sort}.${dir}`, `${path}?${also ? also + '&' : ''}sort=${sort}&dir=${dir}`]);
	}
	return found;
}

// A deep page: follow "next" some times.
async function deep(session, url) {
	for (let i = 0; i < 20; i++) {
		await session.get(url);
		const next = /rel="next" href="([^"]+)"/.exec(session.html);
		if (!next) break;
		url = next[1].replaceAll('&amp;', '&');
	}
	return url;
}

// One page against another, in turns.
function against(shop, session, base, address, seconds) {
	const rates = [], bases = [];
	for (let round = 0; round < ROUNDS; round++) {
		bases.push(wrk(shop.port, base, session.cookie, seconds));
		rates.push(wrk(shop.port, address, session.cookie, seconds));
	}
	return { rate: median(rates), ratio: median(bases) / median(rates) };
}

// Each filter and sort of the lists, first page and a deep one, against the page `base`; the worst is a figure, and each that misses.
// Rounds of a second scatter by a tenth: what misses in them is asked again in whole ones, which decide.
export async function listsMeasure(shop, session, base, lists, name) {
	const short = Math.max(1, SECONDS / 3);
	let worst = { ratio: 0 };
	let slow = 0;
	for (const [list, what, url] of await addresses(session, lists)) {
		for (const [depth, address] of [['first', url], ['deep', await deep(session, url)]]) {
			let { rate, ratio } = against(shop, session, base, address, short);
			if (ratio > 1.5 && short < SECONDS) ({ rate, ratio } = against(shop, session, base, address, SECONDS));
			if (ratio > 1.5) {
				slow++;
				figure(`${name}.${list}.${what}.${depth}`, rate, 'req/s', ratio, '<=1.5', false);
			}
			if (ratio > worst.ratio) worst = { ratio, list, what, depth, rate };
		}
	}
	figure(`${name}.worst(${worst.list},${worst.what},${worst.depth})`, worst.rate, 'req/s', worst.ratio, '<=1.5', slow === 0);
}

export async function pagesMeasure(big, small, password) {
	const session = await new Session(big.port).login('supervisor', password);
	await jobsRest(big, true); // a shop just made is searched for duplicate members for some minutes
	const rates = await pageMeasure(big, session.cookie, QUEUE);
	figure('queue.hello', rates.hello, 'req/s', 1, '-', true);
	figure('queue.statements', rates.replay, 'req/s', rates.replay / rates.hello, '-', true);
	figure('queue.page', rates.page, 'req/s', rates.page / rates.hello, '>=0.15', rates.page / rates.hello >= 0.15);
	figure('queue.page_of_statements', rates.page, 'req/s', rates.page / rates.replay, '>=0.65', rates.page / rates.replay >= 0.65);

	const other = await new Session(small.port).login('supervisor', password);
	const grown = [], young = [];
	for (let round = 0; round < ROUNDS; round++) {
		young.push(wrk(small.port, QUEUE, other.cookie));
		grown.push(wrk(big.port, QUEUE, session.cookie));
	}
	const growth = median(young) / median(grown);
	figure('queue.growth_10k_to_1M', median(grown), 'req/s', growth, '<=1.2', growth <= 1.2);
	if (process.env.LISTS !== "0") await listsMeasure(big, session, QUEUE, LISTS, 'lists');
	await jobsRest(big, false);
}

// SPDX-License-Identifier: MIT
// Pages: the order queue against "hello" and against its own statements, then every list with each filter and sort, deep pages
// included, against that; and what growth from 10,000 to 1,000,000 orders costs.
import { constantStart, ctl, figure, median, ROUNDS, SECONDS, Session, wrk } from './lib.mjs';

const QUEUE = '/orders/confirm?all=1';

async function queueMeasure(shop, cookie) {
	const hello = await constantStart(shop, 'hello', shop.port + 1);
	const replay = await constantStart(shop, 'replay', shop.port + 2);
	const rates = { hello: [], page: [], replay: [] };
	for (const warm of [hello.port, replay.port, shop.port]) wrk(warm, QUEUE, cookie, 1);
	for (let round = 0; round < ROUNDS; round++) {
		rates.hello.push(wrk(hello.port, QUEUE, cookie));
		rates.page.push(wrk(shop.port, QUEUE, cookie));
		rates.replay.push(wrk(replay.port, QUEUE, cookie));
	}
	await hello.stop();
	await replay.stop();
	return { hello: median(rates.hello), page: median(rates.page), replay: median(rates.replay) };
}

// Every list's addresses: `houtaictl lists` prints them from the declarations themselves, one a line: list, what, address.
function addresses(shop) {
	const out = ctl(shop, 'lists');
	if (out.status !== 0) throw new Error(`houtaictl lists: ${out.stderr}`);
	return out.stdout.trim().split('\n').map((line) => line.split('\t'));
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

async function listsMeasure(shop, session, base) {
	const short = Math.max(1, SECONDS / 3);
	let worst = { ratio: 0 };
	let slow = 0;
	for (const [list, what, url] of addresses(shop)) {
		for (const [depth, address] of [['first', url], ['deep', await deep(session, url)]]) {
			const rates = [], bases = [];
			for (let round = 0; round < ROUNDS; round++) {
				bases.push(wrk(shop.port, QUEUE, session.cookie, short));
				rates.push(wrk(shop.port, address, session.cookie, short));
			}
			const ratio = median(bases) / median(rates);
			if (ratio > 1.5) {
				slow++;
				figure(`list.${list}.${what}.${depth}`, median(rates), 'req/s', ratio, '<=1.5', false);
			}
			if (ratio > worst.ratio) worst = { ratio, list, what, depth, rate: median(rates) };
		}
	}
	figure(`lists.worst(${worst.list},${worst.what},${worst.depth})`, worst.rate, 'req/s', worst.ratio, '<=1.5', slow === 0);
	return base;
}

export async function pagesMeasure(big, small, password) {
	const session = await new Session(big.port).login('supervisor', password);
	const rates = await queueMeasure(big, session.cookie);
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
	await listsMeasure(big, session, rates.page);
}

// SPDX-License-Identifier: MIT
// What nginx does by itself: static files, limits, its own error pages, compression. No browser is needed.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { equal, ok, run, test, url } from './harness.mjs';

const { hostname, port } = new URL(url);

// The answer to bytes sent as they are.
function raw(text) {
	return new Promise((resolve, reject) => {
		let got = '';
		const connection = net.connect(Number(port), hostname, () => connection.write(text));
		connection.on('data', (data) => (got += data));
		connection.on('close', () => resolve(got));
		connection.on('error', (error) => (got ? resolve(got) : reject(error)));
	});
}
const statusOf = (answer) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

test('a static file: cached for good with its hash, for minutes without; security headers', async () => {
	for (const [path, cache] of [['/static/bootstrap.min.css?v=1', /immutable/], ['/static/houtai.css', /max-age=300$/]]) {
		const answer = await fetch(url + path);
		equal(answer.status, 200, path);
		ok(cache.test(answer.headers.get('cache-control')), `${path}: ${answer.headers.get('cache-control')}`);
		equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
		ok(answer.headers.get('content-security-policy')?.startsWith("default-src 'self'"), path);
		ok(!/\d/.test(answer.headers.get('server')), `the version shows: ${answer.headers.get('server')}`);
	}
});

test('a page is compressed and has its security headers once', async () => {
	const answer = await fetch(`${url}/login`);
	equal(answer.headers.get('content-encoding'), 'gzip', 'encoding');
	for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'cross-origin-opener-policy']) {
		const value = answer.headers.get(name);
		ok(value && !value.includes(', default-src') && !value.includes('nosniff, nosniff'), `${name}: ${value}`);
	}
	equal(answer.headers.get('cache-control'), 'no-store', 'cache');
});

test('nothing beside the portal and its static files is served', async () => {
	for (const path of ['/.git/config', '/static/../Makefile', '/static/', '/static/.htaccess', '/var/houtai.hdf', '/conf/run', '/errors/413.html'])
		ok([302, 303, 400, 403, 404].includes(statusOf(await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`))), path);
	equal(statusOf(await raw('TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')), 405, 'TRACE');
});

test('too much is refused with a page in both languages', async () => {
	const header = `X-Much: ${'a'.repeat(65000)}`;
	const large = await raw(`GET / HTTP/1.1\r\nHost: x\r\n${header}\r\nConnection: close\r\n\r\n`);
	equal(statusOf(large), 400, '65 KB of headers');
	const body = await raw(`POST /preferences HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\nConnection: close\r\n\r\n`);
	equal(statusOf(body), 413, 'a body of 20 MB');
	for (const answer of [large, body]) {
		ok(answer.includes('lang="zh-CN"') && answer.includes('lang="en"'), 'both languages');
		ok(/Content-Security-Policy/i.test(answer), 'security headers');
		ok(!/nginx\/\d/.test(answer), 'the version shows');
	}
});

test('too many log-ins from one address: 429, and pages go on', async () => {
	const statuses = await Promise.all(
		Array.from({ length: 200 }, () => fetch(`${url}/login`, { method: 'POST', body: new URLSearchParams({ name: 'x' }), redirect: 'manual' }).then((answer) => answer.status)),
	);
	ok(statuses.includes(429), [...new Set(statuses)].join());
	equal((await fetch(`${url}/login`)).status, 200, 'a page');
});

test('what is searched for stands in no log: not in ours, not in nginx\'s, also when a request is refused', async () => {
	const phone = '13912345678';
	equal((await fetch(`${url}/members?q=${phone}`, { redirect: 'manual', headers: { Referer: `${url}/members?q=${phone}` } })).status, 303, 'a search');
	const refused = await Promise.all(
		Array.from({ length: 200 }, () => fetch(`${url}/login?q=${phone}`, { method: 'POST', body: new URLSearchParams({ name: 'x' }), redirect: 'manual' }).then((answer) => answer.status)),
	);
	ok(refused.includes(429), [...new Set(refused)].join());
	const logs = path.join(process.env.HOUTAI_SHOP, 'log');
	const files = fs.readdirSync(logs);
	ok(files.includes('nginx.log') && files.includes('houtai.log'), `logs: ${files}`);
	ok(/"path":"\/members"/.test(fs.readFileSync(path.join(logs, 'houtai.log'), 'utf8')), 'the request itself is in our log');
	for (const file of files) ok(!fs.readFileSync(path.join(logs, file), 'utf8').includes(phone), `${file} holds what was searched for`);
	// a server of its own: each log it writes has our format, and that holds no query
	const conf = path.join(process.env.HOUTAI_ROOT, 'conf', 'nginx');
	const texts = fs.readdirSync(conf).map((file) => fs.readFileSync(path.join(conf, file), 'utf8'));
	const format = /^log_format houtai ([^;]+);/m.exec(texts.join('\n'))?.[1];
	ok(format && !/\$(request|request_uri|args|query_string|http_referer|arg_\w+|is_args)\b/.test(format.replace(/\$request_(method|time)\b/g, '')), `log format: ${format}`);
	for (const line of texts.join('\n').match(/^\s*access_log .*$/gm)) ok(/ (off|\S+ houtai);/.test(line), line);
	for (const line of texts.join('\n').match(/^\s*error_log .*$/gm)) ok(/ crit;/.test(line), line);
});

test('slow clients do not hold the workers', async () => {
	const slow = Array.from({ length: 50 }, () => {
		const connection = net.connect(Number(port), hostname, () => connection.write('POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nname='));
		connection.on('error', () => {});
		return connection;
	});
	const began = Date.now();
	equal((await fetch(`${url}/login`)).status, 200, 'a page');
	ok(Date.now() - began < 2000, `it took ${Date.now() - began} ms`);
	for (const connection of slow) connection.destroy();
});

await run({ browser: false });

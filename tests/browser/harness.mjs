// SPDX-License-Identifier: MIT
// What browser tests share: TAP, Chromium, log-in, axe and the Nu checker. Holds no test.
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = process.env.HOUTAI_ROOT;
const require = createRequire(path.join(root, 'build/npm/'));
export const url = process.env.HOUTAI_URL;
export const build = process.env.HOUTAI_BUILD;
export const shots = path.join(build, 'test', 'shots'); // where pictures go

const tests = [];
export function test(name, run) {
	tests.push({ name, run });
}

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync', '--js-flags=--no-turbofan,--no-maglev']; // a page lives for a second: code optimized for it goes with it
let browser;

// run(): all tests in order; each gets `open`, which gives a page in a context of its own: open({ lang, width, dark }).
export async function run({ browser: needed = true } = {}) {
	if (needed) {
		const { chromium } = require('playwright-core');
		browser = await chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: flags });
	}
	console.log(`1..${tests.length}`);
	let failed = 0;
	for (const [index, { name, run: body }] of tests.entries()) {
		const seats = [];
		const began = Date.now();
		try {
			await body((options) => pageOpen(seats, options));
			console.log(`ok ${index + 1} - ${name}`);
			for (const seat of seats) await seatLeave(seat);
		} catch (error) {
			failed++;
			console.log(`not ok ${index + 1} - ${name}`);
			for (const line of String(error.stack ?? error).split('\n')) console.log(`# ${line}`);
			const page = seats.at(-1)?.pages.at(-1);
			if (page) await shot(page, `failed-${index + 1}-${name}`).catch(() => {});
			for (const { context } of seats) await context.close().catch(() => {});
		}
		console.log(`# ${((Date.now() - began) / 1000).toFixed(1)} s`);
	}
	await browser?.close();
	process.exitCode = failed ? 1 : 0;
}

// A context and its pages, which the next test that wants one alike takes over, without its cookies: the first page of a process of
// Chromium's costs as much as four further ones. What a page shows meanwhile is nobody's any more.
const free = [];

async function pageOpen(seats, { lang = 'zh-CN', width = 1280, height = 800, dark = false, script = true } = {}) {
	const key = [lang, width, height, dark, script].join();
	const at = free.findIndex((seat) => seat.key === key);
	const seat = at < 0 ? { key, width, height, dark, pages: [], taken: 0 } : free.splice(at, 1)[0];
	seat.context ??= await browser.newContext({
		baseURL: url,
		locale: lang,
		viewport: { width, height },
		colorScheme: dark ? 'dark' : 'light',
		javaScriptEnabled: script,
	});
	seats.push(seat);
	seat.context.setDefaultTimeout(10000);
	return pageTake(seat);
}

// A page that keeps what goes wrong in `problems`; page.beside(): another one of the same session.
async function pageTake(seat) {
	const page = (seat.pages[seat.taken++] ??= await pageMake(seat));
	page.problems = [];
	return page;
}

async function pageMake(seat) {
	const page = await seat.context.newPage();
	page.beside = () => pageTake(seat);
	page.on('pageerror', (error) => page.problems.push(`script: ${error.message}`));
	page.on('console', (message) => {
		// a blocked style or script shows up here as well: the content security policy at work against ourselves
		if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text())) page.problems.push(`console: ${message.text()}`);
	});
	page.on('response', (answer) => {
		if (answer.status() >= 500) page.problems.push(`${answer.status()} ${answer.url()}`);
	});
	return page;
}

async function seatLeave(seat) {
	for (const page of seat.context.pages().filter((one) => !seat.pages.includes(one))) await page.close();
	for (const page of seat.pages.slice(0, seat.taken)) {
		await page.setViewportSize({ width: seat.width, height: seat.height });
		await page.emulateMedia({ media: null, colorScheme: seat.dark ? 'dark' : 'light' });
	}
	await seat.context.clearCookies();
	seat.taken = 0;
	free.push(seat);
}

export async function shot(page, name) {
	fs.mkdirSync(shots, { recursive: true });
	await page.screenshot({ path: path.join(shots, `${name.replace(/[^\w.-]+/g, '-')}.png`), fullPage: true });
}

// The demo's log-ins, one per role: [{ name, staff, password }].
export function accounts() {
	const done = spawnSync(path.join(build, 'houtaictl'), ['--config', process.env.HOUTAI_CONFIG, 'demo', 'logins'], { encoding: 'utf8' });
	const password = /^password of every demo log-in: (\S+)/m.exec(done.stdout)?.[1];
	const found = [...done.stdout.matchAll(/^ {2}(\S+)\s+([A-Z]{2}\d{4})\s/gm)].map(([, name, staff]) => ({ name, staff, password }));
	if (!found.length || !password) throw new Error(`no demo log-ins: ${done.stdout}${done.stderr}`);
	return found;
}

// login(): through the form, as people do.
export async function login(page, name, password) {
	await page.goto('/login');
	await page.fill('input[name="name"]', name);
	await page.fill('input[name="password"]', password);
	await Promise.all([page.waitForNavigation(), page.click('form[action="/login"] button')]);
	if (where(page) === '/login') throw new Error(`log-in as ${name} was refused`);
}

// arrive(): as login(), by the form's own request: typing into a page takes half a second, and only some tests are about it.
export async function arrive(page, name, password, at = '/') {
	const form = await (await page.request.get('/login')).text();
	const field = (key) => new RegExp(`name="${key}" value="([^"]*)"`).exec(form)[1];
	const fields = { csrf: field('csrf'), once: field('once'), next: field('next'), name, password };
	const answer = await page.request.post('/login', { form: fields, maxRedirects: 0 });
	equal([answer.status(), answer.headers().location], [303, '/'], `log-in as ${name}`);
	await page.goto(at);
}

// axe(): accessibility findings as texts, none if all is well. `rules`: these alone, where a page was seen whole before.
export async function axe(page, rules = null) {
	if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ url: '/axe.min.js' });
	const found = await page.evaluate(async (only) => {
		const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
		const { violations } = await window.axe.run(document, { runOnly: only ? { type: 'rule', values: only } : tags, resultTypes: ['violations'] });
		return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3).join(' | ')}`);
	}, rules);
	return found.map((text) => `${new URL(page.url()).pathname} ${text}`);
}

// nu(): findings of the Nu checker about many pages at once: { '/orders': '<!DOCTYPE …' } → texts.
export function nu(pages) {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'houtai-nu-'));
	const names = new Map();
	try {
		for (const [name, html] of Object.entries(pages)) {
			const file = path.join(dir, `${names.size}.html`);
			names.set(file, name);
			fs.writeFileSync(file, html);
		}
		const jar = path.join(root, 'build/npm/node_modules/vnu-jar/build/dist/vnu.jar');
		const done = spawnSync('java', ['-Xss8m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', jar, '--stdout', '--format', 'json', '--exit-zero-always', ...names.keys()], {
			encoding: 'utf8',
			maxBuffer: 1 << 26,
		});
		const { messages } = JSON.parse(done.stdout || `{"messages":[{"type":"error","message":${JSON.stringify(done.stderr)}}]}`);
		return messages
			.filter((m) => m.type !== 'info' || m.subType === 'warning')
			.map((m) => `${names.get((m.url ?? '').replace(/^file:/, '')) ?? '?'} line ${m.lastLine ?? '?'}: ${m.message} [${(m.extract ?? '').trim().slice(0, 100)}]`);
	} finally {
		fs.rmSync(dir, { recursive: true, force: true });
	}
}

// The page's markup as the server sent it, with the session of this page.
export async function source(page, pathname) {
	const answer = await page.request.get(pathname);
	return answer.text();
}

// --- people and what they do ------------------------------------------------------------------------------------

let known; // read once
export const person = (name) => (known ??= accounts()).find((one) => one.name === name);

// enter(): a page of a context of its own, logged in, `at` home if nothing is said. go(): a click that leads to another page.
// where(): its path.
export async function enter(open, name, { at, ...options } = {}) {
	const page = await open(options);
	await arrive(page, name, person(name).password, at);
	return page;
}
export const go = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
export const where = (page) => new URL(page.url()).pathname;

// logComplete(): on the agent's own daily log: a word on each overdue line, until nothing is missing for submitting it.
export async function logComplete(page) {
	for (;;) {
		const lock = page.locator('main aside .locked .miss');
		if (!(await lock.count())) return;
		const [no] = /KS[\d-]+/.exec(await lock.textContent()) ?? [];
		ok(no, `what is missing is named: ${await lock.textContent()}`);
		const jot = page.locator(`tr:has(a:text-is("${no}")) + tr.jot`);
		await jot.locator('summary').click();
		await jot.locator('textarea').fill('今天催办');
		await Promise.all([page.waitForNavigation(), jot.locator('button').click()]);
	}
}

// --- behind the portal's back --------------------------------------------------------------------------------------

// ctl(): houtaictl with these arguments: { status, stdout, stderr }.
export const ctl = (...args) => spawnSync(path.join(build, 'houtaictl'), ['--config', process.env.HOUTAI_CONFIG, ...args], { encoding: 'utf8' });

// sql(): as somebody who has the database's password and no business there.
export function sql(text) {
	const config = fs.readFileSync(process.env.HOUTAI_CONFIG, 'utf8');
	const value = (key) => new RegExp(`^${key.replace(/\./g, '\\.')} *= *(.*)$`, 'm').exec(config)[1];
	const done = spawnSync('mariadb', ['--no-defaults', `--socket=${value('Database.Socket')}`, `--user=${value('Database.admin.User')}`, value('Database.Name'), '-e', text],
		{ encoding: 'utf8', env: { ...process.env, MYSQL_PWD: value('Database.admin.Password') } });
	ok(done.status === 0, done.stderr);
}

export function equal(got, wanted, what = '') {
	const a = JSON.stringify(got);
	const b = JSON.stringify(wanted);
	if (a !== b) throw new Error(`${what}: got ${a}, wanted ${b}`);
}
export function ok(value, what) {
	if (!value) throw new Error(what);
}

// SPDX-License-Identifier: MIT
// What tests of whole processes share: TAP, child processes, and a FastCGI client. Holds no test.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const root = process.env.HOUTAI_ROOT;
export const build = process.env.HOUTAI_BUILD;
export const config = process.env.HOUTAI_CONFIG;
const tests = [];
const children = new Set();
const dirs = [];

export function test(name, run) {
	tests.push({ name, run });
}

export async function run() {
	console.log(`1..${tests.length}`);
	let failed = 0;
	for (const [index, { name, run: body }] of tests.entries()) {
		try {
			await body();
			console.log(`ok ${index + 1} - ${name}`);
		} catch (error) {
			failed++;
			console.log(`not ok ${index + 1} - ${name}`);
			for (const line of String(error.stack ?? error).split('\n')) console.log(`# ${line}`);
		}
		for (const child of children) await child.end('SIGKILL');
	}
	for (const dir of dirs) fs.rmSync(dir, { recursive: true, force: true });
	process.exitCode = failed ? 1 : 0;
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export function ok(value, what) {
	if (!value) throw new Error(what);
}
export function equal(got, wanted, what = '') {
	ok(JSON.stringify(got) === JSON.stringify(wanted), `${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
export async function until(what, check, seconds = 30) {
	for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(20)) if (await check()) return;
	throw new Error(`not within ${seconds} s: ${what}`);
}
export function dirMake() {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'houtai-test-'));
	dirs.push(dir);
	return dir;
}

// A child whose output is kept; end(signal) waits for it.
export function start(command, args, options = {}) {
	const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
	children.add(child);
	child.output = '';
	child.stdout.on('data', (data) => (child.output += data));
	child.stderr.on('data', (data) => (child.output += data));
	child.ended = new Promise((resolve) =>
		child.on('close', (code, signal) => {
			children.delete(child);
			child.over = true;
			resolve({ code, signal });
		}),
	);
	child.end = async (signal) => {
		if (!child.over) child.kill(signal);
		return child.ended;
	};
	return child;
}

export function childrenOf(pid) {
	return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

// --- a FastCGI client of one request ----------------------------------------------------------------------------
function record(type, content) {
	const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
	return Buffer.concat([head, content]);
}
function pair(name, value) {
	const size = (n) => (n < 128 ? Buffer.from([n]) : Buffer.from([(n >> 24) | 128, (n >> 16) & 255, (n >> 8) & 255, n & 255]));
	return Buffer.concat([size(Buffer.byteLength(name)), size(Buffer.byteLength(value)), Buffer.from(name), Buffer.from(value)]);
}
function answerRead(bytes) {
	let out = '';
	let ended = false;
	for (let at = 0; at + 8 <= bytes.length; ) {
		const length = bytes.readUInt16BE(at + 4);
		if (bytes[at + 1] === 6) out += bytes.toString('utf8', at + 8, at + 8 + length);
		if (bytes[at + 1] === 3) ended = true;
		at += 8 + length + bytes[at + 6];
	}
	const [head, ...rest] = out.split('\r\n\r\n');
	return { ended, status: Number(/^Status: (\d+)/m.exec(head)?.[1] ?? 0), head, body: rest.join('\r\n\r\n') };
}

// ask(): `pause` ms pass before the body is sent. Rejects if the connection breaks before the end of the answer.
export function ask(socket, { method = 'GET', uri = '/login', body = '', params = {}, pause = 0 } = {}) {
	const given = {
		REQUEST_METHOD: method, REQUEST_URI: uri, PATH_INFO: uri.split('?')[0], SCRIPT_NAME: '', QUERY_STRING: uri.split('?')[1] ?? '',
		SERVER_PROTOCOL: 'HTTP/1.1', REMOTE_ADDR: '127.0.0.1', GATEWAY_INTERFACE: 'CGI/1.1', CONTENT_LENGTH: body ? String(body.length) : '',
		CONTENT_TYPE: body ? 'application/x-www-form-urlencoded' : '', ...params,
	};
	return new Promise((resolve, reject) => {
		const connection = net.connect({ path: socket });
		const chunks = [];
		connection.on('connect', async () => {
			connection.write(record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])));
			connection.write(record(4, Buffer.concat(Object.entries(given).map(([name, value]) => pair(name, value)))));
			connection.write(record(4, Buffer.alloc(0)));
			if (pause) await sleep(pause);
			if (body) connection.write(record(5, Buffer.from(body)));
			connection.write(record(5, Buffer.alloc(0)));
		});
		connection.on('data', (data) => chunks.push(data));
		connection.on('error', reject);
		connection.on('close', () => {
			const answer = answerRead(Buffer.concat(chunks));
			if (answer.ended) resolve(answer);
			else reject(new Error('the connection closed before the answer was complete'));
		});
	});
}

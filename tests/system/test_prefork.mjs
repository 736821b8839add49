// SPDX-License-Identifier: MIT
// The master and its workers: rolling, draining, dying, and what they answer over FastCGI.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { ask, build, childrenOf, config, dirMake, equal, ok, run, sleep, start, test, until } from './harness.mjs';

const houtai = path.join(build, 'houtai');

async function masterStart(workers = 2, program = houtai, settings = config) {
	const socket = path.join(dirMake(), 's');
	const master = start(program, ['--config', settings, '--socket', socket, '--workers', String(workers)]);
	await until('the socket is there', () => master.over || fs.existsSync(socket));
	ok(!master.over, `the master ended: ${master.output}`);
	await until('its workers are there', () => childrenOf(master.pid).length === workers);
	return { master, socket };
}

test('a page is answered whole, and HEAD without a body', async () => {
	const { socket } = await masterStart();
	const page = await ask(socket);
	equal(page.status, 200, 'status');
	ok(page.body.includes('</html>'), 'the page is complete');
	const head = await ask(socket, { method: 'HEAD' });
	equal([head.status, head.body], [200, ''], 'HEAD');
	ok((fs.statSync(socket).mode & 0o777) === 0o660, 'the socket is 0660');
});

test('HUP runs the program on disk anew and loses no request', async () => {
	const { master, socket } = await masterStart(3);
	const before = childrenOf(master.pid);
	let asked = 0;
	let going = true;
	const clients = Array.from({ length: 4 }, async () => {
		while (going) {
			equal((await ask(socket)).status, 200, 'status while rolling');
			asked++;
		}
	});
	const all = Promise.all(clients);
	all.catch(() => (going = false)); // told below
	for (let i = 0; i < 3; i++) {
		await sleep(200);
		master.kill('SIGHUP');
	}
	await until('all workers are new', () => {
		const now = childrenOf(master.pid);
		return now.length === 3 && now.every((pid) => !before.includes(pid));
	});
	going = false;
	await all;
	ok(asked > 20, `only ${asked} requests`);
	ok(/"master\.roll"/.test(master.output) && !/worker\.died/.test(master.output), 'it rolled, and nobody died');
});

test('HUP with a broken program on disk changes nothing', async () => {
	const program = path.join(dirMake(), 'houtai');
	fs.copyFileSync(houtai, program);
	const { master, socket } = await masterStart(2, program);
	const before = childrenOf(master.pid);
	fs.unlinkSync(program);
	fs.writeFileSync(program, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
	master.kill('SIGHUP');
	await until('it is refused', () => master.output.includes('master.roll_refused'));
	equal(childrenOf(master.pid), before, 'the same workers');
	equal((await ask(socket)).status, 200, 'status');
});

test('a worker that is killed is replaced', async () => {
	const { master, socket } = await masterStart(2);
	const before = childrenOf(master.pid);
	for (const pid of before) process.kill(pid, 'SIGKILL');
	await until('two new workers', () => {
		const now = childrenOf(master.pid);
		return now.length === 2 && now.every((pid) => !before.includes(pid));
	});
	equal((await ask(socket)).status, 200, 'status');
	await until('it is logged', () => master.output.includes('"worker.died"'));
});

test('TERM lets the request in hand finish, then ends', async () => {
	const { master, socket } = await masterStart(1);
	const slow = ask(socket, { method: 'POST', uri: '/login', body: 'name=a&password=b', pause: 600 });
	await sleep(200);
	master.kill('SIGTERM');
	await sleep(100);
	ok(!master.over, 'the master waits');
	const answer = await slow;
	ok(answer.ended && answer.status >= 200, `an answer: ${answer.status}`);
	equal((await master.ended).code, 0, 'exit status');
	ok(!fs.existsSync(socket), 'the socket is gone');
});

test('workers end with a master that is killed', async () => {
	const { master } = await masterStart(2);
	const workers = childrenOf(master.pid);
	await master.end('SIGKILL');
	await until('they are gone', () => workers.every((pid) => !fs.existsSync(`/proc/${pid}`)));
});

test('a second master on the same socket is refused in words', async () => {
	const { socket } = await masterStart(1);
	const second = start(houtai, ['--config', config, '--socket', socket]);
	equal((await second.ended).code, 1, 'exit status');
	ok(/already running/.test(second.output), second.output);
});

test('garbage and a client that leaves do no harm', async () => {
	const { master, socket } = await masterStart(1);
	for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\x01\x01\x00\x01\x00\x08\x00\x00', '\x01\x04']) {
		await new Promise((resolve) => {
			const connection = net.connect({ path: socket }, () => connection.end(bytes, 'latin1'));
			connection.on('close', resolve);
			connection.on('error', resolve);
			connection.resume();
		});
	}
	equal((await ask(socket)).status, 200, 'status');
	ok(!master.output.includes('"worker.died"'), 'a worker died');
});

test('without a database it starts all the same and says 503', async () => {
	const text = fs.readFileSync(config, 'utf8').replace(/^Database.Socket = .*/m, 'Database.Socket = /nonexistent/mariadb.sock');
	const other = path.join(dirMake(), 'houtai.hdf');
	fs.writeFileSync(other, text, { mode: 0o600 });
	const { socket } = await masterStart(1, houtai, other);
	const answer = await ask(socket, { uri: '/orders', params: { HTTP_COOKIE: `houtai=${'a'.repeat(64)}; session=${'a'.repeat(64)}` } });
	equal(answer.status, 503, 'status');
	ok(answer.body.includes('</html>'), 'a styled page');
});

const migrated = start(path.join(build, 'houtaictl'), ['--config', config, 'migrate']);
if ((await migrated.ended).code !== 0) throw new Error(migrated.output);
await run();

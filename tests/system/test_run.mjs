// SPDX-License-Identifier: MIT
// conf/run: what it says when it cannot, and that nothing it started outlives it. With its database alone, so that it is quick.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { build, childrenOf, dirMake, equal, ok, root, run, start, test, until } from './harness.mjs';

function portal(dir, env = {}) {
	return start('bash', [path.join(root, 'conf/run')], {
		env: { ...process.env, HOUTAI_VAR: dir, HOUTAI_BIN: build, HOUTAI_ONLY: 'database', HOUTAI_POOL: '64', ...env },
	});
}
async function ready(child) {
	await until('it is ready', () => child.over || /^ready$/m.test(child.output), 30);
	ok(!child.over, child.output);
}
const running = (pids) => pids.filter((pid) => fs.existsSync(`/proc/${pid}`));

test('starts, keeps its data, and TERM ends all it started', async () => {
	const dir = path.join(dirMake(), 'var');
	for (let i = 0; i < 2; i++) {
		const child = portal(dir);
		await ready(child);
		const pids = childrenOf(child.pid);
		ok(pids.length >= 1, 'it has children');
		equal((await child.end('SIGTERM')).code, 0, 'exit status');
		equal(running(pids), [], 'left over');
	}
	equal(fs.statSync(path.join(dir, 'houtai.hdf')).mode & 0o777, 0o600, 'mode of the configuration');
});

test('children end with it even if it is killed', async () => {
	const child = portal(path.join(dirMake(), 'var'));
	await ready(child);
	const pids = childrenOf(child.pid);
	await child.end('SIGKILL');
	await until('they are gone', () => running(pids).length === 0);
});

test('a second one in the same directory is refused in words', async () => {
	const dir = path.join(dirMake(), 'var');
	const first = portal(dir);
	await ready(first);
	const second = portal(dir);
	equal((await second.ended).code, 1, 'exit status');
	ok(/already running/.test(second.output), second.output);
});

test('a half-made data directory is named', async () => {
	const dir = path.join(dirMake(), 'var');
	fs.mkdirSync(path.join(dir, 'mariadb'), { recursive: true });
	fs.writeFileSync(path.join(dir, 'mariadb/ibdata1'), '');
	const child = portal(dir);
	equal((await child.ended).code, 1, 'exit status');
	ok(/half-made/.test(child.output) && child.output.includes('rm -rf'), child.output);
});

test('a busy port is named, and what else to do', async () => {
	const server = net.createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.on('listening', resolve));
	const { port } = server.address();
	const child = portal(path.join(dirMake(), 'var'), { HOUTAI_ONLY: '', PORT: String(port) });
	equal((await child.ended).code, 1, 'exit status');
	ok(child.output.includes(`port ${port} is busy`), child.output);
	server.close();
});

test('no disk space is told before anything is made', async () => {
	const dir = dirMake();
	fs.writeFileSync(path.join(dir, 'df'), '#!/bin/sh\necho head\necho "/dev/x 100 98 2 98% /"\n', { mode: 0o755 });
	const child = portal(path.join(dir, 'var'), { PATH: `${dir}:${process.env.PATH}` });
	equal((await child.ended).code, 1, 'exit status');
	ok(/no disk space/.test(child.output), child.output);
	ok(!fs.existsSync(path.join(dir, 'var/mariadb')), 'nothing was made');
});

test('a deep directory works: sockets go where paths are short', async () => {
	const dir = path.join(dirMake(), 'deep'.repeat(20), 'deeper'.repeat(10), 'var');
	const child = portal(dir);
	await ready(child);
	const [, socket] = /^Database.Socket = (.*)$/m.exec(fs.readFileSync(path.join(dir, 'houtai.hdf'), 'utf8'));
	ok(socket.length < 107 && fs.existsSync(socket), socket);
	equal((await child.end('SIGTERM')).code, 0, 'exit status');
});

await run();

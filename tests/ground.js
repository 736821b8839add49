// SPDX-License-Identifier: MIT
// What tests stand on: a place for data, MariaDB servers, portals with a demo shop. Holds no test; tests/run uses it.
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const children = new Set(); // what must end with us
const BEHIND = 5; // as nice(1) counts
const MEMORY = '/dev/shm';
const MEMORY_BYTES = 6 * 2 ** 30; // a whole run takes 4.5 GB at most: five redo logs of half a gigabyte among it

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// childStart(): in a group of its own, so that all it started can be ended with it. `output`: a file's descriptor instead of pipes.
// `behind`: it gets what others leave of the processor; Linux shares it between such groups first and within them then.
function childStart(command, env, { output, behind } = {}) {
	const child = spawn(command[0], command.slice(1), { cwd: root, env, detached: true, stdio: ['ignore', output ?? 'pipe', output ?? 'pipe'] });
	if (behind && child.pid) {
		os.setPriority(child.pid, BEHIND);
		if (fs.existsSync(`/proc/${child.pid}/autogroup`)) fs.writeFileSync(`/proc/${child.pid}/autogroup`, String(BEHIND));
	}
	children.add(child);
	child.output = '';
	child.ended = false;
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (child.output += data));
	child.on('close', () => {
		child.ended = true;
		children.delete(child);
	});
	return child;
}

function groupKill(child, signal) {
	try {
		process.kill(-child.pid, signal);
	} catch {
		/* gone already */
	}
}

// What a run that was killed left in memory.
function leftoversRemove() {
	for (const name of fs.readdirSync(MEMORY)) {
		const pid = /^houtai-test-(\d+)$/.exec(name)?.[1];
		if (pid && !fs.existsSync(`/proc/${pid}`)) fs.rmSync(path.join(MEMORY, name), { recursive: true, force: true });
	}
}

// The folder for data of tests: in memory if there is room, since a schema is made for each test program and a disk would be waited
// for at each of its tables; else `disk`.
function placeMake(disk) {
	let place = path.join(disk, 'place');
	try {
		leftoversRemove();
		const { bavail, bsize } = fs.statfsSync(MEMORY);
		if (bavail * bsize >= MEMORY_BYTES && os.freemem() >= MEMORY_BYTES) place = path.join(MEMORY, `houtai-test-${process.pid}`);
	} catch {
		/* no such system */
	}
	fs.rmSync(place, { recursive: true, force: true });
	fs.mkdirSync(path.join(place, 'tmp'), { recursive: true, mode: 0o700 });
	return place;
}

// conf/run until it says that it is ready.
async function portalStart(env, ready, seconds) {
	const child = childStart(['bash', path.join(root, 'conf', 'run')], { ...process.env, ...env });
	for (const end = Date.now() + seconds * 1000; Date.now() < end && !child.ended; await sleep(50)) if (ready.test(child.output)) return child;
	throw new Error(`conf/run did not get ready:\n${child.output}`);
}

async function portalStop(child) {
	if (!child || child.ended) return;
	child.kill('SIGTERM');
	for (let i = 0; i < 900 && !child.ended; i++) await sleep(50);
	groupKill(child, 'SIGKILL');
}

function portFree() {
	return new Promise((resolve) => {
		const server = net.createServer();
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

// axe from the shop's own nginx: Chromium keeps a script compiled that it has by an address, and looks at a page begin six times as quick.
function axeServe(home) {
	const script = path.join(root, 'build/npm/node_modules/axe-core/axe.min.js');
	fs.appendFileSync(path.join(home, 'nginx/site.conf'), `location = /axe.min.js {\n\talias ${script};\n\tadd_header Cache-Control "max-age=3600";\n}\n`);
	process.kill(Number(fs.readFileSync(path.join(home, 'run/nginx.pid'), 'utf8')), 'SIGHUP');
}

class Ground {
	// `build`: where the programs are.
	constructor(build) {
		this.build = build;
		this.place = placeMake(path.join(build, 'test'));
		this.portals = [];
		this.problems = []; // what ended by itself
	}

	// server(): a lane's own MariaDB for its programs, one after the other: each makes a database of its own on it.
	async server(lane) {
		const home = path.join(this.place, `lane-${lane}`);
		const data = path.join(home, 'data');
		const socket = path.join(home, 'socket');
		const user = os.userInfo().username;
		fs.mkdirSync(path.join(home, 'tmp'), { recursive: true });
		if (socket.length > 107) throw new Error(`${socket} is too long for a socket`);
		const env = { ...process.env, TMPDIR: path.join(home, 'tmp'), PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
		const made = spawnSync('mariadb-install-db',
			['--no-defaults', '--auth-root-authentication-method=socket', '--skip-test-db', `--datadir=${data}`, `--user=${user}`], { env, encoding: 'utf8' });
		if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.error ?? made.stdout + made.stderr}`);
		const child = childStart(['mariadbd', '--no-defaults', `--datadir=${data}`, `--socket=${socket}`, `--pid-file=${home}/pid`, `--user=${user}`,
			'--skip-networking', '--innodb-flush-log-at-trx-commit=1', '--innodb-buffer-pool-size=64M', '--innodb-log-file-size=32M',
			'--max-connections=60', '--key-buffer-size=1M', '--aria-pagecache-buffer-size=1M'], env, { behind: true });
		for (let i = 0; i < 1200 && !child.ended; i++, await sleep(50)) if (/ready for connections/.test(child.output)) return { child, home, socket };
		throw new Error(`MariaDB did not get ready:\n${child.output}`);
	}

	serverStop({ child, home }) {
		if (child.ended) this.problems.push(`MariaDB of the tests ended by itself:\n${child.output}`);
		groupKill(child, 'SIGKILL'); // its data goes anyway
		fs.rmSync(home, { recursive: true, force: true });
	}

	// database(): the MariaDB that conf/run starts, alone; once, however often it is asked for. The variables of tests on it.
	database() {
		return (this.once ??= this.databaseStart());
	}

	async databaseStart() {
		const home = path.join(this.place, 'database');
		fs.mkdirSync(home);
		const child = await portalStart({ HOUTAI_VAR: home, HOUTAI_BIN: this.build, HOUTAI_ONLY: 'database', HOUTAI_POOL: '256' }, /^ready$/m, 60);
		this.portals.push({ child, home, name: 'MariaDB of the tests' });
		return { HOUTAI_CONFIG: path.join(home, 'houtai.hdf') };
	}

	// shop(): a whole portal with demo shop. The variables of tests on it.
	async shop() {
		const home = path.join(this.place, 'shop');
		const port = await portFree();
		fs.mkdirSync(home);
		const size = { HOUTAI_MEMBERS: '600', HOUTAI_ORDERS: '2500', HOUTAI_POOL: '256', HOUTAI_LOGINS: '6000' };
		const child = await portalStart({ HOUTAI_VAR: home, HOUTAI_BIN: this.build, PORT: String(port), ...size }, /^Houtai: http/m, 120);
		this.portals.push({ child, home, name: 'the portal under test' });
		axeServe(home);
		return { HOUTAI_URL: `http://127.0.0.1:${port}`, HOUTAI_CONFIG: path.join(home, 'houtai.hdf'), HOUTAI_SHOP: home };
	}

	// A worker that died under a test is a failure, whatever the test saw.
	crashesFind(home) {
		for (const name of ['houtai.log', 'jobs.log']) {
			const file = path.join(home, 'log', name);
			for (const line of (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '').split('\n'))
				if (/"event":"(worker\.died|memory\.out)"|AddressSanitizer|runtime error:/.test(line)) this.problems.push(`a worker died: ${name}: ${line}`);
		}
	}

	// stop(): the portals, and what is wrong with how they fared. Their logs stay in build/test.
	async stop() {
		for (const { child, name } of this.portals) if (child.ended) this.problems.push(`${name} ended by itself:\n${child.output}`);
		await Promise.all(this.portals.map(({ child }) => portalStop(child)));
		for (const { home } of this.portals) {
			this.crashesFind(home);
			if (!fs.existsSync(path.join(home, 'log'))) continue;
			fs.cpSync(path.join(home, 'log'), path.join(this.build, 'test', `${path.basename(home)}-log`), { recursive: true });
		}
		this.portals = [];
	}

	// remove(): everything, at once; `over` from then on.
	remove() {
		this.over = true;
		for (const child of children) groupKill(child, 'SIGKILL');
		fs.rmSync(this.place, { recursive: true, force: true });
	}
}

module.exports = { Ground, childStart, groupKill, children };

// SPDX-License-Identifier: MIT
// Servers and measures for the benchmark: a whole Houtai per size of shop, the two workers pages are measured against, wrk.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
export const build = path.join(root, 'build');
export const place = path.join(build, 'bench-data');
export const WORKERS = 4;
export const CONNECTIONS = 16;
export const ROUNDS = Number(process.env.ROUNDS ?? 5);
export const SECONDS = Number(process.env.SECONDS ?? 3);

const children = [];
process.on('exit', () => children.forEach((child) => child.exitCode === null && child.kill('SIGTERM')));
['SIGINT', 'SIGTERM'].forEach((signal) => process.on(signal, () => process.exit(1)));

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function until(what, test, seconds) {
	for (let i = 0; i < seconds * 10; i++) {
		if (await test()) return;
		await sleep(100);
	}
	throw new Error(`${what} did not happen within ${seconds} s`);
}

const answers = (port) => fetch(`http://127.0.0.1:${port}/login`, { redirect: 'manual' }).then((r) => r.status < 500, () => false);

// A shop of `orders`; kept from run to run under build/, so that only the first one makes it. `complaints`: the demo's own share if
// left out. shopForget(): the next start makes it anew.
export const shopForget = (name) => fs.rmSync(path.join(place, name), { recursive: true, force: true });

export async function shopStop(shop) {
	shop.child.kill('SIGTERM');
	await until(`the shop ${shop.name} to end`, () => shop.child.exitCode !== null || shop.child.signalCode !== null, 60);
}

export async function shopStart(name, members, orders, port, complaints = '') {
	const dir = path.join(place, name);
	fs.mkdirSync(dir, { recursive: true });
	spawnSync('flock', ['--wait', '60', path.join(dir, 'lock'), 'true']); // one that the process before this one has told to end
	const began = Date.now();
	const fresh = !fs.existsSync(path.join(dir, 'ready'));
	const child = spawn(path.join(root, 'conf/run'), [], {
		env: { ...process.env, HOUTAI_VAR: dir, HOUTAI_BIN: build, PORT: String(port), HOUTAI_MEMBERS: String(members),
			HOUTAI_ORDERS: String(orders), HOUTAI_COMPLAINTS: String(complaints), HOUTAI_WORKERS: String(WORKERS), HOUTAI_LOGINS: '6000' },
		stdio: ['ignore', fs.openSync(path.join(dir, 'out.log'), 'w'), 'inherit'],
	});
	children.push(child);
	await until(`the shop ${name} to start`, () => {
		if (child.exitCode !== null) throw new Error(`the shop ${name} ended: see ${dir}/out.log`);
		return answers(port);
	}, 2400);
	const run = fs.existsSync(path.join(dir, 'run')) ? path.join(dir, 'run') : null;
	if (!run) throw new Error('the path of this checkout is too long for the benchmark');
	const shop = { name, dir, run, port, config: path.join(dir, 'houtai.hdf'), socket: path.join(run, 'mariadb.sock'), fresh,
		seconds: (Date.now() - began) / 1000, child };
	shop.databaseRestart = (ms) => databaseRestart(shop, ms);
	return shop;
}

// MariaDB killed, away for some time, started again on the same data. What watches over the shop is held meanwhile.
async function databaseRestart(shop, ms) {
	process.kill(shop.child.pid, 'SIGSTOP');
	process.kill(Number(fs.readFileSync(path.join(shop.run, 'mariadb.pid'), 'utf8')), 'SIGKILL');
	await sleep(ms);
	const log = fs.openSync(path.join(shop.dir, 'log/mariadb.log'), 'a');
	const server = spawn('mariadbd', [`--defaults-file=${path.join(shop.dir, 'mariadb.cnf')}`, `--user=${process.env.USER ?? 'root'}`],
		{ env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }, stdio: ['ignore', log, log] });
	children.push(server);
	process.on('exit', () => process.kill(shop.child.pid, 'SIGCONT'));
	await until('MariaDB to answer again', () => spawnSync('mariadb', ['--no-defaults', `--socket=${shop.socket}`, '-e', 'DO 0']).status === 0, 60);
}

export function sql(shop, text, database = 'houtai') {
	return execFileSync('mariadb', ['--no-defaults', '--protocol=socket', `--socket=${shop.socket}`, `--user=${process.env.USER ?? 'root'}`,
		'-N', '-B', database], { input: text, encoding: 'utf8', maxBuffer: 1 << 28 }).trim();
}

export const ctl = (shop, ...args) => spawnSync(path.join(build, 'houtaictl'), ['--config', shop.config, ...args],
	{ encoding: 'utf8', maxBuffer: 1 << 26 });

// One of the two workers pages are measured against, behind an nginx like the shop's own.
export async function constantStart(shop, mode, port) {
	const dir = path.join(place, mode);
	const nginx = path.join(dir, 'nginx');
	fs.rmSync(dir, { recursive: true, force: true });
	fs.mkdirSync(path.join(dir, 'run'), { recursive: true });
	fs.mkdirSync(nginx);
	for (const file of fs.readdirSync(path.join(shop.dir, 'nginx')).filter((f) => f.endsWith('.conf'))) {
		const text = fs.readFileSync(path.join(shop.dir, 'nginx', file), 'utf8')
			.replaceAll(`${shop.run}/houtai.sock`, path.join(dir, 'run/houtai.sock'))
			.replaceAll(`${shop.run}/nginx.pid`, path.join(dir, 'run/nginx.pid'))
			.replaceAll(path.join(shop.dir, 'nginx'), nginx)
			.replaceAll(`127.0.0.1:${shop.port}`, `127.0.0.1:${port}`);
		fs.writeFileSync(path.join(nginx, file), text);
	}
	const log = fs.openSync(path.join(dir, 'log'), 'w');
	children.push(spawn(path.join(build, 'bench/constant'), ['--config', shop.config, '--socket', path.join(dir, 'run/houtai.sock'),
		'--workers', String(WORKERS)], { env: { ...process.env, BENCH: mode }, stdio: ['ignore', log, log] }));
	await until(`the ${mode} worker to listen`, () => fs.existsSync(path.join(dir, 'run/houtai.sock')), 10);
	children.push(spawn('chrt', ['--batch', '0', 'nginx', '-e', path.join(dir, 'nginx.log'), '-c', path.join(nginx, 'nginx.conf')],
		{ env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }, stdio: ['ignore', log, log] }));
	const child = children.at(-2), front = children.at(-1);
	await until(`the ${mode} nginx to answer`, () => answers(port), 10);
	return { port, stop: async () => {
		front.kill('SIGTERM');
		child.kill('SIGTERM');
		await until(`the ${mode} worker to end`, () => child.exitCode !== null || child.signalCode !== null, 40);
	} };
}

// houtai-jobs, each job a process with a connection of its own, rests while something beside it is measured: between two transactions,
// since an open one keeps old versions of rows that every reader then has to look for.
export async function jobsRest(shop, rest) {
	const signal = (name) => spawnSync('pkill', [name, '-f', `houtai-jobs --config ${shop.config}`]);
	const open = `SELECT COUNT(*) FROM information_schema.INNODB_TRX t
		JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id WHERE p.USER = 'houtai_jobs'`;
	if (!rest) return signal('-CONT');
	await until('a moment between two transactions of the jobs', async () => {
		signal('-STOP');
		await sleep(150); // InnoDB tells anew only who has not asked for 100 ms
		if (Number(sql(shop, open)) === 0) return true;
		signal('-CONT');
		return false;
	}, 600);
}

// InnoDB removes deleted rows behind the one who deletes them: until it has, it takes a processor from what is measured, and rows with
// the keys of those that are still there are put back rather than inserted. The list counts transactions: one may be all of it.
export const purged = (shop) => until('all deleted rows to be removed',
	() => Number(sql(shop, "SHOW GLOBAL STATUS LIKE 'Innodb_history_list_length'").split('\t')[1]) === 0, 120);

// The workers are the children of the master that listens on the shop's socket.
export function workers(shop) {
	const found = spawnSync('pgrep', ['-f', `houtai --config ${shop.config}`], { encoding: 'utf8' }).stdout.trim();
	const pids = found ? found.split('\n').map(Number) : [];
	const parent = (pid) => {
		try {
			return Number(/PPid:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
		} catch {
			return 0; // gone meanwhile
		}
	};
	return pids.filter((pid) => pids.includes(parent(pid)));
}

const field = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';

// A browser's session: log in once, keep the cookie, fetch forms and post them.
export class Session {
	constructor(port) { this.base = `http://127.0.0.1:${port}`; this.cookies = new Map(); }
	get cookie() { return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '); }
	async fetch(url, options = {}) {
		const answer = await fetch(this.base + url, { ...options, redirect: 'manual', headers: { ...options.headers, cookie: this.cookie } });
		for (const line of answer.headers.getSetCookie()) {
			if (/; Max-Age=[1-9]/.test(line)) continue; // gone within seconds, long before a measurement is over
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
			this.cookies.set(name, value);
		}
		return answer;
	}
	async get(url) {
		const answer = await this.fetch(url);
		this.html = await answer.text();
		return answer;
	}
	post(url, fields) {
		const body = new URLSearchParams([['csrf', field(this.html, 'csrf')], ['once', field(this.html, 'once')], ...fields]);
		return this.fetch(url, { method: 'POST', body });
	}
	async login(account, password) {
		await this.get('/login');
		const answer = await this.post('/login', [['name', account], ['password', password], ['next', '/']]);
		if (answer.status !== 303) throw new Error(`log-in of ${account} answered ${answer.status}`);
		return this;
	}
}

export function demoPassword(shop) {
	return /: (\S+)\s*$/m.exec(ctl(shop, 'demo', 'logins').stdout)[1];
}

// Requests a second; every answer must be a 200.
export function wrk(port, url, cookie, seconds = SECONDS) {
	const out = spawnSync('wrk', ['-t2', `-c${CONNECTIONS}`, `-d${seconds}s`, '-H', `Cookie: ${cookie}`, `http://127.0.0.1:${port}${url}`],
		{ encoding: 'utf8' });
	const rate = /Requests\/sec:\s+([\d.]+)/.exec(out.stdout);
	if (!rate) throw new Error(`wrk failed: ${out.stdout} ${out.stderr}`);
	const bad = /Non-2xx or 3xx responses: (\d+)/.exec(out.stdout);
	if (bad) throw new Error(`${url}: ${bad[1]} answers were not 200`);
	return Number(rate[1]);
}

// Times are MariaDB's own, statement by statement, from its slow log with a threshold of nothing: execution and sending, without the
// client.
export function logStart(shop) {
	const file = path.join(shop.dir, 'log', 'statements.log');
	sql(shop, `SET GLOBAL slow_query_log_file = '${file}', GLOBAL long_query_time = 0, GLOBAL log_output = 'FILE', GLOBAL slow_query_log = ON`);
	sql(shop, 'KILL CONNECTION USER houtai_worker'); // the threshold is each connection's own; workers connect again by themselves
	return file;
}
export function logStop(shop) {
	sql(shop, 'SET GLOBAL slow_query_log = OFF');
	fs.rmSync(path.join(shop.dir, 'log', 'statements.log'));
}

// Milliseconds of the workers' statements of that kind written behind `from`; other programs have users of their own.
export function logged(file, from, own) {
	const log = fs.openSync(file);
	const bytes = Buffer.alloc(fs.fstatSync(log).size - from);
	fs.readSync(log, bytes, 0, bytes.length, from);
	fs.closeSync(log);
	const entries = `\n${bytes}`.split('\n# User@Host: ').slice(1);
	let ms = 0;
	let statements = 0;
	for (const entry of entries) {
		if (!entry.startsWith('houtai_worker') || !own.test(entry)) continue;
		ms += Number(/Query_time: ([\d.]+)/.exec(entry)[1]) * 1000;
		statements++;
	}
	return { ms, statements };
}

// Figures, one a line; a missed one ends the run with 1.
export const figures = { missed: 0 };
const short = (x) => (x === null || x === undefined ? '-' : Math.abs(x) >= 100 ? x.toFixed(0) : x.toFixed(x < 1 ? 3 : 2));
export function figure(name, value, unit, ratio, target, met) {
	if (!met) figures.missed++;
	console.log(`${name} ${short(value)} ${unit} ${short(ratio)} ${target}${met ? '' : ' MISS'}`);
}

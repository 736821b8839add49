// SPDX-License-Identifier: MIT
// A shop whose clock is moved while it runs, and whose workers and jobs are killed meanwhile. For logs.mjs.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, place, shopStart, sleep, WORKERS, workers } from '../bench/lib.mjs';

const ZONE = 8 * 3600; // the demo shop's: Asia/Shanghai
const SERVERS = 2; // houtai-jobs, side by side
const DAY = 86400;

const parent = (pid) => {
	try {
		return Number(/PPid:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
	} catch {
		return 0; // gone meanwhile
	}
};
const found = (pattern) => (spawnSync('pgrep', ['-f', pattern], { encoding: 'utf8' }).stdout.trim() || '').split('\n').filter(Boolean).map(Number);
const forked = (pid) => {
	try {
		return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
	} catch {
		return []; // gone meanwhile
	}
};
const kill = (pid, signal) => { try { process.kill(pid, signal); } catch { /* gone meanwhile */ } };

export class MovedShop {
	static async start(name, members, orders, port) {
		fs.rmSync(path.join(place, name), { recursive: true, force: true }); // its days are used up by one run
		const moved = new MovedShop();
		moved.shop = await shopStart(name, members, orders, port);
		moved.began = Math.floor((Date.now() / 1000 + ZONE) / DAY);
		moved.jobs = [];
		moved.killed = { workers: 0, jobs: 0, job: 0 };
		// what watches over the shop is held: it would end it all when the first process of its own dies
		process.kill(moved.shop.child.pid, 'SIGSTOP');
		process.on('exit', () => {
			moved.jobs.forEach((child) => child.kill('SIGKILL'));
			kill(moved.shop.child.pid, 'SIGCONT');
		});
		for (const pid of moved.servers()) kill(pid, 'SIGKILL');
		return moved;
	}

	servers() { return found(`houtai-jobs --config ${this.shop.config}`); }
	master() { const all = found(`houtai --config ${this.shop.config}`); return all.find((pid) => !all.includes(parent(pid))); }

	jobsStart() {
		while (this.jobs.length < SERVERS) {
			const log = fs.openSync(path.join(this.shop.dir, 'log/jobs.log'), 'a');
			const child = spawn(path.join(build, 'houtai-jobs'), ['--config', this.shop.config], { stdio: ['ignore', log, log] });
			fs.closeSync(log);
			this.jobs.push(child);
			child.on('exit', () => { this.jobs = this.jobs.filter((other) => other !== child); });
		}
	}
	async jobsStop() {
		this.jobs.forEach((child) => child.kill('SIGKILL'));
		while (this.jobs.length || this.servers().some((pid) => parent(pid) !== this.shop.child.pid)) await sleep(20);
	}

	// The clock as processes will read it that begin from now on: `wall` ("23:59:50") of the day that many days on.
	offset(days, wall) {
		const [hours, minutes, seconds] = wall.split(':').map(Number);
		const target = (this.began + days) * DAY - ZONE + hours * 3600 + minutes * 60 + seconds;
		const text = fs.readFileSync(this.shop.config, 'utf8');
		fs.writeFileSync(this.shop.config, text.replace(/^Clock\.Offset = .*$/m, `Clock.Offset = ${target - Math.floor(Date.now() / 1000)}`));
	}

	// All processes anew at that hour; with `run` false the jobs stay away.
	async clock(days, wall, run = true) {
		const old = workers(this.shop);

		await this.jobsStop();
		this.offset(days, wall);
		kill(this.master(), 'SIGHUP');
		for (let i = 0; ; i++) {
			const now = workers(this.shop);
			if (now.length === WORKERS && !now.some((pid) => old.includes(pid))) break;
			if (i === 400) throw new Error('the workers did not take the new clock');
			await sleep(50);
		}
		if (run) this.jobsStart();
	}

	// The moved present: day as logs count it.
	today() {
		const offset = Number(/^Clock\.Offset = (.*)$/m.exec(fs.readFileSync(this.shop.config, 'utf8'))[1]);
		return Math.floor((Date.now() / 1000 + offset + ZONE) / DAY);
	}

	// For `ms`: workers in turn, each old enough that the next may begin at once; jobs' processes at random moments of their short
	// lives; now and then a whole houtai-jobs. All by kill -9.
	async harm(ms) {
		const end = Date.now() + ms;
		await Promise.all([this.workersHarm(end), this.jobsHarm(end)]);
	}
	async workersHarm(end) {
		for (let turn = 0; Date.now() < end; turn++) {
			const victims = workers(this.shop);
			if (victims.length) { kill(victims[turn % victims.length], 'SIGKILL'); this.killed.workers++; }
			await sleep(550);
		}
	}
	async jobsHarm(end) {
		let next = Date.now() + 2500;
		while (Date.now() < end) {
			const pids = this.jobs.flatMap((child) => forked(child.pid));
			if (pids.length && Math.random() < 0.5) {
				await sleep(Math.random() * 20);
				kill(pids[Math.floor(Math.random() * pids.length)], 'SIGKILL');
				this.killed.job++;
			}
			if (Date.now() > next && this.jobs.length) {
				this.jobs[Math.floor(Math.random() * this.jobs.length)].kill('SIGKILL');
				this.killed.jobs++;
				next = Date.now() + 2500;
			}
			this.jobsStart();
			await sleep(3);
		}
	}

	// houtai-jobs once over everything that is due; `at`: killed at the at-th call to MariaDB of the job that closes logs.
	once(at = 0) {
		const env = { ...process.env };
		if (at) Object.assign(env, { LD_PRELOAD: path.join(build, 'fault/dberror.so'), DBERROR_AT: String(at), DBERROR_CODE: '9',
			DBERROR_FROM: 'SELECT id, account_id, staff_no, name, day, state, due_at' });
		return spawnSync(path.join(build, 'houtai-jobs'), ['--config', this.shop.config, '--once'], { env, encoding: 'utf8' }).status;
	}

	stop() {
		this.jobs.forEach((child) => child.kill('SIGKILL'));
		kill(this.shop.child.pid, 'SIGCONT');
		this.shop.child.kill('SIGTERM');
	}
}

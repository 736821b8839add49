// SPDX-License-Identifier: MIT
// People at work on complaints and daily logs, over HTTP, while processes die under them. What was acknowledged is kept; what was
// not answered is asked for again with the same once-key, as a browser's user would by pressing the button again. For logs.mjs.
import { Session, sleep, sql } from '../bench/lib.mjs';

const PROBLEMS = [102, 104, 106, 202, 302, 401, 504, 601];
const TRIES = 400;
const any = (list) => list[Math.floor(Math.random() * list.length)];
let number = 0;
export const mark = (what) => `fault ${what} ${++number}`;

class Over extends Error {}

class Person {
	constructor(world, login, password) { Object.assign(this, { world, login, password, running: false }); }
	async begin() {
		for (let i = 0; ; i++) {
			try {
				this.session = await new Session(this.world.shop.port).login(this.login, this.password);
				break;
			} catch (error) { if (i === 50) throw error; await sleep(100); }
		}
		this.running = true;
		this.work = this.run();
	}
	async end() { this.running = false; await this.work; }
	async run() {
		while (this.running) {
			try { await this.turn(); } catch (error) { if (!(error instanceof Over)) throw error; }
			await sleep(5);
		}
	}
	// The page, or null where it is refused.
	async page(path) {
		for (let i = 0; i < TRIES; i++) {
			try {
				const answer = await this.session.get(path);
				if (answer.status === 200) return this.session.html;
				if (answer.status === 303) throw new Over();
				if (answer.status === 403 || answer.status === 404) return null;
			} catch (error) { if (error instanceof Over) throw error; }
			await sleep(20);
		}
		throw new Error(`${path} did not answer`);
	}
	// Where it leads once done; null: refused. Asked until there is an answer.
	async post(path, fields) {
		for (let i = 0; i < TRIES; i++) {
			try {
				const answer = await this.session.post(path, fields);
				await answer.arrayBuffer();
				const to = answer.headers.get('location') ?? '';
				if (answer.status === 303 && to.startsWith('/login')) throw new Over();
				if (answer.status === 303) return to;
				if (answer.status === 500) this.world.broken.push(path);
				if (answer.status < 500) { this.world.refused++; return null; }
			} catch (error) { if (error instanceof Over) throw error; }
			this.world.again++;
			await sleep(20);
		}
		throw new Error(`${path} was not answered`);
	}
	version() { return /name="version" value="(\d+)"/.exec(this.session.html)?.[1] ?? ''; }
}

// Takes complaints in, works on them, hands some over to others, closes them; submits the log when told to.
export class Agent extends Person {
	constructor(world, login, staff, password) { super(world, login, password); Object.assign(this, { staff, mine: [], submits: 0 }); }
	async turn() {
		if (this.submits > 0) { this.submits--; await this.submit(); return; }
		if (this.mine.length < 4 || Math.random() < 0.2) await this.open();
		else await this.go(any(this.mine));
	}
	async open() {
		const happened = mark('opened'), member = Math.random() < 0.5 ? any(this.world.members) : '';
		if (!await this.page(`/complaints/new?${member ? `member=${member}` : 'unknown=1'}`)) return;
		const to = await this.post('/complaints/new', [['member', member], ['channel', '1'], ['problem', any(PROBLEMS)], ['happened', happened],
			['caller', member ? '' : 'fault'], ['complex', Math.random() < 0.2 ? '1' : '']]);
		if (!to) return;
		const id = Number(/^\/complaints\/(\d+)/.exec(to)[1]);
		this.world.opened.push({ id, happened });
		this.mine.push({ id, stage: 0 });
	}
	async act(one, name, fields) {
		if (!await this.page(`/complaints/${one.id}`)) return null;
		return this.post(`/complaints/${one.id}/${name}`, [['version', this.version()], ...fields]);
	}
	async go(one) {
		const text = mark('said'), chance = Math.random();
		let done;
		if (chance < 0.2) {
			done = await this.act(one, 'note', [['note_text', text]]);
		} else if (chance < 0.3) {
			done = await this.act(one, 'heard', [['heard_channel', '1'], ['heard_text', text]]);
		} else if (chance < 0.4) {
			const other = any(this.world.agents.filter((agent) => agent !== this));
			done = await this.act(one, 'transfer', [['owner', other.staff], ['transfer_note', text]]);
			if (done) { this.mine = this.mine.filter((it) => it !== one); other.mine.push(one); }
		} else {
			await this.finish(one, text);
			return;
		}
		if (done) this.world.said.push({ id: one.id, text });
	}
	// One step on the way to the end: solution, the customer told, closed.
	async finish(one, text) {
		if (one.stage === 0) {
			if (await this.act(one, 'solve', [['solution', text], ['result', 'done']])) { one.stage = 1; this.world.said.push({ id: one.id, text }); }
		} else if (one.stage === 1) {
			if (await this.act(one, 'tell', [['tell_channel', '1'], ['tell_text', text]])) { one.stage = 2; this.world.said.push({ id: one.id, text }); }
		} else {
			if (await this.act(one, 'close', [])) this.world.closed.push(one.id);
			this.mine = this.mine.filter((it) => it !== one);
		}
	}
	// The log of the day; lines that wait for a word get one first. Others change it meanwhile, so it may take several tries.
	async submit() {
		for (let i = 0; i < 8; i++) {
			if (!await this.page('/complaints/log')) return;
			const id = /name="id" value="(\d+)"/.exec(this.session.html)?.[1];
			if (!id) return;
			if (await this.post('/complaints/log/submit', [['id', id], ['version', this.version()]])) {
				this.world.submitted.push(Number(id));
				return;
			}
			await this.comment(id);
		}
	}
	async comment(id) {
		const lines = sql(this.world.shop, `SELECT l.line_no FROM dailylog_line l JOIN complaint c ON c.id = l.record_id WHERE l.log_id = ${id}
			AND l.kind = 1 AND l.comment = '' AND c.due_at > 0`).split('\n').filter(Boolean);
		for (const line of lines) {
			await this.page('/complaints/log');
			await this.post('/complaints/log/comment', [['id', id], ['line', line], ['text', 'late']]);
		}
	}
}

// Transfers other people's complaints and signs what was submitted; so logs are closed while their lines change hands.
export class Supervisor extends Person {
	async turn() {
		if (Date.now() - (this.looked ?? 0) < 1000) return this.transfer();
		this.looked = Date.now();
		const waiting = sql(this.world.shop, 'SELECT id, day FROM dailylog WHERE state = 3 ORDER BY id').split('\n').map((line) => line.split('\t'))
			.find(([id]) => id && !(id in this.world.refusedToSign));
		return waiting ? this.sign(...waiting) : this.transfer();
	}
	async sign(id, day) {
		if (!await this.page(`/complaints/logs?day=${new Date(day * 86400000).toISOString().slice(0, 10)}&log=${id}`)) return;
		if (await this.post(`/complaints/logs/${id}/sign`, [['version', this.version()], ['password', this.password]])) this.world.signed.push(Number(id));
		else this.world.refusedToSign[id] = true;
	}
	async transfer() {
		const from = any(this.world.agents), to = any(this.world.agents), one = any(from.mine), text = mark('given');
		if (!one || from === to || !await this.page(`/complaints/${one.id}`)) return;
		if (!await this.post(`/complaints/${one.id}/transfer`, [['version', this.version()], ['owner', to.staff], ['transfer_note', text]])) return;
		this.world.said.push({ id: one.id, text });
		from.mine = from.mine.filter((it) => it !== one);
		to.mine.push(one);
	}
}

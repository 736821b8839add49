// SPDX-License-Identifier: MIT
// A daily log from the agent's hands to web operations, as people do it (RULE CMP-8); and that one changed byte is found and named.
// Not the rules' edges: tests/unit, tests/store.
import { ctl, enter, equal, go, logComplete, ok, person, run, sql, test, where } from './harness.mjs';

let log; // { id, day, path } of the log that goes the whole way

test('agent: yesterday\'s log is still to be submitted; a comment is written, then it goes to the supervisor', async (open) => {
	const page = await enter(open, 'agent4', { at: '/complaints/log' });
	await go(page, '.flash.warn a');
	const day = /day=([\d-]+)/.exec(page.url())[1];
	await page.click('tr.jot summary');
	await page.fill('tr.jot textarea', '已催运营部两次');
	await go(page, 'tr.jot button');
	ok((await page.textContent('.dlog')).includes('已催运营部两次'), 'the comment stands on the line');
	await logComplete(page);
	await go(page, 'form[action="/complaints/log/submit"] button');
	ok(await page.isVisible('.flash.ok'), 'it says so');
	ok(!(await page.isVisible('form[action="/complaints/log/submit"]')), 'it cannot be submitted twice');
	ok(!(await page.isVisible('tr.jot')), 'nor written on');
	const href = await page.getAttribute('.acts a[href^="/complaints/logs/"]', 'href');
	log = { id: /\d+$/.exec(href)[0], day, path: href };
});

test('another agent does not see it', async (open) => {
	const page = await enter(open, 'agent5');
	equal((await page.goto(log.path)).status(), 404, 'status');
	equal((await page.goto(`/complaints/logs?day=${log.day}`)).status(), 403, 'the board is the supervisor\'s');
});

test('supervisor: returns it once, then signs in two clicks; the colleague who comes second reads who was first', async (open) => {
	const page = await enter(open, 'supervisor');
	const agent = await enter(open, 'agent4');
	const board = `/complaints/logs?day=${log.day}&log=${log.id}`;
	await page.goto(board);
	await page.click('aside details.jot summary');
	await page.fill('input[name="reason"]', '请写明承诺的时间');
	await go(page, `form[action="/complaints/logs/${log.id}/return"] button`);
	await agent.goto(`/complaints/log?day=${log.day}`);
	ok((await agent.textContent('main')).includes('请写明承诺的时间'), 'the agent reads why');
	await go(agent, 'form[action="/complaints/log/submit"] button');

	const other = await enter(open, 'supervisor2', { at: board });
	await page.goto(`/complaints/logs?day=${log.day}`);
	await go(page, `a[href*="log=${log.id}"]`);
	await page.fill('#sign input[name="password"]', 'wrong');
	await go(page, '#sign button.full');
	ok(await page.isVisible('#errors'), 'a wrong password is refused');
	await page.fill('#sign input[name="password"]', person('supervisor').password);
	await go(page, '#sign button.full');
	ok(await page.isVisible('.flash.ok'), 'it says so');
	await other.fill('#sign input[name="password"]', person('supervisor2').password);
	await go(other, '#sign button.full');
	const reason = await other.textContent('#errors');
	ok(reason.includes(person('supervisor').staff), `the second reads: ${reason}`);
});

test('web operations: the notice leads to it, it is received, the file is one click away', async (open) => {
	const page = await enter(open, 'webops', { at: '/notices' });
	ok(await page.isVisible(`a[href="${log.path}"]`), 'a notice with the link');
	await page.goto(log.path);
	ok(await page.isVisible(`a[href="${log.path}/xlsx"]`), 'XLSX');
	await go(page, `form[action="${log.path}/receive"] button`);
	ok(await page.isVisible('.flash.ok'), 'it says so');
	equal(await page.locator('.sheet-signs .sealed-by').count(), 2, 'both have signed on the form');
	for (let i = 0; i < 40 && (await page.locator('.sheet-signs code').count()) < 2; i++) {
		await page.waitForTimeout(500);
		await page.reload();
	}
	equal(await page.locator('.sheet-signs code').count(), 2, 'both are sealed within seconds');
});

test('the proof holds; one byte changed in the database is found and named', async (open) => {
	const page = await enter(open, 'supervisor', { at: log.path });
	await go(page, `a[href="${log.path}/verify"]`);
	ok(await page.isVisible('.g.ok'), 'nothing is found');
	equal(ctl('complaints', 'verify-log', log.day).status, 0, 'houtaictl agrees');
	sql(`UPDATE dailylog_line SET comment = REPLACE(comment, '两', '三') WHERE log_id = ${log.id} AND line_no = 1`);
	await page.reload();
	const found = await page.textContent('main li');
	ok(found.includes('1.comment') && found.includes('已催运营部两次') && found.includes('已催运营部三次'), `the page says: ${found}`);
	const said = ctl('complaints', 'verify-log', log.day, '--account', person('agent4').staff);
	equal(said.status, 1, said.stdout);
	ok(said.stdout.includes('1.comment'), said.stdout);
	sql(`UPDATE dailylog_line SET comment = REPLACE(comment, '三', '两') WHERE log_id = ${log.id} AND line_no = 1`);
	await page.reload();
	ok(await page.isVisible('.g.ok'), 'whole again');
});

test('a correction is appended below the signed log, and proved with it', async (open) => {
	const page = await enter(open, 'agent4', { at: log.path });
	await page.fill('input[name="line"]', '1');
	await page.fill('textarea[name="text"]', '催了三次，不是两次');
	await page.fill('form[action$="/correct"] input[name="password"]', person('agent4').password);
	await go(page, 'form[action$="/correct"] button');
	equal(where(page), log.path, 'back on the log');
	ok((await page.textContent('.corrections')).includes('催了三次'), 'it stands below');
	equal(ctl('complaints', 'verify-log', log.day).status, 0, 'nothing is found');
});

test('the form on A4: whole, its head on every page, places for three signatures', async (open) => {
	const page = await enter(open, 'supervisor', { at: log.path });
	await page.emulateMedia({ media: 'print' });
	ok(await page.isVisible('.sheet table.dlog'), 'the table');
	equal(await page.evaluate(() => getComputedStyle(document.querySelector('.sheet thead')).display), 'table-header-group', 'its head repeats');
	equal(await page.locator('.sheet-signs > div').count(), 3, 'three places');
	for (const hidden of ['.side', '.top', '.acts', 'form[action$="/correct"]', '#history']) ok(!(await page.isVisible(hidden)), `${hidden} is not printed`);
	const wide = await page.evaluate(() => document.querySelector('.sheet').scrollWidth <= document.querySelector('.sheet').clientWidth + 1);
	ok(wide, 'nothing is cut off at the right');
});

test('escalations: a department answers its own, the supervisor closes it', async (open) => {
	const page = await enter(open, 'gm', { at: '/complaints/escalations' });
	await go(page, 'tbody th a');
	const escalation = where(page);
	ok(await page.locator('table').first().locator('tbody tr').count() > 0, 'the complaints behind it');
	await page.fill('textarea[name="answer"]', '已查明，今天补发');
	await go(page, `form[action="${escalation}/answer"] button`);
	ok(await page.isVisible('.flash.ok'), 'it says so');
	const supervisor = await enter(open, 'supervisor', { at: escalation });
	ok((await supervisor.textContent('main')).includes('今天补发'), 'the answer is there');
	await go(supervisor, `form[action="${escalation}/close"] button`);
	ok(await supervisor.isVisible('.flash.ok'), 'closed');
});

await run();

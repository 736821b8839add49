// SPDX-License-Identifier: MIT
// What must hold of complaints and daily logs afterwards (RULE CMP-8), asked of MariaDB and of houtaictl. For logs.mjs.
import { ctl, sql } from '../bench/lib.mjs';

const HOLDER = 'IF(c.owner_id <> 0, c.owner_id, c.taken_by)';
const DAY_OF = (at) => `FLOOR((${at} + 28800) / 86400)`;

// Each counts what is wrong.
const RULES = [
	['each open complaint stands on exactly one log of its owner that takes lines',
		`SELECT COUNT(*) FROM complaint c WHERE c.state <> 5 AND c.imported = 0 AND 1 <> (SELECT COUNT(*) FROM dailylog_line l JOIN dailylog d
		 ON d.id = l.log_id WHERE l.kind = 1 AND l.record_id = c.id AND d.account_id = ${HOLDER} AND d.closed_at = 0)`],
	['what was open and the agent\'s own as its log closed went on, nothing else did',
		`SELECT COUNT(*) FROM dailylog_line l JOIN dailylog d ON d.id = l.log_id WHERE d.closed_at > 0
		 AND (l.to_log <> 0) <> (l.kind = 1 AND l.state NOT IN (0, 5) AND l.holder_id = d.account_id)`],
	['each carried line is on the log of the next day, with original date, count and the way back',
		`SELECT COUNT(*) FROM dailylog_line l JOIN dailylog d ON d.id = l.log_id WHERE l.to_log <> 0 AND 1 <> (SELECT COUNT(*) FROM dailylog_line n
		 JOIN dailylog e ON e.id = n.log_id WHERE n.log_id = l.to_log AND n.kind = l.kind AND n.record_id = l.record_id AND n.from_log = l.log_id
		 AND n.first_day = l.first_day AND n.carries = l.carries + 1 AND e.account_id = d.account_id AND e.day = d.day + 1)`],
	['each line that was carried over leads back to where it came from',
		`SELECT COUNT(*) FROM dailylog_line n WHERE n.from_log <> 0 AND 1 <> (SELECT COUNT(*) FROM dailylog_line l WHERE l.log_id = n.from_log
		 AND l.kind = n.kind AND l.record_id = n.record_id AND l.to_log = n.log_id)`],
	['a line that was not carried over began on its own day',
		'SELECT COUNT(*) FROM dailylog_line l JOIN dailylog d ON d.id = l.log_id WHERE l.from_log = 0 AND (l.first_day <> d.day OR l.carries <> 0)'],
	['a complaint stands on a log once', 'SELECT COUNT(*) FROM (SELECT 1 FROM dailylog_line GROUP BY log_id, kind, record_id HAVING COUNT(*) > 1) x'],
	['there is one log of an agent and day', 'SELECT COUNT(*) FROM (SELECT 1 FROM dailylog GROUP BY account_id, day HAVING COUNT(*) > 1) x'],
	['the logs count their lines',
		`SELECT COUNT(*) FROM dailylog d WHERE d.line_count <> (SELECT COUNT(*) FROM dailylog_line l WHERE l.log_id = d.id)
		 OR d.line_count <> (SELECT COALESCE(MAX(l.line_no), 0) FROM dailylog_line l WHERE l.log_id = d.id)
		 OR d.carried_in <> (SELECT COUNT(*) FROM dailylog_line l WHERE l.log_id = d.id AND l.from_log <> 0)
		 OR d.carried_out <> (SELECT COUNT(*) FROM dailylog_line l WHERE l.log_id = d.id AND l.to_log <> 0)`],
	['whoever did something has it on his log of that day, or of the next where that was submitted',
		`SELECT COUNT(*) FROM audit_log a JOIN account o ON o.id = a.account_id WHERE a.kind = 'complaint' AND o.staff_no LIKE 'KF%' AND NOT EXISTS
		 (SELECT 1 FROM dailylog d JOIN dailylog_line l ON l.log_id = d.id WHERE d.account_id = a.account_id
		 AND d.day BETWEEN ${DAY_OF('a.at')} AND ${DAY_OF('a.at')} + 1 AND l.kind = 1 AND l.record_id = a.record_id AND l.did <> 0)`],
	['each change of a log stands once in the audit log',
		`SELECT (SELECT COUNT(*) FROM dailylog WHERE first_submitted_at > 0) - (SELECT COUNT(*) FROM audit_log WHERE action = 'dailylog.submit')
		 + (SELECT COUNT(*) FROM dailylog WHERE signed_at > 0) - (SELECT COUNT(*) FROM audit_log WHERE action = 'dailylog.sign')
		 + (SELECT COUNT(*) FROM dailylog WHERE closed_at > 0 AND first_submitted_at <> closed_at)
		 - (SELECT COUNT(*) FROM audit_log WHERE action = 'dailylog.close')`],
	['the list\'s counts are the list',
		`SELECT (SELECT SUM(row_count) FROM list_count WHERE list = 'complaints' AND dimension = '') <> (SELECT COUNT(*) FROM complaint)
		 OR (SELECT SUM(row_count) FROM list_count WHERE list = 'complaints' AND dimension = 'open' AND value = 1)
		 <> (SELECT COUNT(*) FROM complaint WHERE state <> 5)`],
	['the members\' numbers of complaints are theirs',
		`SELECT COUNT(*) FROM member m LEFT JOIN (SELECT member_id, COUNT(*) n, SUM(state <> 5) o FROM complaint GROUP BY member_id) c ON c.member_id = m.id
		 WHERE m.complaints <> COALESCE(c.n, 0) OR m.open_complaints <> COALESCE(c.o, 0)`],
];

export function logsProve(moved, world, verdict) {
	const shop = moved.shop;
	const count = (text) => Number(sql(shop, text));
	const today = moved.today();

	verdict(count(`SELECT COUNT(*) FROM dailylog WHERE closed_at = 0 AND day < ${today}`) === 0, 'no log of a day that is over is left open');
	for (const [what, text] of RULES) {
		const wrong = count(text);
		verdict(wrong === 0, `${what}${wrong ? ` (${wrong} wrong)` : ''}`);
	}
	acknowledgedProve(shop, world, verdict);
	const days = sql(shop, 'SELECT DISTINCT day FROM dailylog ORDER BY day').split('\n');
	for (const day of days) {
		const date = new Date(day * 86400000).toISOString().slice(0, 10), proof = ctl(shop, 'complaints', 'verify-log', date);
		verdict(proof.status === 0 && !proof.stdout.includes('waits'), `verify-log ${date}: ${proof.stdout.trim().split('\n').at(-1)}`);
	}
	const audit = ctl(shop, 'audit', 'verify');
	verdict(audit.status === 0, `the audit log proves whole afterwards: ${audit.stdout.trim().split('\n').at(-1)}`);
}

// Nothing acknowledged is lost or doubled: complaints by their text, words among the entries, closing, submission, signature.
function acknowledgedProve(shop, world, verdict) {
	const rows = (text) => sql(shop, text).split('\n').filter(Boolean).map((line) => line.split('\t'));
	const tally = (list) => list.reduce((map, key) => map.set(key, (map.get(key) ?? 0) + 1), new Map());
	const happened = tally(rows("SELECT complaint_id, happened FROM complaint_text WHERE happened LIKE 'fault opened %'").map((row) => row.join(' ')));
	const texts = tally(rows("SELECT happened FROM complaint_text WHERE happened LIKE 'fault opened %'").map((row) => row[0]));
	const said = tally(rows("SELECT complaint_id, text FROM complaint_entry WHERE text LIKE 'fault %'").map((row) => row.join(' ')));
	const ended = new Set(rows("SELECT record_id FROM audit_log WHERE action = 'complaint.close'").map((row) => Number(row[0])));
	const state = new Map(rows('SELECT id, state FROM dailylog').map((row) => row.map(Number)));

	verdict(world.opened.every((one) => happened.get(`${one.id} ${one.happened}`) === 1), `none of ${world.opened.length} complaints taken in is lost`);
	verdict([...texts.values()].every((n) => n === 1), `none of ${texts.size} complaints is doubled`);
	verdict(world.said.every((one) => said.get(`${one.id} ${one.text}`) === 1), `each of ${world.said.length} words stands once among the entries`);
	verdict([...said.values()].every((n) => n === 1), `none of ${said.size} words is doubled`);
	verdict(world.closed.every((id) => ended.has(id)), `each of ${world.closed.length} closed complaints was closed`);
	verdict(world.submitted.every((id) => state.get(id) >= 3), `each of ${world.submitted.length} submitted logs is submitted`);
	verdict(world.signed.every((id) => state.get(id) >= 5), `each of ${world.signed.length} signed logs is signed`);
}

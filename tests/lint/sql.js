// SPDX-License-Identifier: MIT
// SQL that must not be: what pages by counting, reads what nobody asked for, asks the server's clock, or breaks under Galera.
'use strict';
const { filesFind, read, commentsBlank, lineOf } = require('./files.js');

const EVERYWHERE = [
	[/\bSELECT\s+(\w+\.)?\*/i, 'name the columns: a prepared SELECT * breaks after ADD COLUMN'],
	[/\b(NOW|SYSDATE|CURDATE|CURTIME|UTC_TIMESTAMP|UTC_DATE|UTC_TIME|LOCALTIME(STAMP)?|UNIX_TIMESTAMP)\s*\(/i, 'time is an argument'],
	[/\bCURRENT_(TIMESTAMP|DATE|TIME)\b/i, 'time is an argument'],
	[/\bORDER\s+BY\s+RAND\b/i, 'ORDER BY RAND reads everything'],
	[/\b(GET_LOCK|RELEASE_LOCK)\s*\(|\bLOCK\s+TABLES\b|\bXA\s+(START|BEGIN)\b/i, 'Galera has no such lock'],
	[/\bENGINE\s*=\s*(?!InnoDB)\w+/i, 'tables are InnoDB'],
];
const IN_CODE = [
	// one row a fixed number of entries ahead is the end of a window (web/list_read.h), not a page
	[/\bLIMIT\b(?!\s+1\s+OFFSET\b)[^"]*\bOFFSET\b|\bOFFSET\s+\?|\bLIMIT\s+\?\s*,|(?<!\bLIMIT\s+1\s+)\bOFFSET\s+%/i, 'lists page by key, never by OFFSET'],
	[/\b(SELECT|INSERT|UPDATE|DELETE|REPLACE)\b.*'%[sdul]/i, 'values are always ?'],
];
const IN_TABLES = [
	[/\b(FLOAT|DOUBLE|REAL|DECIMAL)\b/i, 'money is BIGINT fen'],
	[/\b(DATETIME|TIMESTAMP)\b/i, 'times are BIGINT UTC seconds'],
	[/\bFOREIGN\s+KEY\b.*\bCASCADE\b/i, 'nothing is deleted in silence'],
];

// An offset that no page number moves is allowed where it says so: /* bounded offset: why */ on its line or the one before.
function excused(source, index) {
	const begin = source.lastIndexOf('\n', source.lastIndexOf('\n', index) - 1) + 1;
	return /\/\* bounded offset: \w/.test(source.slice(begin, source.indexOf('\n', index)));
}

function rulesRun(text, rules, file, line, findings) {
	for (const [pattern, why] of rules) if (pattern.test(text)) findings.push({ file, line, text: why });
}

function sourcesCheck(root, findings) {
	for (const file of filesFind(root, /^cgi-bin\/.*\.[ch]$/)) {
		const whole = read(root, file);
		const source = commentsBlank(whole);
		// pieces of one string stand beside each other
		for (const match of source.matchAll(/"(?:\\.|[^"\\\n])*"(?:\s*(?:PRI\w+\s*)?"(?:\\.|[^"\\\n])*")*/g)) {
			const text = match[0].replace(/"\s*(PRI\w+\s*)?"/g, '');
			if (!/\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|LIMIT|ORDER BY|SET)\b/.test(text)) continue;
			rulesRun(text, [...EVERYWHERE, ...(excused(whole, match.index) ? [] : IN_CODE)], file, lineOf(source, match.index), findings);
		}
	}
}

function migrationsCheck(root, findings) {
	for (const file of filesFind(root, /^sql\/.*\.sql$/)) {
		const source = read(root, file).replace(/--[^\n]*/g, (comment) => (/BAD/.test(comment) ? '' : ' '));
		source.split('\n').forEach((text, index) => rulesRun(text, [...EVERYWHERE, ...IN_TABLES], file, index + 1, findings));
		for (const match of source.matchAll(/CREATE TABLE[^;]*;/gi))
			if (!/PRIMARY\s+KEY/i.test(match[0]))
				findings.push({ file, line: lineOf(source, match.index), text: 'each table has a primary key' });
	}
}

module.exports = function check(root) {
	const findings = [];
	sourcesCheck(root, findings);
	migrationsCheck(root, findings);
	return findings;
};

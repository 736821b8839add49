// SPDX-License-Identifier: MIT
// What no other tool looks at: licence line, size, words that mean "not done", names that mean nothing.
'use strict';
const { filesFind, read, commentsBlank } = require('./files.js');

const FILE_MOST = 600; // 500 is the aim; a test may list more cases
const FUNCTION_MOST = 70; // lines of a body
const CODE = /^(cgi-bin|tests)\/.*\.[ch]$/;
const TEMPLATES = /^templates\/.*\.cs$/;
const SCRIPTS = /^(tests\/.*\.(m?js|sh)|tests\/run|tests\/lint\/run|conf\/(run|install|lib\.sh)|Makefile)$/;

function functionsMeasure(root, file, findings) {
	let begin = 0;
	commentsBlank(read(root, file)).split('\n').forEach((text, index) => {
		if (text === '{') begin = index + 1;
		if (text === '}' && begin) {
			if (index - begin > FUNCTION_MOST)
				findings.push({ file, line: begin - 1, text: `a function of ${index - begin} lines: split it by what it does` });
			begin = 0;
		}
	});
}

module.exports = function check(root) {
	const findings = [];
	for (const file of filesFind(root, /^(cgi-bin|templates|tests|conf|Makefile)/)) {
		const add = (line, text) => findings.push({ file, line, text });
		if (/\/(util|utils|common|helpers?|misc)\.[ch]$/.test(file) && file.startsWith('cgi-bin')) add(1, 'a helper lives where its noun lives');
		if (!CODE.test(file) && !SCRIPTS.test(file) && !TEMPLATES.test(file)) continue;
		const lines = read(root, file).split('\n');
		const head = lines.slice(0, 2).join('\n');
		if (!/SPDX-License-Identifier: MIT/.test(head)) add(1, 'no SPDX line');
		if (CODE.test(file) && file.startsWith('cgi-bin/') && !/^\/\* \S/.test(lines[1] ?? '')) add(2, 'no word of what this file is');
		const most = file.startsWith('tests/') ? FILE_MOST + 100 : FILE_MOST;
		if (lines.length > most) add(most, `${lines.length} lines: split it by noun`);
		lines.forEach((text, index) => {
			if (/\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/.test(text)) add(index + 1, 'unfinished');
			if (/[ \t]$/.test(text)) add(index + 1, 'blanks at the end of the line');
		});
		if (CODE.test(file)) functionsMeasure(root, file, findings);
	}
	return findings;
};

// SPDX-License-Identifier: MIT
// What the lints share: files, and C source without comments. Holds no rule.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

// Paths below `root` whose name matches, in order; nothing built, no other lint's mistakes.
function filesFind(root, pattern, below = '') {
	const found = [];
	const dir = path.join(root, below);
	if (!fs.existsSync(dir)) return found;
	for (const entry of fs.readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const name = path.posix.join(below, entry.name);
		if (entry.isDirectory()) {
			if (!/^(build|var|\.git|tests\/lint\/bad)$/.test(name)) found.push(...filesFind(root, pattern, name));
		} else if (pattern.test(name)) found.push(name);
	}
	return found;
}

function read(root, file) {
	return fs.readFileSync(path.join(root, file), 'utf8');
}

// The source with comments blanked out, same length and lines.
function commentsBlank(source) {
	return source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (part) =>
		part[0] === '/' ? part.replace(/[^\n]/g, ' ') : part,
	);
}

function lineOf(text, index) {
	let line = 1;
	for (let i = text.indexOf('\n'); i >= 0 && i < index; i = text.indexOf('\n', i + 1)) line++;
	return line;
}

module.exports = { filesFind, read, commentsBlank, lineOf };

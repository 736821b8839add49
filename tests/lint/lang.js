// SPDX-License-Identifier: MIT
// Both language files hold the same keys with the same places for texts; every key that templates or C name is there.
'use strict';
const { filesFind, read, commentsBlank, lineOf } = require('./files.js');

const LANGUAGES = ['zh-CN', 'en'];
// Which argument is a key, by function.
const CALLS = {
	lang: 1, lang_text: 1, lang_of: 1, flash: 2, ctx_refuse: 1, ctx_fail: 2, form_error: 2, diff_add: 1,
};
// Members of tables and structs that hold a key.
const MEMBERS = /\.(label|note|title|hint)\s*=\s*"([^"\n]*)"/g;
const NAMES = /^ui\.(brand|product)$/; // the product's own name
const KEY = /^[a-z][a-z0-9_]+(\.[a-z0-9_-]+)+$/;

function langRead(root, language, add) {
	const file = `templates/lang/${language}.hdf`;
	const keys = new Map();
	read(root, file).split('\n').forEach((text, index) => {
		const line = index + 1;
		if (/^\s*(#|$)/.test(text)) return;
		const match = /^([A-Za-z0-9_.-]+) = (.*)$/.exec(text);
		if (!match) return add(file, line, `not a "key = text" line: ${text.slice(0, 60)}`);
		const [, key, value] = match;
		if (keys.has(key)) add(file, line, `${key} stands twice (first in line ${keys.get(key).line})`);
		if (!value.trim()) add(file, line, `${key} has no text`);
		if (language === 'en' && !NAMES.test(key) && /[\u3400-\u9fff]/.test(value)) add(file, line, `${key}: Chinese in the English file`);
		keys.set(key, { value, line, places: [...new Set(value.match(/\{\d\}/g) ?? [])].sort().join() });
	});
	return keys;
}

function langsCompare(langs, add) {
	const [first, second] = LANGUAGES;
	for (const [a, b] of [[first, second], [second, first]])
		for (const [key, entry] of langs[a]) {
			const file = `templates/lang/${a}.hdf`;
			const other = langs[b].get(key);
			if (!other) add(file, entry.line, `${key} is missing in ${b}.hdf`);
			else if (other.places !== entry.places && a === first)
				add(file, entry.line, `${key} has the places ${entry.places || 'none'} here, ${other.places || 'none'} in ${b}.hdf`);
		}
}

function templatesCheck(root, keys, add) {
	for (const file of filesFind(root, /^templates\/.*\.cs$/)) {
		const source = read(root, file).replace(/<\?cs\s*#[\s\S]*?\?>/g, (tag) => tag.replace(/[^\n]/g, ' '));
		for (const tag of source.matchAll(/<\?cs[\s\S]*?\?>/g))
			for (const match of tag[0].matchAll(/\bLang((?:\.[A-Za-z0-9_]+)+)(\[?)/g)) {
				const key = match[1].slice(1);
				const found = match[2] ? [...keys.keys()].some((each) => each.startsWith(`${key}.`)) : keys.has(key);
				if (!found) add(file, lineOf(source, tag.index + match.index), `Lang.${key} is in no language file`);
			}
	}
}

// The arguments of the call whose bracket opens at `at`, split at its commas.
function argumentsSplit(source, at) {
	const found = [];
	let depth = 0;
	let begin = at + 1;
	for (let i = at; i < source.length; i++) {
		const c = source[i];
		if (c === '"' || c === "'") {
			for (i++; i < source.length && source[i] !== c; i++) if (source[i] === '\\') i++;
		} else if (c === '(' || c === '{' || c === '[') depth++;
		else if (c === ')' || c === '}' || c === ']') {
			if (--depth === 0) return [...found, { text: source.slice(begin, i), at: begin }];
		} else if (c === ',' && depth === 1) {
			found.push({ text: source.slice(begin, i), at: begin });
			begin = i + 1;
		}
	}
	return found;
}

function keysIn(argument) {
	// strings that stand as values, not those compared with
	return [...argument.text.matchAll(/"([^"\\\n]*)"/g)].map((match) => ({ key: match[1], at: argument.at + match.index }));
}

function sourcesCheck(root, keys, add) {
	const calls = new RegExp(`\\b(${Object.keys(CALLS).join('|')})\\s*\\(`, 'g');
	for (const file of filesFind(root, /^cgi-bin\/.*\.[ch]$/)) {
		const source = commentsBlank(read(root, file));
		const named = [];
		for (const call of source.matchAll(calls)) {
			const args = argumentsSplit(source, call.index + call[0].length - 1);
			const argument = args[CALLS[call[1]]];
			if (argument) named.push(...keysIn(argument));
		}
		for (const match of source.matchAll(MEMBERS)) named.push({ key: match[2], at: match.index });
		// "@key" is a key wherever it stands
		for (const match of source.matchAll(/"@([a-z][a-z0-9_.-]*)"/g)) named.push({ key: match[1], at: match.index });
		for (const { key, at } of named) {
			const plain = key.replace(/^@/, '');
			if (KEY.test(plain) && !plain.endsWith('.') && !keys.has(plain))
				add(file, lineOf(source, at), `${plain} is in no language file`);
		}
	}
}

module.exports = function check(root) {
	const findings = [];
	const add = (file, line, text) => findings.push({ file, line, text });
	const langs = Object.fromEntries(LANGUAGES.map((language) => [language, langRead(root, language, add)]));
	langsCompare(langs, add);
	const keys = new Map([...langs['zh-CN'], ...langs.en]);
	templatesCheck(root, keys, add);
	sourcesCheck(root, keys, add);
	return findings;
};

// SPDX-License-Identifier: MIT
// What templates must not do: everything that goes round ClearSilver's escaping (it covers html text and quoted attributes,
// nothing else), that crashes it, or that the content security policy forbids; and no text that is not in the language files.
'use strict';
const { filesFind, read, lineOf } = require('./files.js');

const COMMANDS = {
	alt: 'alt: is not escaped',
	lvar: 'lvar: parses data as a template',
	evar: 'evar: parses data as a template',
	linclude: 'linclude: reads the escaping mode anew',
	uvar: 'uvar: is not escaped',
	escape: 'escape: overrides the escaping of everything in it',
	name: 'name: is not escaped',
	include: 'include: of a missing file is silent; use include!',
	loop: 'loop: arithmetic does not belong in templates',
};
const OUT = '\ue000'; // stands for a tag that prints
const RUN = '\ue001'; // stands for a tag that does not
const ATTRIBUTES = /^(call|def):\w+_(aria|attributes)\(/; // macros of such names hold attributes, and stand in tags
const WORDS = /[\u3400-\u9fff]|[A-Za-z]{3,}/;
const NAMES = /^(Houtai|CSV|XLSX|SVG|NULL|https?)$/;
const READ_ATTRIBUTES = /^(alt|title|placeholder|aria-label|label|content)$/;

// Tags with their place; the source with them replaced by fillers of the same length and lines.
function tagsFind(source) {
	const tags = [];
	const text = source.replace(/<\?cs([\s\S]*?)\?>/g, (whole, body, index) => {
		const inner = body.trim();
		tags.push({ index, inner, comment: inner.startsWith('#') });
		const mark = /^(var|call)\b/.test(inner) && !ATTRIBUTES.test(inner) ? OUT : RUN;
		return whole.replace(/[^\n]/g, mark);
	});
	return { tags, text };
}

function tagsCheck(tags, add) {
	let args = []; // of the macro we are in
	for (const { index, inner, comment } of tags) {
		if (comment) continue;
		const command = /^\/?([a-z]+)(!?)/.exec(inner);
		if (!command) {
			add(index, `not a command: ${inner}`);
			continue;
		}
		if (inner.startsWith('def:')) args = (/\(([^)]*)\)/.exec(inner)?.[1] ?? '').split(',').map((arg) => arg.trim());
		if (inner === '/def') args = [];
		if (COMMANDS[command[1]] && !inner.startsWith('/') && !(command[1] === 'include' && command[2] === '!'))
			add(index, COMMANDS[command[1]]);
		if (/_escape\s*\(/.test(inner)) add(index, 'an *_escape() call switches escaping off for the whole expression');
		const set = /^set:\s*([A-Za-z_]\w*)/.exec(inner);
		if (set && args.includes(set[1])) add(index, `set: on the macro argument ${set[1]} changes the data or crashes`);
		if (/^(var|if|elif|set):/.test(inner) && /[-*/%]\s*#?\d|\d\s*[-*/%]/.test(inner.replace(/"[^"]*"/g, '')))
			add(index, 'no arithmetic in templates');
	}
}

// Attributes of one start tag: quoted, no handlers, no inline style, nothing printed outside quotes.
function attributesCheck(name, body, at, add) {
	const pattern = /([^\s=>"'/\ue001]+)(\s*=\s*("[^"]*"|'[^']*'|[^\s>\ue001]*))?/g;
	for (let match; (match = pattern.exec(body)); ) {
		const [, attribute, given, value] = match;
		const index = at + match.index;
		if (attribute.includes(OUT)) add(index, 'something is printed outside a quoted attribute');
		else if (/^on/i.test(attribute)) add(index, `${attribute}: no inline scripts`);
		else if (/^style$/i.test(attribute)) add(index, 'no inline style');
		if (!given) continue;
		if (!/^["']/.test(value)) add(index, `${attribute}: the value must be quoted`);
		const inside = value.replace(/^["']|["']$/g, '');
		if (/^(href|src|action|formaction)$/i.test(attribute) && /^\s*(javascript|data|vbscript):/i.test(inside))
			add(index, `${attribute}: ${inside.slice(0, 12)}… is not an address of ours`);
		if (/^(href|src|action|formaction)$/i.test(attribute) && /^(https?:)?\/\//i.test(inside)) add(index, 'nothing from elsewhere');
		if (READ_ATTRIBUTES.test(attribute) && name !== 'meta') wordsCheck(inside, index, add);
	}
}

function wordsCheck(text, at, add) {
	const plain = text.replace(/&[#\w]+;/g, (entity) => ' '.repeat(entity.length));
	for (const match of plain.matchAll(/[A-Za-z\u3400-\u9fff][\w\u3400-\u9fff]*/g))
		if (WORDS.test(match[0]) && !NAMES.test(match[0])) {
			add(at + match.index, `a word that is in no language file: ${match[0]}`);
			return;
		}
}

// Macros that hold attributes, checked as such and taken out of the text.
function attributeMacrosCheck(source, tags, text, add) {
	for (const [i, tag] of tags.entries()) {
		if (!tag.inner.startsWith('def:') || !ATTRIBUTES.test(tag.inner)) continue;
		const end = tags.slice(i).find((later) => later.inner === '/def')?.index ?? text.length;
		const body = text.slice(tag.index, end);
		attributesCheck('', body, tag.index, add);
		text = text.slice(0, tag.index) + body.replace(/[^\n]/g, RUN) + text.slice(end);
	}
	return text;
}

// The markup between the tags. Words in an element that names its language stand there in that language on purpose.
function markupCheck(text, add) {
	const pattern = /<!--[\s\S]*?-->|<![^>]*>|<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g;
	let last = 0;
	let inside = null; // script or style
	let foreign = false;
	for (let match; (match = pattern.exec(text)); ) {
		const between = text.slice(last, match.index);
		if (inside) {
			if (/\S/.test(between)) add(last, `nothing inline in <${inside}>`);
		} else if (!foreign) wordsCheck(between, last, add);
		last = pattern.lastIndex;
		foreign = /\slang="[a-zA-Z-]+"/.test(match[3] ?? '') && !match[1];
		if (!match[2]) continue;
		const name = match[2].toLowerCase();
		if (match[1]) {
			if (name === inside) inside = null;
			continue;
		}
		const at = match.index + 1 + match[2].length;
		if (name.includes(OUT)) add(match.index, 'no printed element names');
		if (name === 'style') add(match.index, 'no inline style');
		if (name === 'script' && !/\ssrc\s*=/.test(match[3])) add(match.index, 'no inline scripts');
		if (name === 'script' || name === 'style') inside = name;
		attributesCheck(name, match[3], at, add);
	}
	if (!inside) wordsCheck(text.slice(last), last, add);
}

module.exports = function check(root) {
	const findings = [];
	for (const file of filesFind(root, /^templates\/.*\.cs$/)) {
		const source = read(root, file);
		const { tags, text } = tagsFind(source);
		const add = (index, what) => findings.push({ file, line: lineOf(source, index), text: what });
		tagsCheck(tags, add);
		markupCheck(attributeMacrosCheck(source, tags, text, add), add);
		if (/<\?(?!cs[\s])/.test(source)) add(source.search(/<\?(?!cs[\s])/), 'a tag that is no <?cs tag');
	}
	return findings;
};

#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// How templates are laid out. A line break with the white space around it is layout, not content: beside a tag it is nothing,
// elsewhere one space (cgi-bin/web/view_text.c leaves it out before ClearSilver parses). So lines may be broken at every tag.
// Usage: tests/lint/layout.js [--write]: names the templates that are laid out otherwise, or lays them out.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { filesFind } = require('./files.js');

const WIDTH = 120;
const TAB = 4;
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const BLOCK = new Set(('html head body title link meta script aside main nav header footer section article div form fieldset legend p h1 h2 h3 h4 ul ol li dl dt dd ' +
	'table caption thead tbody tfoot tr th td colgroup details summary select option optgroup datalist svg label input textarea').split(' '));
// elements whose end tag may be missing: what else ends them
const ENDED_BY = { td: 'td th tr tbody tfoot', th: 'td th tr tbody tfoot', tr: 'tr tbody tfoot', thead: 'tbody tfoot', tbody: 'tbody tfoot', li: 'li', dt: 'dt dd',
	dd: 'dt dd', option: 'option optgroup', p: 'p div ul form table h2 h3' };
const BREAKS = /^(def|each|include|set|with)/;

const COMMENT = /<\?cs #[\s\S]*?\?>/g;

// Without layout; comments keep theirs.
function plain(text) {
	const kept = [];
	const bare = text.replace(COMMENT, (comment) => `<${'\ue000'.repeat(kept.push(comment))}>`);
	return bare.replace(/[ \t]*\n\s*/g, (run, at) => {
		const before = bare[at - 1], after = bare[at + run.length];
		return before === undefined || after === undefined || before === '>' || after === '<' ? '' : ' ';
	}).replace(/<(\ue000+)>/g, (whole, marks) => kept[marks.length - 1]);
}

function tagEnd(text, at) {
	for (let quote = ''; at < text.length; at++) {
		if (text.startsWith('<?cs', at)) at = text.indexOf('?>', at) + 1;
		else if (quote) quote = text[at] === quote ? '' : quote;
		else if (text[at] === '"' || text[at] === "'") quote = text[at];
		else if (text[at] === '>') return at + 1;
	}
	throw new Error('a tag does not end');
}

function tokens(text) {
	const found = [];
	for (let at = 0, end; at < text.length; at = end) {
		if (text.startsWith('<?cs', at)) {
			end = text.indexOf('?>', at) + 2;
			const inner = text.slice(at + 4, end - 2).trim();
			const word = /^(\/?[a-z]+|#)/.exec(inner)[0];
			found.push({ kind: 'cs', word, text: word === '#' ? text.slice(at, end) : `<?cs ${inner} ?>` });
		} else if (/^<[/a-zA-Z!]/.test(text.slice(at, at + 2))) {
			end = tagEnd(text, at + 1);
			const whole = text.slice(at, end);
			const name = /^<\/?([a-zA-Z0-9]+)/.exec(whole)?.[1].toLowerCase() ?? '!';
			found.push({ kind: whole.startsWith('</') ? 'close' : 'open', name, text: whole });
		} else {
			end = text.indexOf('<', at + 1);
			if (end < 0) end = text.length;
			found.push({ kind: 'text', text: text.slice(at, end) });
		}
	}
	return found;
}

// What stands between the tags of ClearSilver: { open, parts: [{ tag, nodes }], close }.
function tree(list) {
	const nodes = [];
	while (list.length) {
		const token = list[0];
		if (token.kind === 'cs' && /^(\/|else$|elif$)/.test(token.word)) break;
		list.shift();
		if (token.kind !== 'cs' || !/^(def|each|if|with|loop|alt|escape)$/.test(token.word)) {
			nodes.push(token);
			continue;
		}
		const block = { kind: 'block', word: token.word, parts: [{ tag: token, nodes: elements(tree(list)) }] };
		while (list.length && /^(else|elif)$/.test(list[0].word)) {
			const tag = list.shift();
			block.parts.push({ tag, nodes: elements(tree(list)) });
		}
		block.close = list.shift();
		nodes.push(block);
	}
	return nodes;
}

function first(node) {
	if (node.kind === 'open') return node.name;
	if (node.kind === 'element') return node.open.name;
	return node.kind === 'block' && node.parts[0].nodes.length ? first(node.parts[0].nodes[0]) : '';
}

// Elements whose both ends stand in the same place, or that end where their parent does.
function elements(nodes) {
	const out = [];
	for (let i = 0; i < nodes.length; i++) {
		const node = nodes[i];
		if (node.kind !== 'open' || VOID.has(node.name) || node.name === '!' || node.text.endsWith('/>')) {
			out.push(node);
			continue;
		}
		let end = i + 1, depth = 1, closed = false;
		const ends = ENDED_BY[node.name]?.split(' ');
		for (; end < nodes.length && !closed; end++) {
			if (ends && depth === 1 && ends.includes(first(nodes[end]))) break;
			if (nodes[end].name !== node.name) {
				if (ends && nodes[end].kind === 'close' && !nodes.slice(i + 1, end).some((one) => one.kind === 'open' && one.name === nodes[end].name)) break;
				continue;
			}
			depth += nodes[end].kind === 'open' ? 1 : nodes[end].kind === 'close' ? -1 : 0;
			closed = depth === 0;
		}
		if (!closed && !ends) {
			out.push(node);
			continue;
		}
		out.push({ kind: 'element', open: node, nodes: elements(nodes.slice(i + 1, closed ? end - 1 : end)), close: closed ? nodes[end - 1] : { text: '' } });
		i = end - 1;
	}
	return out;
}

const flat = (node) => node.flat ??= node.kind === 'element' ? node.open.text + node.nodes.map(flat).join('') + node.close.text
	: node.kind === 'block' ? node.parts.map((part) => part.tag.text + part.nodes.map(flat).join('')).join('') + node.close.text : node.text;

// Stands on a line of its own.
function apart(node) {
	if (node.kind === 'element') return BLOCK.has(node.open.name);
	if (node.kind === 'open' || node.kind === 'close') return BLOCK.has(node.name);
	if (node.kind === 'cs') return BREAKS.test(node.word) || node.word === 'call';
	return node.kind === 'block' && (BREAKS.test(node.word) || node.parts.some((part) => part.nodes.some(apart)));
}

class Page {
	constructor() {
		this.lines = [];
		this.line = '';
		this.indent = 0;
		this.wanted = null;
	}

	get column() {
		return this.indent * TAB + this.line.length;
	}

	// A line break, where it changes nothing.
	wrap(indent) {
		this.wanted = indent;
	}

	put(text) {
		if (!text) return;
		const may = this.line && (this.line.endsWith('>') || text.startsWith('<')) && !/\s$/.test(this.line) && !/^\s/.test(text);
		if (this.wanted !== null && may) this.end(this.wanted);
		this.wanted = null;
		this.line += text;
	}

	end(indent) {
		this.lines.push('\t'.repeat(this.indent) + this.line);
		this.line = '';
		this.indent = indent;
	}

	fits(text) {
		return this.column + text.length <= WIDTH;
	}
}

// A long tag is broken at the spaces between attributes or arguments, a long text between words.
function pieces(text) {
	const out = [''];
	let quote = '', tag = 0;
	for (let i = 0; i < text.length; i++) {
		const sign = text[i];
		if (text.startsWith('<?cs', i)) tag++;
		if (sign === '?' && text[i + 1] === '>') tag--;
		if (sign === '"' && tag <= (text.startsWith('<?cs') ? 1 : 0)) quote = quote ? '' : sign;
		const may = sign === ' ' && !quote && tag <= (text.startsWith('<?cs') ? 1 : 0) && !'> '.includes(text[i - 1] ?? ' ') && !'< '.includes(text[i + 1] ?? ' ');
		const comma = tag !== 1 || !text.startsWith('<?cs') || text[i - 1] === ',' || /^(&&|\|\|) /.test(text.slice(i + 1));
		if (may && comma) out.push('');
		else out[out.length - 1] += sign;
	}
	return out;
}

function putLong(page, text, indent) {
	if (page.fits(text) || (page.wanted !== null && page.wanted * TAB + text.length <= WIDTH)) return page.put(text);
	pieces(text).forEach((piece, i) => {
		if (i === 0) return page.put(piece);
		if (page.column + 1 + piece.length <= WIDTH) page.line += ` ${piece}`;
		else {
			page.end(indent + 1);
			page.line = piece;
		}
	});
}

function putNodes(page, nodes, indent) {
	let before = null;
	for (const node of nodes) {
		const text = flat(node);
		const alone = apart(node) || (before && apart(before));
		if (alone || !page.fits(text)) page.wrap(indent);
		putNode(page, node, indent);
		before = node;
	}
}

function putNode(page, node, indent) {
	const text = flat(node);
	const room = page.wanted !== null ? page.wanted * TAB + text.length <= WIDTH : page.fits(text);
	const several = node.kind === 'block' && node.word === 'def' && node.parts[0].nodes.length > 1;
	if (room && !several) return page.put(text);
	if (node.kind === 'element') {
		putLong(page, node.open.text, indent);
		page.wrap(indent + 1);
		putNodes(page, node.nodes, indent + 1);
		page.wrap(indent);
		page.put(node.close.text);
		if (!node.close.text) page.wanted = null;
	} else if (node.kind === 'block') {
		for (const part of node.parts) {
			putLong(page, part.tag.text, indent);
			page.wrap(indent + 1);
			putNodes(page, part.nodes, indent + 1);
			page.wrap(indent);
		}
		page.put(node.close.text);
	} else putLong(page, text, indent);
}

function layout(text) {
	const [head] = /^<\?cs #[\s\S]*?\?>\n?/.exec(text) ?? [''];
	const rest = plain(head.replace(/\n$/, '') ? `>${text.slice(head.length)}` : text).replace(/^>/, head ? '' : '>');
	const page = new Page();
	const list = tokens(rest);
	const nodes = elements(tree(list));
	if (list.length) throw new Error(`${list[0].text} ends nothing`);
	// comments inside keep their lines
	for (const node of nodes) {
		const comment = node.kind === 'cs' && node.word === '#';
		page.wrap(0);
		if (comment) page.put(node.text);
		else putNode(page, node, 0);
	}
	page.end(0);
	return `${head.trimEnd()}${head ? '\n' : ''}${page.lines.join('\n').trimEnd()}\n`;
}

module.exports = { layout, plain };
if (require.main === module) {
	const write = process.argv.includes('--write');
	const root = path.resolve(__dirname, '../../templates');
	for (const file of filesFind(root, /\.cs$/)) {
		const name = path.join(root, file), text = fs.readFileSync(name, 'utf8'), wanted = layout(text);
		const same = (one) => plain(one.replace(COMMENT, '')).replace(/<\?cs\s+/g, '<?cs ').replace(/\s+\?>/g, ' ?>');
		if (same(text) !== same(wanted)) throw new Error(`${file}: laid out it would be another page`);
		if (text === wanted) continue;
		if (write) fs.writeFileSync(name, wanted);
		else {
			console.log(`templates/${file}: not laid out (make format)`);
			process.exitCode = 1;
		}
	}
}

// SPDX-License-Identifier: MIT
// Reads one of olist's files: an object per row, by the names in its head.
import { readFileSync } from 'node:fs';

// A field and what ends it, RFC 4180: quoted, quotes in it doubled and lines in it broken, or plain.
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r?$)/y;

// Most lines hold no quote and are cut at their commas; a field is looked for in the others only. A BOM at the beginning is no text.
export function csvRead(path) {
	const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
	const rows = [];
	for (let at = 0; at < text.length; ) {
		const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
		const line = text.slice(at, end);
		if (!line.includes('"')) {
			rows.push((line.endsWith('\r') ? line.slice(0, -1) : line).split(','));
			at = end + 1;
			continue;
		}
		const row = [];
		for (FIELD.lastIndex = at; ; ) {
			const [whole, quoted, plain, stop] = FIELD.exec(text) ?? [];
			if (whole === undefined) throw new Error(`${path}: no CSV at ${at}`);
			row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
			at = FIELD.lastIndex;
			if (stop !== ',') break;
		}
		rows.push(row);
	}
	const head = rows.shift();
	return rows.map((cells) => {
		const row = {};
		for (let i = 0; i < head.length; i++) row[head[i]] = cells[i] ?? '';
		return row;
	});
}

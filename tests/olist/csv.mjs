// SPDX-License-Identifier: MIT
// Reads one of olist's files: an object per row, by the names in its head.
import { readFileSync } from 'node:fs';

// RFC 4180: quoted fields, doubled quotes, line breaks inside quotes, a BOM at the beginning.
export function csvRead(path) {
	const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
	const rows = [];
	let row = [], field = '', quoted = false;
	for (let i = 0; i < text.length; i++) {
		const c = text[i];
		if (quoted) {
			if (c !== '"') field += c;
			else if (text[i + 1] === '"') { field += '"'; i++; }
			else quoted = false;
		} else if (c === '"') quoted = true;
		else if (c === ',') { row.push(field); field = ''; }
		else if (c === '\n') { row.push(field); rows.push(row); row = []; field = ''; }
		else if (c !== '\r') field += c;
	}
	if (field || row.length) { row.push(field); rows.push(row); }
	const head = rows.shift();
	return rows.map((cells) => Object.fromEntries(head.map((key, i) => [key, cells[i] ?? ''])));
}

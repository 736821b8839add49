// SPDX-License-Identifier: MIT
// Proves from the #include lines that dependencies point down only:
//   pages → web → services (policy audit notices tasks files) → db → base, and http → base;
// another feature is reached only through its own header, never in a circle; rules see base/ and their own header, nothing else.
'use strict';
const { filesFind, read } = require('./files.js');

const BOTTOM = ['base', 'http', 'db', 'web'];
// Below web/, for every feature. Accounts are among them: web/ asks them who is logged in.
const SERVICES = ['policy', 'audit', 'notices', 'tasks', 'files', 'accounts'];
// Vocabulary of who acts: types and names without a table behind them; whoever includes them depends on nobody.
const WORDS = ['policy/role.h', 'policy/owner.h'];
// By these headers the pages of several features meet on one page: for pages alone.
const PAGE_HEADERS = ['members/record.h'];
const TOOLS = ['check']; // houtaictl's own checks: they look into everything
// Headers for others besides <feature>/<feature>.h
const PUBLIC = { members: ['members.h', 'record.h'], policy: ['policy.h', 'role.h', 'owner.h'],
	orders: ['orders.h', 'import.h'] };
// Third-party headers that one place knows
const ONLY = [
	[/^fcgi/, (from) => from.path === 'houtai.c', 'only houtai.c knows libfcgi'],
	[/^(ClearSilver|cs\/|util\/neo_|util\/)/, (from) => /^web\/view/.test(from.path), 'only web/view knows ClearSilver'],
	[/^(mysql|mariadb)/, (from) => from.folder === 'db' || from.folder === 'check', 'only db/ knows MariaDB'],
];

function place(file) {
	const parts = file.split('/');
	const folder = parts.length > 1 ? parts[0] : '';
	const base = parts.at(-1);
	if (PAGE_HEADERS.includes(file)) return { path: file, folder, base, kind: 'pages' };
	const kind = /^(rules|store|actions|jobs|pages|commands)/.exec(base)?.[1] ?? (/(^|_)pages\.[ch]$/.test(base) ? 'pages' : '');
	return { path: file, folder, base, kind };
}

// The reason why `from` may not include `to`, or null.
function refuse(from, to) {
	if (to.folder === 'base') return null;
	if (from.kind === 'rules' && from.base.endsWith('.c') && !BOTTOM.includes(from.folder) && to.folder !== from.folder)
		return 'rules include base/ and their own header, nothing else';
	if (from.folder === '' || TOOLS.includes(from.folder)) return null;
	if (from.folder === to.folder) return null;
	if (to.folder === '' || TOOLS.includes(to.folder)) return 'main programs and checks are included by nobody';
	if (WORDS.includes(from.path) && to.folder !== 'db' && !WORDS.includes(to.path)) return 'vocabulary depends on db/ and base/ only';
	if (from.folder === 'base') return 'base includes base only';
	if (from.folder === 'http') return 'http includes base only';
	if (from.folder === 'db') return 'db includes base only';
	if (to.folder === 'db') return to.base === 'private.h' ? 'db/private.h belongs to db' : null;
	if (to.folder === 'http' || to.folder === 'web') return upward(from, to);
	if (PAGE_HEADERS.includes(to.path) && from.kind !== 'pages') return `${to.path} is for pages only`;
	const known = PUBLIC[to.folder] ?? [`${to.folder}.h`];
	if (!known.includes(to.base)) return `${to.folder} is reached through ${known.join(', ')} only`;
	if (SERVICES.includes(to.folder)) return null;
	if (from.folder === 'web') return 'web knows no feature';
	if (SERVICES.includes(from.folder)) return 'services know no feature';
	return null; // feature to feature: circles are found below
}

function upward(from, to) {
	if (from.folder === 'web' || from.kind === 'pages') return null;
	if (from.kind === 'rules' || from.kind === 'actions' || from.kind === 'store')
		return 'actions, rules and stores know no request';
	// jobs, commands and feature tables are declared with the structs of web/feature.h, and nothing more
	if (to.path === 'web/feature.h' || (to.path === 'web/list.h' && from.base.endsWith('.h'))) return null;
	if (from.kind === 'commands' && /^web\/(req|lang)\.h$/.test(to.path)) return null; // reasons are printed in words
	return 'only pages know web/ and http/';
}

function cyclesFind(edges) {
	const found = [];
	const state = new Map();
	const walk = (folder, trail) => {
		state.set(folder, 1);
		for (const [next, where] of edges.get(folder) ?? []) {
			if (state.get(next) === 1) {
				const circle = [...trail.slice(trail.indexOf(next)), next].join(' → ');
				found.push({ ...where, text: `features include each other in a circle: ${circle}` });
			} else if (!state.has(next)) walk(next, [...trail, next]);
		}
		state.set(folder, 2);
	};
	for (const folder of [...edges.keys()].sort()) if (!state.has(folder)) walk(folder, [folder]);
	return found;
}

module.exports = function check(root) {
	const findings = [];
	const edges = new Map();
	for (const file of filesFind(root, /^cgi-bin\/.*\.[ch]$/)) {
		const from = place(file.replace('cgi-bin/', ''));
		read(root, file).split('\n').forEach((text, index) => {
			const match = /^\s*#\s*include\s+(["<])([^">]+)[">]/.exec(text);
			if (!match) return;
			const where = { file, line: index + 1 };
			if (match[1] === '<') {
				for (const [name, may, why] of ONLY)
					if (name.test(match[2]) && !may(from)) findings.push({ ...where, text: why });
				return;
			}
			const to = place(match[2]);
			if (to.folder === '' && from.folder !== '') {
				findings.push({ ...where, text: `name the folder: "${from.folder}/${match[2]}"` });
				return;
			}
			const why = refuse(from, to);
			if (why) findings.push({ ...where, text: `${match[2]}: ${why}` });
			const feature = (name) => name !== '' && !BOTTOM.includes(name) && !TOOLS.includes(name);
			if (!why && !WORDS.includes(to.path) && feature(from.folder) && feature(to.folder) && from.folder !== to.folder) {
				if (!edges.has(from.folder)) edges.set(from.folder, new Map());
				if (!edges.get(from.folder).has(to.folder)) edges.get(from.folder).set(to.folder, where);
			}
		});
	}
	return [...findings, ...cyclesFind(edges)];
};

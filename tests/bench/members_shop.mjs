// SPDX-License-Identifier: MIT
// A shop of ten million members: totals, points, tiers, consent and complaints spread as a shop's are, all worked out from the
// row's number, so that every run measures the same shop. Rows come first and indexes afterwards: that halves the time.
import fs from 'node:fs';
import path from 'node:path';
import { place, shopStart, sql } from './lib.mjs';

const CHUNK = 500000;
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧';
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文丹婷欣';

const letters = (text) => [...text].map((letter) => `'${letter}'`).join(',');
const elt = (text, index) => `ELT(1 + ${index} % ${[...text].length}, ${letters(text)})`;
// between 0 and 1, the same each time
const chance = (salt) => `(CRC32(CONCAT('${salt}', seq)) / 4294967296)`;

const KEYS = `SELECT GROUP_CONCAT(DISTINCT index_name) FROM information_schema.statistics WHERE table_schema = 'houtai'
	AND table_name = 'member' AND index_name NOT IN ('PRIMARY', 'member_no')`;
const KEYS_AGAIN = `SELECT CONCAT('ADD KEY ', index_name, ' (', GROUP_CONCAT(column_name ORDER BY seq_in_index), ')')
	FROM information_schema.statistics WHERE table_schema = 'houtai' AND table_name = 'member'
	AND index_name NOT IN ('PRIMARY', 'member_no') GROUP BY index_name`;

function rowsMake(shop, from, to) {
	sql(shop, `INSERT INTO member (member_no, name, phone, phone_last4, email, province_id, city_id, district_id, address, since_at,
			spent_fen, tier, orders, last_order_at, state, consent, points, complaints, open_complaints)
		SELECT member_no, name, phone, RIGHT(phone, 4), email, province_id, city_id, district_id, address, since_at, spent_fen,
			(spent_fen >= 100000) + (spent_fen >= 200000) + (spent_fen >= 500001), IF(spent_fen = 0, 0, 1 + spent_fen DIV 60000),
			last_order_at, state, IF(state = 3, 0, consent), IF(debt, -50 - CAST(seq AS SIGNED) % 400, spent_fen DIV 130), open_complaints * 2,
			open_complaints
		FROM (SELECT seq, CONCAT('HY-', LPAD(seq, 8, '0')) AS member_no,
				CONCAT(${elt(SURNAMES, "CRC32(CONCAT('s', seq))")}, ${elt(GIVEN, "CRC32(CONCAT('g', seq))")},
					IF(seq % 3 = 0, '', ${elt(GIVEN, "CRC32(CONCAT('h', seq))")})) AS name,
				CONCAT('1', ELT(1 + seq % 7, '38', '39', '52', '58', '77', '86', '91'),
					LPAD(CRC32(CONCAT('p', seq)) % 100000000, 8, '0')) AS phone,
				CONCAT('m', seq, '@example.com') AS email, r.province_id, r.city_id, r.district_id, CONCAT(seq % 900, '号') AS address,
				1700000000 + seq % 900 * 86400 AS since_at,
				IF(seq % 5 = 0, 0, CAST(FLOOR(POW(${chance('m')}, 4) * 3000000) AS SIGNED)) AS spent_fen,
				IF(seq % 5 = 0, 0, 1780000000 - FLOOR(${chance('l')} * 900 * 86400)) AS last_order_at,
				IF(seq % 10007 = 0, 2, IF(seq % 20011 = 0, 3, 1)) AS state,
				IF(seq % 20 = 0, 3, IF(seq % 37 = 0, 6, 7)) AS consent, seq % 5003 = 0 AS debt,
				IF(seq % 1500 = 0, 1 + seq % 3, 0) AS open_complaints
			FROM seq_${from}_to_${to} JOIN bench_region r ON r.n = CRC32(CONCAT('r', seq)) % (SELECT COUNT(*) FROM bench_region)) m`);
}

// The counts of the list follow rows that no action made.
const COUNTS = `DELETE FROM list_count WHERE list = 'members';
	INSERT INTO list_count (list, dimension, value, shard, row_count, fen)
	SELECT 'members', '', 0, 0, COUNT(*), 0 FROM member UNION ALL
	SELECT 'members', 'tier', tier, 0, COUNT(*), 0 FROM member GROUP BY tier UNION ALL
	SELECT 'members', 'province', province_id, 0, COUNT(*), 0 FROM member GROUP BY province_id UNION ALL
	SELECT 'members', 'consent', consent, 0, COUNT(*), 0 FROM member GROUP BY consent UNION ALL
	SELECT 'members', 'state', state, 0, COUNT(*), 0 FROM member GROUP BY state`;

// membersShop(): started, with `count` members; kept from run to run like the others.
export async function membersShop(count, port) {
	const dir = path.join(place, `members-${count}`);
	const ready = path.join(dir, 'members.ready');
	if (!fs.existsSync(ready)) fs.rmSync(dir, { recursive: true, force: true }); // one that was broken off lacks its indexes
	const shop = await shopStart(`members-${count}`, 20, 20, port);
	if (fs.existsSync(ready)) return shop;
	const began = Date.now();
	const keys = sql(shop, KEYS).split(',');
	const again = sql(shop, KEYS_AGAIN).split('\n');
	sql(shop, `CREATE OR REPLACE TABLE bench_region (n INT PRIMARY KEY, province_id INT, city_id INT, district_id INT) AS
		SELECT ROW_NUMBER() OVER (ORDER BY d.id) - 1 AS n, c.parent_id AS province_id, c.id AS city_id, d.id AS district_id
		FROM region d JOIN region c ON c.id = d.parent_id AND c.parent_id > 0`);
	sql(shop, `ALTER TABLE member ${keys.map((key) => `DROP KEY ${key}`).join(', ')}`);
	for (let from = 21; from <= count; from += CHUNK) rowsMake(shop, from, Math.min(from + CHUNK - 1, count));
	sql(shop, `ALTER TABLE member ${again.join(', ')}`);
	sql(shop, `DROP TABLE bench_region; ${COUNTS}; ANALYZE TABLE member`);
	shop.made = (Date.now() - began) / 1000;
	fs.writeFileSync(ready, `${shop.made}\n`);
	return shop;
}

/* SELECT * FROM t in a comment is no mistake, nor is NOW() */
SQL(a, "SELECT id FROM t WHERE id > ? ORDER BY id LIMIT 50");
SQL(b, "SELECT * FROM t"); /* BAD */
SQL(c, "SELECT t.* FROM t"); /* BAD */
SQL(d, "SELECT id FROM t LIMIT 50 OFFSET ?"); /* BAD */
SQL(e, "SELECT id FROM t LIMIT ?, 50"); /* BAD */
SQL(f, "SELECT id FROM t " /* BAD */
    "ORDER BY RAND() LIMIT 5");
SQL(g, "UPDATE t SET at = NOW() WHERE id = ?"); /* BAD */
SQL(h, "UPDATE t SET at = CURRENT_TIMESTAMP WHERE id = ?"); /* BAD */
SQL(i, "SELECT GET_LOCK(?, 1) FROM t"); /* BAD */
text = printf("SELECT id FROM t WHERE name = '%s'", name); /* BAD */
puts("the offset of what is new is now known");
SQL(k, "SELECT COUNT(*) FROM t");
/* bounded offset: is there a thousandth row */
SQL(l, "SELECT id FROM t LIMIT 1 OFFSET 1000");

SQL(m, "SELECT id FROM t LIMIT 1 OFFSET ?"); /* BAD */

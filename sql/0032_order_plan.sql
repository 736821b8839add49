-- RULE ORD-4: by which figures the due times of waiting orders were worked out last, and how far that has come.
CREATE TABLE order_queue_plan (
  id      TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  walls   CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',  -- hash of all versions of closing and due time
  passes  TINYINT UNSIGNED NOT NULL DEFAULT 0,
  done_id BIGINT UNSIGNED NOT NULL DEFAULT 0                                   -- the last order seen in this pass
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO order_queue_plan (id) VALUES (1);

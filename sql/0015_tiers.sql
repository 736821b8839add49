-- Tiers (RULE MEM-1): how many members have spent how much, each change of a member's tier, and the moving of members when the
-- bounds change.

-- Members by what they spent, in buckets of one yuan and, further up, more (cgi-bin/loyalty/rules.h); a bucket is named by its least
-- total in fen. Those who have spent nothing stand nowhere: they are all the others. Spread over shards, since many change at once.
CREATE TABLE member_spent_count (
  bucket  BIGINT NOT NULL,
  shard   TINYINT UNSIGNED NOT NULL,
  members BIGINT NOT NULL,
  PRIMARY KEY (bucket, shard)
) ENGINE=InnoDB;
INSERT INTO member_spent_count (bucket, shard, members)
  SELECT CASE WHEN spent_fen < 100 THEN 1 WHEN spent_fen < 1000000 THEN spent_fen DIV 100 * 100
              WHEN spent_fen < 100000000 THEN spent_fen DIV 10000 * 10000 ELSE spent_fen DIV 1000000 * 1000000 END AS b, 0, COUNT(*)
  FROM member WHERE spent_fen > 0 GROUP BY b;

-- Appended only.
CREATE TABLE member_tier_change (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  member_id      BIGINT UNSIGNED NOT NULL,
  at             BIGINT NOT NULL,
  tier_before    TINYINT UNSIGNED NOT NULL,
  tier_after     TINYINT UNSIGNED NOT NULL,
  spent_fen      BIGINT NOT NULL,                     -- the total that made it
  cause          TINYINT UNSIGNED NOT NULL,           -- enum tier_cause
  cause_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- order; 0 for a change of the bounds
  cause_no       VARCHAR(40) NOT NULL DEFAULT '',
  policy_version INT UNSIGNED NOT NULL,
  staff          VARCHAR(120) NOT NULL DEFAULT '',
  KEY member_tier_change_member (member_id, at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One row per version of the bounds that came into force: members are moved along their totals, a bounded number at a time.
CREATE TABLE tier_run (
  policy_version INT UNSIGNED NOT NULL PRIMARY KEY,
  since          BIGINT NOT NULL,            -- when the version came into force
  started_at     BIGINT NOT NULL,
  ended_at       BIGINT NOT NULL DEFAULT 0,
  ranges         VARCHAR(2000) NOT NULL,     -- JSON: totals between which a tier changes, [[from, to), …] in fen
  range_no       INT UNSIGNED NOT NULL DEFAULT 0,
  after_fen      BIGINT NOT NULL DEFAULT 0,  -- where it stands in that range
  after_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  total          BIGINT NOT NULL,            -- members in these ranges when it began
  seen           BIGINT NOT NULL DEFAULT 0,
  moved          BIGINT NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

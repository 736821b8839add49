-- What db/ itself keeps. Times are UTC seconds.

-- Once-keys: which transaction of which form has been committed, and what it made. Older ones are purged.
CREATE TABLE once (
  hash      BINARY(32) NOT NULL PRIMARY KEY,  -- BLAKE2b of account, form key and number of the transaction, or drawn
  at        BIGINT NOT NULL,
  kind      VARCHAR(40) NOT NULL DEFAULT '',
  record_id BIGINT NOT NULL DEFAULT 0,
  KEY once_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Rows and sums of fen per list, dimension and value, spread over shards so that writers seldom meet.
CREATE TABLE list_count (
  list      VARCHAR(40) NOT NULL,
  dimension VARCHAR(24) NOT NULL,
  value     BIGINT NOT NULL,
  shard     TINYINT UNSIGNED NOT NULL,
  row_count BIGINT NOT NULL,
  fen       BIGINT NOT NULL,
  PRIMARY KEY (list, dimension, value, shard)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Background jobs: when each is due, and who has claimed it until when.
CREATE TABLE job_run (
  name          VARCHAR(60) NOT NULL PRIMARY KEY,
  due_at        BIGINT NOT NULL,
  claimed_by    VARCHAR(80) NOT NULL DEFAULT '',
  claimed_until BIGINT NOT NULL DEFAULT 0,
  started_at    BIGINT NOT NULL DEFAULT 0,
  ended_at      BIGINT NOT NULL DEFAULT 0,
  runs          BIGINT NOT NULL DEFAULT 0,
  failures      BIGINT NOT NULL DEFAULT 0,  -- since the last success
  last_rc       VARCHAR(20) NOT NULL DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

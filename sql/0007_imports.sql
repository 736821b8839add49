-- Imports: one row per run, moved on in the transaction of each batch, so that a killed run goes on where it stood.
CREATE TABLE import_run (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  entity        VARCHAR(16) NOT NULL,
  source        VARCHAR(200) NOT NULL,
  file_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- uploaded file; 0: read from the command line's path
  map           MEDIUMTEXT NOT NULL,
  digest        BINARY(32) NOT NULL,                 -- of entity, map and file: the same work again is recognised
  dry_run       TINYINT UNSIGNED NOT NULL DEFAULT 0,
  state         TINYINT UNSIGNED NOT NULL DEFAULT 0, -- enum import_state
  size          BIGINT NOT NULL DEFAULT 0,           -- bytes
  position      BIGINT NOT NULL DEFAULT 0,           -- bytes done, always at the end of a record
  line          BIGINT NOT NULL DEFAULT 0,           -- physical line behind `position`
  rows_new      BIGINT NOT NULL DEFAULT 0,
  rows_changed  BIGINT NOT NULL DEFAULT 0,
  rows_same     BIGINT NOT NULL DEFAULT 0,
  rows_rejected BIGINT NOT NULL DEFAULT 0,
  message_key   VARCHAR(60) NOT NULL DEFAULT '',     -- why the whole file was refused
  message_line  BIGINT NOT NULL DEFAULT 0,
  message_text  VARCHAR(200) NOT NULL DEFAULT '',
  account_id    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  made_at       BIGINT NOT NULL,
  ended_at      BIGINT NOT NULL DEFAULT 0,
  claimed_by    VARCHAR(60) NOT NULL DEFAULT '',
  claimed_until BIGINT NOT NULL DEFAULT 0,
  version       INT UNSIGNED NOT NULL DEFAULT 1,
  KEY import_run_state (state, id),
  KEY import_run_entity (entity, id),
  KEY import_run_digest (digest, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Rows that were not taken, as they stood in the file.
CREATE TABLE import_reject (
  run_id      BIGINT UNSIGNED NOT NULL,
  line        BIGINT NOT NULL,
  column_name VARCHAR(64) NOT NULL,
  reason      VARCHAR(60) NOT NULL,  -- language key
  raw         TEXT NOT NULL,
  PRIMARY KEY (run_id, line)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

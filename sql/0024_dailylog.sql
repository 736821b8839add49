-- The daily complaint log 客诉日志表 (RULE CMP-8), cgi-bin/dailylog. Days count from the epoch in the shop's zone, times are UTC
-- seconds, 0 is "not yet" or "none". What stands in dailylog and dailylog_line when a log is signed is frozen in `signature`.

-- One row per agent: whoever adds to, closes, carries over or signs a log of that agent locks it first.
CREATE TABLE dailylog_head (
  account_id   BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  closed_day   BIGINT NOT NULL DEFAULT 0,       -- logs up to this day take no more lines
  chain_no     INT UNSIGNED NOT NULL DEFAULT 0, -- signed logs so far
  chain_log    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  chain_digest CHAR(64) NOT NULL DEFAULT ''     -- of the one signed last
) ENGINE=InnoDB;

-- One per agent and day, made by its first line.
CREATE TABLE dailylog (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id     BIGINT UNSIGNED NOT NULL,
  staff_no       VARCHAR(20) NOT NULL,
  name           VARCHAR(80) NOT NULL,
  day            BIGINT NOT NULL,
  state          TINYINT UNSIGNED NOT NULL DEFAULT 1, -- 1 filling, 2 closed by the day's end, 3 submitted, 4 returned, 5 signed,
                                                      -- 6 received, 7 excused
  due_at         BIGINT NOT NULL,
  policy_version INT UNSIGNED NOT NULL,
  line_count     INT UNSIGNED NOT NULL DEFAULT 0,
  carried_in     INT UNSIGNED NOT NULL DEFAULT 0,
  carried_out    INT UNSIGNED NOT NULL DEFAULT 0,
  escalated      INT UNSIGNED NOT NULL DEFAULT 0,     -- lines with an escalation (CMP-9)
  comment        VARCHAR(1000) NOT NULL DEFAULT '',
  closed_at      BIGINT NOT NULL DEFAULT 0,           -- since when it takes no more lines
  first_submitted_at BIGINT NOT NULL DEFAULT 0,       -- in time or late by this one
  submitted_at   BIGINT NOT NULL DEFAULT 0,
  returned_at    BIGINT NOT NULL DEFAULT 0,
  returned_staff VARCHAR(120) NOT NULL DEFAULT '',
  return_reason  VARCHAR(500) NOT NULL DEFAULT '',
  excused_at     BIGINT NOT NULL DEFAULT 0,
  excused_staff  VARCHAR(120) NOT NULL DEFAULT '',
  excuse_reason  VARCHAR(500) NOT NULL DEFAULT '',
  reminded_at    BIGINT NOT NULL DEFAULT 0,
  digest         CHAR(64) NOT NULL DEFAULT '',        -- of what was submitted; signed_digest: of what was signed
  signed_at      BIGINT NOT NULL DEFAULT 0,
  signed_by      BIGINT UNSIGNED NOT NULL DEFAULT 0,
  signed_staff   VARCHAR(120) NOT NULL DEFAULT '',
  sign_note      VARCHAR(500) NOT NULL DEFAULT '',
  signed_digest  CHAR(64) NOT NULL DEFAULT '',
  chain_no       INT UNSIGNED NOT NULL DEFAULT 0,     -- the how manieth signed log of this agent
  prev_log       BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- the one signed before
  prev_digest    CHAR(64) NOT NULL DEFAULT '',
  prev_seal      BIGINT NOT NULL DEFAULT 0,           -- its seal's number; 0: it was not sealed yet
  received_at    BIGINT NOT NULL DEFAULT 0,
  received_by    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  received_staff VARCHAR(120) NOT NULL DEFAULT '',
  version        INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY dailylog_account (account_id, day),
  KEY dailylog_day (day, account_id),
  KEY dailylog_own (account_id, state, day),
  KEY dailylog_current (account_id, closed_at, day),
  KEY dailylog_state (state, day, id),
  KEY dailylog_open (closed_at, day, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What stands on it. Until the log is closed only the first group is kept; the second is read from the records and frozen then.
CREATE TABLE dailylog_line (
  log_id      BIGINT UNSIGNED NOT NULL,
  line_no     INT UNSIGNED NOT NULL,
  kind        TINYINT UNSIGNED NOT NULL,             -- 1 complaint, 2 order placed for a customer (ORD-6)
  record_id   BIGINT UNSIGNED NOT NULL,
  record_no   VARCHAR(40) NOT NULL,
  did         TINYINT UNSIGNED NOT NULL DEFAULT 0,   -- bits: 1 taken in, 2 worked on, 4 closed, 8 handed over; 0: only followed
  rules       TINYINT UNSIGNED NOT NULL DEFAULT 0,   -- bits of the escalations it fired: 1 (a) … 16 (e)
  first_day   BIGINT NOT NULL,                       -- the log on which it stood first
  carries     INT UNSIGNED NOT NULL DEFAULT 0,       -- how often it was carried over since
  from_log    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  to_log      BIGINT UNSIGNED NOT NULL DEFAULT 0,
  last_at     BIGINT NOT NULL,
  comment     VARCHAR(500) NOT NULL DEFAULT '',
  type        TINYINT UNSIGNED NOT NULL DEFAULT 0,
  problem     SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  state       TINYINT UNSIGNED NOT NULL DEFAULT 0,
  opened_at   BIGINT NOT NULL DEFAULT 0,
  closed_at   BIGINT NOT NULL DEFAULT 0,
  due_at      BIGINT NOT NULL DEFAULT 0,
  holder_id   BIGINT UNSIGNED NOT NULL DEFAULT 0,    -- who follows it
  customer    VARCHAR(60) NOT NULL DEFAULT '',       -- masked (MEM-4)
  happened    VARCHAR(500) NOT NULL DEFAULT '',
  demand      VARCHAR(500) NOT NULL DEFAULT '',
  handling    VARCHAR(1000) NOT NULL DEFAULT '',
  total_fen   BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (log_id, line_no),
  UNIQUE KEY dailylog_line_record (log_id, kind, record_id),
  KEY dailylog_line_of (kind, record_id, log_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- After the signature nothing changes: what was wrong is put right below it, each with a signature row of its own.
CREATE TABLE dailylog_correction (
  log_id        BIGINT UNSIGNED NOT NULL,
  correction_no INT UNSIGNED NOT NULL,
  line_no       INT UNSIGNED NOT NULL,               -- 0: the log as a whole
  text          VARCHAR(1000) NOT NULL,
  at            BIGINT NOT NULL,
  account_id    BIGINT UNSIGNED NOT NULL,
  staff         VARCHAR(120) NOT NULL,
  PRIMARY KEY (log_id, correction_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('complaints.log_due', 'complaints', 200, 'CMP-8', 0, 'wall', '', 0, 86400);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('complaints.log_due', 1, 1, 0, 61200, '');

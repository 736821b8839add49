-- Services below every feature: policy, calendar, audit, sign-offs, notices, tasks, files.
-- Times are UTC seconds, days count from the epoch in the shop's zone, money is fen, 0 is "not yet" or "none".
-- `staff` columns hold staff number and name as they stood then (RULE ORG-1), so that no list needs a join for them.

-- What can be decided: one row per figure or band that domain.md marks [policy].
CREATE TABLE policy (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  policy_key VARCHAR(40) NOT NULL,
  chapter    VARCHAR(20) NOT NULL,   -- language key policy.chapter.<chapter>
  sort       INT NOT NULL,
  rule       VARCHAR(20) NOT NULL,
  band       TINYINT UNSIGNED NOT NULL DEFAULT 0,
  unit       VARCHAR(10) NOT NULL,   -- fen, seconds, days, wall, count, percent, text; of a band: of its bounds
  value_unit VARCHAR(10) NOT NULL DEFAULT '',  -- of a band: of its values
  least      BIGINT NOT NULL DEFAULT 0,
  most       BIGINT NOT NULL DEFAULT 0,
  UNIQUE KEY policy_key (policy_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE policy_version (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  policy_key     VARCHAR(40) NOT NULL,
  version        INT UNSIGNED NOT NULL,
  state          TINYINT UNSIGNED NOT NULL,  -- 0 proposed, 1 approved, 2 rejected
  value          BIGINT NOT NULL DEFAULT 0,
  text           VARCHAR(200) NOT NULL DEFAULT '',
  since          BIGINT NOT NULL,            -- in force from this second on
  reason         VARCHAR(500) NOT NULL DEFAULT '',
  proposed_by    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  proposed_staff VARCHAR(120) NOT NULL DEFAULT '',
  proposed_at    BIGINT NOT NULL DEFAULT 0,
  decided_by     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  decided_staff  VARCHAR(120) NOT NULL DEFAULT '',
  decided_at     BIGINT NOT NULL DEFAULT 0,
  decided_reason VARCHAR(500) NOT NULL DEFAULT '',
  UNIQUE KEY policy_version_no (policy_key, version),
  KEY policy_version_state (state, policy_key, since)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE policy_step (
  version_id BIGINT UNSIGNED NOT NULL,
  step_no    TINYINT UNSIGNED NOT NULL,
  bound      BIGINT NOT NULL,        -- lower bound; of no meaning for the first step
  inclusive  TINYINT UNSIGNED NOT NULL,
  value      BIGINT NOT NULL,
  label      VARCHAR(60) NOT NULL DEFAULT '',  -- typed by a person, or a language key
  colour     TINYINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (version_id, step_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Raised by each change of policy or calendar: tells processes that what they keep is old.
CREATE TABLE policy_stamp (
  id    TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  stamp BIGINT UNSIGNED NOT NULL
) ENGINE=InnoDB;
INSERT INTO policy_stamp (id, stamp) VALUES (1, 1);

-- RULE TIME-3. A year without days is not yet published.
CREATE TABLE calendar_year (
  year        SMALLINT UNSIGNED NOT NULL PRIMARY KEY,
  published   TINYINT UNSIGNED NOT NULL,
  papers      VARCHAR(500) NOT NULL DEFAULT '',
  digest      CHAR(64) NOT NULL,
  imported_at BIGINT NOT NULL,
  staff       VARCHAR(120) NOT NULL DEFAULT ''
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- A year's announcement may reach into its neighbours; the later announcement wins for such a day.
CREATE TABLE calendar_day (
  day  BIGINT NOT NULL,
  year SMALLINT UNSIGNED NOT NULL,   -- whose announcement
  off  TINYINT UNSIGNED NOT NULL,
  name VARCHAR(60) NOT NULL,
  PRIMARY KEY (day, year),
  KEY calendar_day_year (year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- RULE SEC-2. Ids are drawn from audit_open, so that the writer's MAC covers the id as well.
CREATE TABLE audit_open (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY
) ENGINE=InnoDB;
CREATE TABLE audit_log (
  id         BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  at         BIGINT NOT NULL,
  account_id BIGINT UNSIGNED NOT NULL,
  staff_no   VARCHAR(20) NOT NULL,
  name       VARCHAR(80) NOT NULL,
  action     VARCHAR(40) NOT NULL,
  kind       VARCHAR(30) NOT NULL,
  record_id  BIGINT UNSIGNED NOT NULL,
  request_id VARCHAR(60) NOT NULL,
  diff       MEDIUMTEXT NOT NULL,
  mac        BINARY(32) NOT NULL,
  KEY audit_log_record (kind, record_id, id),
  KEY audit_log_kind (kind, at, id),
  KEY audit_log_action (action, at, id),
  KEY audit_log_account (account_id, at, id),
  KEY audit_log_at (at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE audit_head (
  batch     BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  first_seq BIGINT UNSIGNED NOT NULL,
  last_seq  BIGINT UNSIGNED NOT NULL,
  at        BIGINT NOT NULL,
  root      BINARY(32) NOT NULL,     -- Merkle root of the batch's rows
  prev      BINARY(32) NOT NULL,     -- hash of the head before
  hash      BINARY(32) NOT NULL,
  signature BINARY(64) NOT NULL,     -- Ed25519 of hash
  witness   BINARY(16) NOT NULL,     -- the head file it was written to
  KEY audit_head_witness (witness, batch)
) ENGINE=InnoDB;
CREATE TABLE audit_seal (
  seq      BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  audit_id BIGINT UNSIGNED NOT NULL,
  batch    BIGINT UNSIGNED NOT NULL,
  hash     BINARY(32) NOT NULL,
  UNIQUE KEY audit_seal_row (audit_id),
  KEY audit_seal_batch (batch, seq)
) ENGINE=InnoDB;
-- Runs of the check, and wishes for one: done_at 0 waits for houtai-jobs.
CREATE TABLE audit_check (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  asked_at     BIGINT NOT NULL,
  asked_by     VARCHAR(120) NOT NULL DEFAULT '',
  done_at      BIGINT NOT NULL DEFAULT 0,
  took_ms      BIGINT NOT NULL DEFAULT 0,
  rows_checked BIGINT NOT NULL DEFAULT 0,
  finding      VARCHAR(1000) NOT NULL DEFAULT '',
  KEY audit_check_done (done_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Sign-offs: what was signed is frozen here; the audit row `audit_id` carries its digest into the sealed log.
CREATE TABLE signature (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at         BIGINT NOT NULL,
  account_id BIGINT UNSIGNED NOT NULL,
  staff_no   VARCHAR(20) NOT NULL,
  name       VARCHAR(80) NOT NULL,
  kind       VARCHAR(30) NOT NULL,
  record_id  BIGINT UNSIGNED NOT NULL,
  meaning    VARCHAR(20) NOT NULL,
  snapshot   MEDIUMBLOB NOT NULL,
  digest     BINARY(32) NOT NULL,
  audit_id   BIGINT UNSIGNED NOT NULL,
  UNIQUE KEY signature_audit (audit_id),
  KEY signature_record (kind, record_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One row per (topic, subject, recipient, occasion). `owner` is the recipient inside: an account's id, or minus a role's bit.
CREATE TABLE notice (
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  topic     VARCHAR(40) NOT NULL,
  subject   VARCHAR(60) NOT NULL,
  occasion  VARCHAR(40) NOT NULL DEFAULT '',
  channel   TINYINT UNSIGNED NOT NULL,
  owner     BIGINT NOT NULL DEFAULT 0,
  member_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  text_key  VARCHAR(60) NOT NULL,
  arg0      VARCHAR(120) NOT NULL DEFAULT '',
  arg1      VARCHAR(120) NOT NULL DEFAULT '',
  arg2      VARCHAR(120) NOT NULL DEFAULT '',
  arg3      VARCHAR(120) NOT NULL DEFAULT '',
  path      VARCHAR(120) NOT NULL DEFAULT '',
  made_at   BIGINT NOT NULL,
  UNIQUE KEY notice_once (topic, subject, occasion, channel, owner, member_id),
  KEY notice_owner (owner, channel, id),
  KEY notice_member (member_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- Read by whom: each one, or all up to a mark.
CREATE TABLE notice_read (
  account_id BIGINT UNSIGNED NOT NULL,
  notice_id  BIGINT UNSIGNED NOT NULL,
  read_at    BIGINT NOT NULL,
  PRIMARY KEY (account_id, notice_id)
) ENGINE=InnoDB;
CREATE TABLE notice_mark (
  account_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  up_to      BIGINT UNSIGNED NOT NULL
) ENGINE=InnoDB;

-- `owner` as in notice; `open_mark` is 1 while open and NULL after, so that only open ones must be unique.
CREATE TABLE task (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind           VARCHAR(40) NOT NULL,
  subject        VARCHAR(60) NOT NULL,
  path           VARCHAR(120) NOT NULL DEFAULT '',
  title          VARCHAR(200) NOT NULL,
  account_id     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  role           INT UNSIGNED NOT NULL DEFAULT 0,
  owner          BIGINT NOT NULL,
  staff          VARCHAR(120) NOT NULL DEFAULT '',
  due_at         BIGINT NOT NULL DEFAULT 0,
  clock          TINYINT UNSIGNED NOT NULL DEFAULT 0,
  rule           VARCHAR(20) NOT NULL DEFAULT '',
  policy_version INT UNSIGNED NOT NULL DEFAULT 0,
  state          TINYINT UNSIGNED NOT NULL DEFAULT 0,
  outcome        VARCHAR(500) NOT NULL DEFAULT '',
  made_at        BIGINT NOT NULL,
  done_at        BIGINT NOT NULL DEFAULT 0,
  done_by        BIGINT UNSIGNED NOT NULL DEFAULT 0,
  done_staff     VARCHAR(120) NOT NULL DEFAULT '',
  version        INT UNSIGNED NOT NULL DEFAULT 1,
  open_mark      TINYINT UNSIGNED NULL DEFAULT 1,
  UNIQUE KEY task_open (kind, subject, open_mark),
  KEY task_owner (owner, state, due_at, id),
  KEY task_kind (owner, state, kind, due_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Ids are drawn from file_upload; the row in `file` comes last and makes the file exist.
CREATE TABLE file_upload (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  begun_at   BIGINT NOT NULL,
  account_id BIGINT UNSIGNED NOT NULL,
  KEY file_upload_begun (begun_at)
) ENGINE=InnoDB;
CREATE TABLE file (
  id         BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  name       VARCHAR(120) NOT NULL,
  type       VARCHAR(100) NOT NULL,
  size       BIGINT UNSIGNED NOT NULL,
  digest     CHAR(64) NOT NULL,
  kind       VARCHAR(30) NOT NULL,
  record_id  BIGINT UNSIGNED NOT NULL,
  made_at    BIGINT NOT NULL,
  account_id BIGINT UNSIGNED NOT NULL,
  KEY file_record (kind, record_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE file_chunk (
  file_id  BIGINT UNSIGNED NOT NULL,
  chunk_no INT UNSIGNED NOT NULL,
  data     MEDIUMBLOB NOT NULL,
  PRIMARY KEY (file_id, chunk_no)
) ENGINE=InnoDB;

-- The figures as domain.md gives them: version 1, in force from the beginning.
INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('org.compensation_agent',      'org',       10, 'ORG-3',  0, 'fen',     '',     0, 10000000),
  ('org.compensation_supervisor', 'org',       20, 'ORG-3',  0, 'fen',     '',     0, 10000000),
  ('time.open',                   'time',      10, 'TIME-1', 0, 'wall',    '',     0, 86400),
  ('time.close',                  'time',      20, 'TIME-1', 0, 'wall',    '',     0, 86400),
  ('time.early_open',             'time',      30, 'TIME-1', 0, 'wall',    '',     0, 86400),
  ('time.early_close',            'time',      40, 'TIME-1', 0, 'wall',    '',     0, 86400),
  ('time.late_open',              'time',      50, 'TIME-1', 0, 'wall',    '',     0, 86400),
  ('time.late_close',             'time',      60, 'TIME-1', 0, 'wall',    '',     0, 86400),
  ('time.zone',                   'time',      70, 'TIME-5', 0, 'text',    '',     1, 60),
  ('members.tier',                'members',   10, 'MEM-1',  1, 'fen',     'days', 1, 3660),
  ('members.points_ordinary',     'members',   20, 'MEM-2',  0, 'fen',     '',     1, 10000000),
  ('members.points_special',      'members',   30, 'MEM-2',  0, 'fen',     '',     1, 10000000),
  ('members.adjust_four_eyes',    'members',   40, 'MEM-3',  0, 'count',   '',     0, 1000000),
  ('orders.sheet_close',          'orders',    10, 'ORD-4',  0, 'wall',    '',     0, 86400),
  ('orders.sheet_due',            'orders',    20, 'ORD-4',  0, 'wall',    '',     0, 86400),
  ('orders.phone_above',          'orders',    30, 'ORD-5',  0, 'fen',     '',     0, 10000000000),
  ('aftersales.review',           'aftersales', 10, 'AFT-5',  0, 'seconds', '',    60, 31536000),
  ('aftersales.pickup',           'aftersales', 20, 'AFT-5',  0, 'seconds', '',    60, 31536000),
  ('aftersales.refund',           'aftersales', 30, 'AFT-6',  0, 'days',    '',     1, 365),
  ('aftersales.freight',          'aftersales', 40, 'AFT-8',  0, 'fen',     '',     0, 10000000),
  ('aftersales.promise',          'aftersales', 50, 'AFT-9',  1, 'seconds', 'count', 1, 9),
  ('aftersales.return_days',      'aftersales', 60, 'AFT-11', 0, 'days',    '',     0, 3660),
  ('aftersales.exchange_days',    'aftersales', 70, 'AFT-11', 0, 'days',    '',     0, 3660),
  ('session.idle',                'security',  10, 'SEC-1',  0, 'seconds', '',   300, 43200),
  ('session.absolute',            'security',  20, 'SEC-1',  0, 'seconds', '',  1800, 86400);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('org.compensation_agent',      1, 1, 0, 2000, ''),
  ('org.compensation_supervisor', 1, 1, 0, 20000, ''),
  ('time.open',                   1, 1, 0, 30600, ''),
  ('time.close',                  1, 1, 0, 72000, ''),
  ('time.early_open',             1, 1, 0, 30600, ''),
  ('time.early_close',            1, 1, 0, 63000, ''),
  ('time.late_open',              1, 1, 0, 39600, ''),
  ('time.late_close',             1, 1, 0, 72000, ''),
  ('time.zone',                   1, 1, 0, 0, 'Asia/Shanghai'),
  ('members.tier',                1, 1, 0, 0, ''),
  ('members.points_ordinary',     1, 1, 0, 100, ''),
  ('members.points_special',      1, 1, 0, 1000, ''),
  ('members.adjust_four_eyes',    1, 1, 0, 500, ''),
  ('orders.sheet_close',          1, 1, 0, 50400, ''),
  ('orders.sheet_due',            1, 1, 0, 51000, ''),
  ('orders.phone_above',          1, 1, 0, 100000, ''),
  ('aftersales.review',           1, 1, 0, 86400, ''),
  ('aftersales.pickup',           1, 1, 0, 172800, ''),
  ('aftersales.refund',           1, 1, 0, 7, ''),
  ('aftersales.freight',          1, 1, 0, 1000, ''),
  ('aftersales.promise',          1, 1, 0, 0, ''),
  ('aftersales.return_days',      1, 1, 0, 7, ''),
  ('aftersales.exchange_days',    1, 1, 0, 15, ''),
  ('session.idle',                1, 1, 0, 1800, ''),
  ('session.absolute',            1, 1, 0, 28800, '');
-- RULE MEM-1, with the days between call-backs of MEM-7: exactly 5,000 yuan belongs to the third.
INSERT INTO policy_step (version_id, step_no, bound, inclusive, value, label, colour)
  SELECT id, 0, 0, 1, 180, 'members.tier.0', 0 FROM policy_version WHERE policy_key = 'members.tier' UNION ALL
  SELECT id, 1, 100000, 1, 90, 'members.tier.1', 1 FROM policy_version WHERE policy_key = 'members.tier' UNION ALL
  SELECT id, 2, 200000, 1, 60, 'members.tier.2', 2 FROM policy_version WHERE policy_key = 'members.tier' UNION ALL
  SELECT id, 3, 500000, 0, 30, 'members.tier.3', 3 FROM policy_version WHERE policy_key = 'members.tier' UNION ALL
  -- RULE AFT-9: which sentence is said for an expected wait
  SELECT id, 0, 0, 1, 1, 'policy.promise.1', 0 FROM policy_version WHERE policy_key = 'aftersales.promise' UNION ALL
  SELECT id, 1, 60, 0, 2, 'policy.promise.2', 0 FROM policy_version WHERE policy_key = 'aftersales.promise' UNION ALL
  SELECT id, 2, 1800, 0, 3, 'policy.promise.3', 0 FROM policy_version WHERE policy_key = 'aftersales.promise' UNION ALL
  SELECT id, 3, 7200, 0, 4, 'policy.promise.4', 0 FROM policy_version WHERE policy_key = 'aftersales.promise';

-- Complaints (domain.md §7). Times are UTC seconds, money is fen, 0 is "not yet" or "none". Numbers of states, types, problems,
-- departments: cgi-bin/complaints/complaints.h.
CREATE TABLE complaint (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  complaint_no   VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,  -- KS260512-018; imported: the source's own
  state          TINYINT UNSIGNED NOT NULL,
  member_id      BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- 0: unknown caller
  order_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  channel        TINYINT UNSIGNED NOT NULL,
  type           TINYINT UNSIGNED NOT NULL,
  problem        SMALLINT UNSIGNED NOT NULL,          -- subtype; decides department and deadline (CMP-3)
  department     TINYINT UNSIGNED NOT NULL,           -- whom it is laid to (CMP-9a)
  about_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- account of the person complained about (CMP-9a)
  urgency        TINYINT UNSIGNED NOT NULL,           -- 1 urgent, 2 normal, 3 low (CMP-2)
  complex        TINYINT UNSIGNED NOT NULL DEFAULT 0, -- CMP-4
  owner_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- account that follows it; 0: in the team's queue
  owner_staff    VARCHAR(120) NOT NULL DEFAULT '',
  taken_by       BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- account that took it in
  opened_at      BIGINT NOT NULL,
  answered_at    BIGINT NOT NULL DEFAULT 0,           -- first answer to the customer
  solved_at      BIGINT NOT NULL DEFAULT 0,
  closed_at      BIGINT NOT NULL DEFAULT 0,
  due_at         BIGINT NOT NULL DEFAULT 0,           -- the nearest running clock; 0: none runs
  steps          TINYINT UNSIGNED NOT NULL DEFAULT 0, -- bits of CMP-5 done: 1 empathy, 2 apology, 4 solution, 8 compensation
  compensation_fen BIGINT NOT NULL DEFAULT 0,
  handoffs_open  SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  reopened       SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  score          TINYINT UNSIGNED NOT NULL DEFAULT 0, -- CMP-6: 1 … 5; 0: not asked or not answered
  caller         VARCHAR(80) NOT NULL DEFAULT '',     -- of an unknown caller
  caller_phone   VARCHAR(20) NOT NULL DEFAULT '',
  summary        VARCHAR(120) NOT NULL DEFAULT '',    -- beginning of what happened, for lists
  province_id    INT UNSIGNED NOT NULL DEFAULT 0,     -- where the customer lived then (CMP-10); 0: unknown
  city_id        INT UNSIGNED NOT NULL DEFAULT 0,
  district_id    INT UNSIGNED NOT NULL DEFAULT 0,
  imported       TINYINT UNSIGNED NOT NULL DEFAULT 0,
  version        INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY complaint_no (complaint_no),
  KEY complaint_member (member_id, opened_at, id),
  KEY complaint_order (order_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Texts stand apart, so that lists read narrow rows.
CREATE TABLE complaint_text (
  complaint_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  happened     TEXT NOT NULL,
  demand       TEXT NOT NULL,
  solution     TEXT NOT NULL,
  result       TEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The goods it is about. `quality`: a quality fault of this product (CMP-9e). member_id and opened_at stand here as well, so
-- that different customers of a product are counted from one index.
CREATE TABLE complaint_product (
  complaint_id BIGINT UNSIGNED NOT NULL,
  product_id   BIGINT UNSIGNED NOT NULL,
  quality      TINYINT UNSIGNED NOT NULL DEFAULT 0,
  member_id    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  opened_at    BIGINT NOT NULL,
  PRIMARY KEY (complaint_id, product_id),
  KEY complaint_product_quality (product_id, quality, opened_at, member_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Each clock of a complaint (CMP-3, 4, 6, 7, 11), kept with what became of it.
CREATE TABLE complaint_clock (
  complaint_id   BIGINT UNSIGNED NOT NULL,
  clock_no       SMALLINT UNSIGNED NOT NULL,
  kind           TINYINT UNSIGNED NOT NULL,
  handoff_no     SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  started_at     BIGINT NOT NULL,
  due_at         BIGINT NOT NULL,
  clock          TINYINT UNSIGNED NOT NULL,           -- enum clock_kind
  rule           VARCHAR(20) NOT NULL,
  policy_version INT UNSIGNED NOT NULL,
  ended_at       BIGINT NOT NULL DEFAULT 0,           -- 0: runs
  outcome        TINYINT UNSIGNED NOT NULL DEFAULT 0, -- 0 runs, 1 met, 2 missed, 3 no longer needed
  PRIMARY KEY (complaint_id, clock_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What was said and done, in order: messages to and from the customer, hand-overs, notes. Appended only (SEC-4).
CREATE TABLE complaint_entry (
  complaint_id BIGINT UNSIGNED NOT NULL,
  entry_no     INT UNSIGNED NOT NULL,
  at           BIGINT NOT NULL,
  kind         TINYINT UNSIGNED NOT NULL,
  account_id   BIGINT UNSIGNED NOT NULL DEFAULT 0,
  staff        VARCHAR(120) NOT NULL DEFAULT '',
  channel      TINYINT UNSIGNED NOT NULL DEFAULT 0,
  text         TEXT NOT NULL,
  PRIMARY KEY (complaint_id, entry_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Hand-offs to departments (CMP-3).
CREATE TABLE complaint_handoff (
  complaint_id   BIGINT UNSIGNED NOT NULL,
  handoff_no     SMALLINT UNSIGNED NOT NULL,
  department     TINYINT UNSIGNED NOT NULL,
  cause          SMALLINT UNSIGNED NOT NULL,          -- problem whose line of CMP-3 sets the deadline
  tried          TINYINT UNSIGNED NOT NULL DEFAULT 0,
  question       TEXT NOT NULL,
  asked_at       BIGINT NOT NULL,
  asked_by       BIGINT UNSIGNED NOT NULL,
  due_at         BIGINT NOT NULL,
  remind_at      BIGINT NOT NULL DEFAULT 0,           -- next reminder; 0: none any more
  reply          TEXT NOT NULL,
  replied_at     BIGINT NOT NULL DEFAULT 0,
  replied_by     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  replied_staff  VARCHAR(120) NOT NULL DEFAULT '',
  told_at        BIGINT NOT NULL DEFAULT 0,           -- the reply has reached the customer
  state          TINYINT UNSIGNED NOT NULL DEFAULT 1, -- 1 asked, 2 replied, 3 told, 4 withdrawn
  version        INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (complaint_id, handoff_no),
  KEY complaint_handoff_department (department, state, due_at, complaint_id, handoff_no),
  KEY complaint_handoff_remind (remind_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Numbers given per day.
CREATE TABLE complaint_number (
  day  BIGINT NOT NULL PRIMARY KEY,
  last INT UNSIGNED NOT NULL
) ENGINE=InnoDB;

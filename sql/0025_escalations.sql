-- Escalations (RULE CMP-9), cgi-bin/escalations. Times are UTC seconds, 0 is "not yet" or "none".
CREATE TABLE escalation (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  rule           TINYINT UNSIGNED NOT NULL,           -- 1 (a) … 5 (e)
  cause          VARCHAR(60) NOT NULL,                -- what it is about, "a:m12:d6"; each fires once
  state          TINYINT UNSIGNED NOT NULL,           -- 1 raised, 2 answered, 3 closed, 4 by imported complaints only: nobody was told
  department     TINYINT UNSIGNED NOT NULL,           -- who has to answer
  gm             TINYINT UNSIGNED NOT NULL DEFAULT 0, -- the GM is told as well
  records        INT UNSIGNED NOT NULL DEFAULT 0,     -- complaints behind it so far
  raised_at      BIGINT NOT NULL,
  last_at        BIGINT NOT NULL,                     -- the newest of its complaints
  complaint_id   BIGINT UNSIGNED NOT NULL,            -- that made it fire
  subject        VARCHAR(200) NOT NULL,               -- the cause in numbers and titles, nothing personal
  answer         VARCHAR(2000) NOT NULL DEFAULT '',
  answered_at    BIGINT NOT NULL DEFAULT 0,
  answered_staff VARCHAR(120) NOT NULL DEFAULT '',
  closed_at      BIGINT NOT NULL DEFAULT 0,
  closed_staff   VARCHAR(120) NOT NULL DEFAULT '',
  version        INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY escalation_cause (cause),
  KEY escalation_raised (raised_at, id),
  KEY escalation_state (state, raised_at, id),
  KEY escalation_rule (rule, raised_at, id),
  KEY escalation_department (department, raised_at, id),
  KEY escalation_open (state, department)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The complaints behind it.
CREATE TABLE escalation_record (
  escalation_id BIGINT UNSIGNED NOT NULL,
  complaint_id  BIGINT UNSIGNED NOT NULL,
  at            BIGINT NOT NULL,                      -- when the complaint was opened
  PRIMARY KEY (escalation_id, complaint_id),
  KEY escalation_record_complaint (complaint_id, escalation_id),
  KEY escalation_record_at (escalation_id, at, complaint_id)
) ENGINE=InnoDB;

-- Whoever counts complaints of a customer or a product together raises the row of that customer or product first, so that two
-- that commit at the same time see each other.
CREATE TABLE escalation_lock (
  id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  n  BIGINT UNSIGNED NOT NULL DEFAULT 0
) ENGINE=InnoDB;
INSERT INTO escalation_lock (id) VALUES
  (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14), (15),
  (16), (17), (18), (19), (20), (21), (22), (23), (24), (25), (26), (27), (28), (29), (30), (31),
  (32), (33), (34), (35), (36), (37), (38), (39), (40), (41), (42), (43), (44), (45), (46), (47),
  (48), (49), (50), (51), (52), (53), (54), (55), (56), (57), (58), (59), (60), (61), (62), (63);

-- Complaints about goods that have not come, whose term since shipping is not over yet (CMP-9b).
CREATE TABLE escalation_watch (
  complaint_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  due_at       BIGINT NOT NULL,
  KEY escalation_watch_due (due_at, complaint_id)
) ENGINE=InnoDB;

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('complaints.escalate_window',            'complaints', 300, 'CMP-9', 0, 'days',  '', 1, 3660),
  ('complaints.escalate_undelivered_days',  'complaints', 310, 'CMP-9', 0, 'days',  '', 0, 365),
  ('complaints.escalate_quality_customers', 'complaints', 320, 'CMP-9', 0, 'count', '', 1, 1000);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('complaints.escalate_window',            1, 1, 0, 90, ''),
  ('complaints.escalate_undelivered_days',  1, 1, 0, 7, ''),
  ('complaints.escalate_quality_customers', 1, 1, 0, 3, '');

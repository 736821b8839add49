-- Follow-up visits and surveys (RULE MEM-7, QA-5). Times are UTC seconds, 0 is "not yet" or "none". Numbers of kinds, states and
-- outcomes: cgi-bin/followups/followups.h.

-- When the next visit falls due stands in the member's own row: of ten million members only those due in the next days have
-- rows below. follow_state: 0 to be planned, 1 planned, 2 on an agent's list, 10 and on: not planned, and why.
ALTER TABLE member
  ADD follow_state TINYINT UNSIGNED NOT NULL DEFAULT 0,
  ADD follow_fixed TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- the date was agreed with the customer: a change of tier leaves it
  ADD follow_from  BIGINT NOT NULL DEFAULT 0,            -- the days run from here where that is later than contact_at
  ADD KEY member_follow (follow_state, follow_at, id),
  ADD KEY member_follow_tier (tier, follow_state, id);

CREATE TABLE followup (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  member_id  BIGINT UNSIGNED NOT NULL,
  kind       TINYINT UNSIGNED NOT NULL,           -- 1 visit, 2 after a complaint, 3 special day, 4 survey, 5 by hand
  open       TINYINT UNSIGNED NOT NULL DEFAULT 1, -- still to be done; lists of what is open and what is over read it first
  state      TINYINT UNSIGNED NOT NULL DEFAULT 1, -- 1 open, 2 done, 3 cancelled
  tier       TINYINT UNSIGNED NOT NULL DEFAULT 0,
  rule_at    BIGINT NOT NULL DEFAULT 0,           -- when the rule had it due; due_at is the day it was given to somebody for
  due_at     BIGINT NOT NULL,
  account_id BIGINT UNSIGNED NOT NULL,
  staff      VARCHAR(120) NOT NULL,               -- of account_id
  once       VARCHAR(60) NULL,                    -- never two of the same: "visit:<member>" while open, "survey:<id>:<member>"
  source     VARCHAR(60) NOT NULL DEFAULT '',     -- record it comes from: "complaint:12"
  cause      VARCHAR(500) NOT NULL DEFAULT '',
  survey_id  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  tries      TINYINT UNSIGNED NOT NULL DEFAULT 0, -- calls that nobody answered
  outcome    TINYINT UNSIGNED NOT NULL DEFAULT 0, -- 1 reached, 2 no answer, 3 refused, 4 wrong number, 5 do not call
  score      TINYINT UNSIGNED NOT NULL DEFAULT 0, -- 1 … 5; 0: none
  score2     TINYINT UNSIGNED NOT NULL DEFAULT 0,
  note       VARCHAR(500) NOT NULL DEFAULT '',
  next_at    BIGINT NOT NULL DEFAULT 0,           -- what was agreed or follows by rule
  policy_version INT UNSIGNED NOT NULL DEFAULT 0, -- of members.tier, for visits
  made_at    BIGINT NOT NULL,
  made_by    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  done_at    BIGINT NOT NULL DEFAULT 0,
  done_by    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  done_staff VARCHAR(120) NOT NULL DEFAULT '',
  version    INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY followup_once (once),
  KEY followup_due (open, due_at, id),
  KEY followup_agent (open, account_id, due_at, id),
  KEY followup_kind (open, kind, due_at, id),
  KEY followup_tier (open, tier, due_at, id),
  KEY followup_done (open, done_at, id),
  KEY followup_done_agent (open, account_id, done_at, id),
  KEY followup_done_kind (open, kind, done_at, id),
  KEY followup_done_outcome (open, outcome, done_at, id),
  KEY followup_member (member_id, due_at, id),
  KEY followup_member_kind (member_id, kind, due_at, id),
  KEY followup_survey (survey_id, done_at, id),
  KEY followup_survey_outcome (survey_id, outcome, done_at, id),
  KEY followup_survey_score (survey_id, score, done_at, id),
  KEY followup_survey_score2 (survey_id, score2, done_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Surveys (QA-5): one or two questions, answered 1 … 5. What was asked and answered is counted here in the transaction that
-- records it, by question and answer in survey_score.
CREATE TABLE survey (
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  title     VARCHAR(80) NOT NULL,
  question1 VARCHAR(200) NOT NULL,
  question2 VARCHAR(200) NOT NULL DEFAULT '',
  state     TINYINT UNSIGNED NOT NULL DEFAULT 1,  -- 1 open, 2 closed
  asked     INT UNSIGNED NOT NULL DEFAULT 0,      -- members it was given to
  answered  INT UNSIGNED NOT NULL DEFAULT 0,
  refused   INT UNSIGNED NOT NULL DEFAULT 0,
  other     INT UNSIGNED NOT NULL DEFAULT 0,      -- over without an answer or a refusal
  made_at   BIGINT NOT NULL,
  made_by   BIGINT UNSIGNED NOT NULL,
  staff     VARCHAR(120) NOT NULL,
  version   INT UNSIGNED NOT NULL DEFAULT 1
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
CREATE TABLE survey_score (
  survey_id BIGINT UNSIGNED NOT NULL,
  question  TINYINT UNSIGNED NOT NULL,  -- 1, 2
  score     TINYINT UNSIGNED NOT NULL,  -- 1 … 5
  answers   INT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (survey_id, question, score)
) ENGINE=InnoDB;

-- By which figures all members were planned last: a change of policy plans them anew, in small steps, by id.
CREATE TABLE followup_plan (
  id          TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  version     INT UNSIGNED NOT NULL,    -- of members.tier
  next_id     BIGINT UNSIGNED NOT NULL, -- the first member not yet planned by it
  swept       TINYINT UNSIGNED NOT NULL -- all are
) ENGINE=InnoDB;
INSERT INTO followup_plan (id, version, next_id, swept) VALUES (1, 0, 0, 0);

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('members.follow_per_day', 'members', 80, 'MEM-7', 0, 'count', '', 1, 500),
  ('members.follow_ahead',   'members', 81, 'MEM-7', 0, 'days',  '', 1, 14),
  ('members.follow_retry',   'members', 82, 'MEM-7', 0, 'days',  '', 1, 60),
  ('members.follow_tries',   'members', 83, 'MEM-7', 0, 'count', '', 1, 20);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('members.follow_per_day', 1, 1, 0, 20, ''),
  ('members.follow_ahead',   1, 1, 0, 3, ''),
  ('members.follow_retry',   1, 1, 0, 2, ''),
  ('members.follow_tries',   1, 1, 0, 3, '');

-- Points (RULE MEM-2, MEM-3). Whole points; times are UTC seconds; 0 is "none".

-- The balance stands in the member's row as one signed number: below zero it is the debt. points_no numbers the member's entries,
-- points_gained is the sum of all that was ever gained: what was used up is gained less balance, so that points expire oldest first
-- without a look at old entries.
ALTER TABLE member
  ADD points_no     INT UNSIGNED NOT NULL DEFAULT 0 AFTER points,
  ADD points_gained BIGINT NOT NULL DEFAULT 0 AFTER points_no;

-- The ledger: appended only (grants.sql). The sum of a member's entries is the balance at all times.
CREATE TABLE points_entry (
  member_id      BIGINT UNSIGNED NOT NULL,
  entry_no       INT UNSIGNED NOT NULL,
  at             BIGINT NOT NULL,
  kind           TINYINT UNSIGNED NOT NULL,              -- enum points_kind
  points         BIGINT NOT NULL,                        -- signed
  balance        BIGINT NOT NULL,                        -- after it; below zero: debt
  gained         BIGINT NOT NULL,                        -- all gained up to and with it
  event_key      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cause_kind     VARCHAR(20) NOT NULL DEFAULT '',        -- record behind it: order, adjustment, merge
  cause_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  cause_no       VARCHAR(40) NOT NULL DEFAULT '',        -- its number, for the eye
  account_id     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  staff          VARCHAR(120) NOT NULL DEFAULT '',
  policy_version INT UNSIGNED NOT NULL DEFAULT 0,        -- of the rates that made it
  text_key       VARCHAR(40) NOT NULL DEFAULT '',        -- language key of what happened, with two texts for {0}, {1} …
  arg0           VARCHAR(200) NOT NULL DEFAULT '',
  arg1           VARCHAR(40) NOT NULL DEFAULT '',
  PRIMARY KEY (member_id, entry_no),
  UNIQUE KEY points_entry_event (event_key),
  KEY points_entry_kind (member_id, kind, entry_no),
  KEY points_entry_cause (cause_kind, cause_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What has been posted for an order so far: the next change of the order posts the difference to what is due then.
CREATE TABLE points_order (
  order_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  posted   BIGINT NOT NULL,
  entries  INT UNSIGNED NOT NULL
) ENGINE=InnoDB;

-- Adjustments above the limit wait for a second person (ORG-2).
CREATE TABLE points_adjustment (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  member_id      BIGINT UNSIGNED NOT NULL,
  points         BIGINT NOT NULL,
  reason         VARCHAR(200) NOT NULL,
  state          TINYINT UNSIGNED NOT NULL DEFAULT 1,    -- 1 waits, 2 approved, 3 rejected
  limit_points   BIGINT NOT NULL,                        -- above which two people are needed, as it was
  policy_version INT UNSIGNED NOT NULL,
  proposed_at    BIGINT NOT NULL,
  proposed_by    BIGINT UNSIGNED NOT NULL,
  proposed_staff VARCHAR(120) NOT NULL,
  decided_at     BIGINT NOT NULL DEFAULT 0,
  decided_by     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  decided_staff  VARCHAR(120) NOT NULL DEFAULT '',
  decided_reason VARCHAR(200) NOT NULL DEFAULT '',
  version        INT UNSIGNED NOT NULL DEFAULT 1,
  KEY points_adjustment_at (proposed_at, id),
  KEY points_adjustment_state (state, proposed_at, id),
  KEY points_adjustment_member (member_id, proposed_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('members.points_when',   'members', 35, 'MEM-2', 0, 'count', '', 1, 2),
  ('members.points_expire', 'members', 50, 'MEM-3', 0, 'days',  '', 0, 3660);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('members.points_when',   1, 1, 0, 2, ''),
  ('members.points_expire', 1, 1, 0, 0, '');

-- Members who are one and the same (merges/), erasure on request (RULE SEC-4), help with shop accounts (RULE MEM-6). Times are UTC
-- seconds, 0 is "not yet" or "none".

ALTER TABLE member ADD KEY member_merged (merged_into, id);

-- What a merge moved, noted by whoever moved it, so that it can be put back exactly.
CREATE TABLE member_merge_row (
  merge_id  BIGINT UNSIGNED NOT NULL,
  kind      VARCHAR(20) NOT NULL,
  record_id BIGINT UNSIGNED NOT NULL,
  value     BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (merge_id, kind, record_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE merge (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  from_id    BIGINT UNSIGNED NOT NULL,
  to_id      BIGINT UNSIGNED NOT NULL,
  from_no    VARCHAR(40) NOT NULL,
  to_no      VARCHAR(40) NOT NULL,
  state      TINYINT UNSIGNED NOT NULL DEFAULT 1,  -- 1 merged, 2 taken back
  reason     VARCHAR(200) NOT NULL DEFAULT '',
  orders     INT UNSIGNED NOT NULL DEFAULT 0,      -- moved
  points     BIGINT NOT NULL DEFAULT 0,            -- moved
  made_at    BIGINT NOT NULL,
  made_by    BIGINT UNSIGNED NOT NULL,
  staff      VARCHAR(120) NOT NULL,
  undo_until BIGINT NOT NULL,
  undone_at  BIGINT NOT NULL DEFAULT 0,
  undone_by  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  undone_staff VARCHAR(120) NOT NULL DEFAULT '',
  version    INT UNSIGNED NOT NULL DEFAULT 1,
  KEY merge_from (from_id, id),
  KEY merge_to (to_id, id),
  KEY merge_state (state, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Members that share a number with others, found by going through the index of phones in small steps. The number itself stays
-- in the member's row.
CREATE TABLE merge_candidate (
  member_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,  -- the first of them by id
  members   INT UNSIGNED NOT NULL,                 -- of the same number, this one included
  found_at  BIGINT NOT NULL,
  KEY merge_candidate_members (members, member_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE merge_search (
  id        TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  phone     VARCHAR(20) NOT NULL,       -- gone through up to here
  round     INT UNSIGNED NOT NULL,      -- how often all were gone through
  begun_at  BIGINT NOT NULL             -- of this round
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO merge_search (id, phone, round, begun_at) VALUES (1, '', 0, 0);

-- RULE SEC-4: asked for by the customer, approved by a second person. Nothing of what was erased stands here.
CREATE TABLE erasure (
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  member_id BIGINT UNSIGNED NOT NULL,
  member_no VARCHAR(40) NOT NULL,
  state     TINYINT UNSIGNED NOT NULL DEFAULT 1,  -- 1 waits for approval, 2 done, 3 rejected, 4 withdrawn
  open_mark TINYINT UNSIGNED NULL DEFAULT 1,      -- 1 while it waits: one at a time for a member
  reason    VARCHAR(500) NOT NULL,
  asked_at  BIGINT NOT NULL,
  asked_by  BIGINT UNSIGNED NOT NULL,
  asked_staff VARCHAR(120) NOT NULL,
  due_at    BIGINT NOT NULL,
  policy_version INT UNSIGNED NOT NULL,
  decided_at BIGINT NOT NULL DEFAULT 0,
  decided_by BIGINT UNSIGNED NOT NULL DEFAULT 0,
  decided_staff VARCHAR(120) NOT NULL DEFAULT '',
  decided_reason VARCHAR(500) NOT NULL DEFAULT '',
  version   INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY erasure_open (member_id, open_mark),
  KEY erasure_state (state, due_at, id),
  KEY erasure_due (due_at, id),
  KEY erasure_no (member_no, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- RULE MEM-6: what the shop's staff carry out. Name and number of somebody who has no account yet stand here only until it is
-- over; no password or link ever does.
CREATE TABLE account_help (
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind      TINYINT UNSIGNED NOT NULL,            -- 1 password reset, 2 new account
  state     TINYINT UNSIGNED NOT NULL DEFAULT 1,  -- 1 asked, 2 being done, 3 done, 4 failed
  member_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  member_no VARCHAR(40) NOT NULL DEFAULT '',
  open_reset BIGINT UNSIGNED NULL,                -- member whose reset is open: one at a time
  name      VARCHAR(80) NOT NULL DEFAULT '',
  phone     VARCHAR(20) NOT NULL DEFAULT '',
  email     VARCHAR(120) NOT NULL DEFAULT '',
  note      VARCHAR(500) NOT NULL DEFAULT '',
  asked_at  BIGINT NOT NULL,
  asked_by  BIGINT UNSIGNED NOT NULL,
  asked_staff VARCHAR(120) NOT NULL,
  due_at    BIGINT NOT NULL,
  policy_version INT UNSIGNED NOT NULL,
  taken_by  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  taken_staff VARCHAR(120) NOT NULL DEFAULT '',
  done_at   BIGINT NOT NULL DEFAULT 0,
  outcome   VARCHAR(500) NOT NULL DEFAULT '',
  version   INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY account_help_reset (open_reset),
  KEY account_help_due (due_at, id),
  KEY account_help_state (state, due_at, id),
  KEY account_help_kind (kind, due_at, id),
  KEY account_help_member (member_id, due_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('members.help_term',    'members', 90, 'MEM-6', 0, 'seconds', '', 300, 2592000),
  ('members.erase_term',   'members', 91, 'SEC-4', 0, 'days',    '', 1, 365),
  ('members.merge_undo',   'members', 92, 'MEM-5', 0, 'seconds', '', 60, 604800),
  ('members.merge_orders', 'members', 93, 'MEM-5', 0, 'count',   '', 1, 1000);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('members.help_term',    1, 1, 0, 14400, ''),
  ('members.erase_term',   1, 1, 0, 15, ''),
  ('members.merge_undo',   1, 1, 0, 86400, ''),
  ('members.merge_orders', 1, 1, 0, 1000, '');

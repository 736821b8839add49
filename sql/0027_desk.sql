-- Messages left by customers (RULE CMP-11) and visits (RULE CMP-12). Times are UTC seconds, money is fen, 0 is "not yet" or "none".
CREATE TABLE message (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  member_id      BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- 0: not a member, or not known
  caller         VARCHAR(80) NOT NULL DEFAULT '',     -- who left it, where it is no member
  reach          VARCHAR(120) NOT NULL DEFAULT '',    -- phone or address for the answer, where it is no member
  channel        TINYINT UNSIGNED NOT NULL,           -- enum complaint_channel
  summary        VARCHAR(120) NOT NULL,
  left_at        BIGINT NOT NULL,
  due_at         BIGINT NOT NULL,
  policy_version INT UNSIGNED NOT NULL,
  state          TINYINT UNSIGNED NOT NULL DEFAULT 1, -- 1 waits, 2 answered, 3 needs no answer
  owner_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  owner_staff    VARCHAR(120) NOT NULL DEFAULT '',
  ended_at       BIGINT NOT NULL DEFAULT 0,
  ended_staff    VARCHAR(120) NOT NULL DEFAULT '',
  late           TINYINT UNSIGNED NOT NULL DEFAULT 0, -- ended after due_at
  version        INT UNSIGNED NOT NULL DEFAULT 1,
  KEY message_due (due_at, id),
  KEY message_left (left_at, id),
  KEY message_state_due (state, due_at, id),
  KEY message_state_left (state, left_at, id),
  KEY message_channel_due (channel, due_at, id),
  KEY message_channel_left (channel, left_at, id),
  KEY message_owner_due (owner_id, due_at, id),
  KEY message_owner_left (owner_id, left_at, id),
  KEY message_late_due (late, due_at, id),
  KEY message_late_left (late, left_at, id),
  KEY message_member (member_id, left_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
CREATE TABLE message_text (
  message_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  text       TEXT NOT NULL,
  answer     TEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE visit (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  member_id      BIGINT UNSIGNED NOT NULL DEFAULT 0,
  caller         VARCHAR(80) NOT NULL DEFAULT '',
  order_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  complaint_id   BIGINT UNSIGNED NOT NULL DEFAULT 0,
  about          VARCHAR(500) NOT NULL,
  arrived_at     BIGINT NOT NULL,
  contact_no     INT UNSIGNED NOT NULL,               -- the how-manieth contact about it
  spent_fen      BIGINT NOT NULL DEFAULT 0,           -- the customer's total then
  order_fen      BIGINT NOT NULL DEFAULT 0,
  reasons        TINYINT UNSIGNED NOT NULL DEFAULT 0, -- bits of enum visit_reason; 0: the agent goes on
  policy_version INT UNSIGNED NOT NULL DEFAULT 0,
  state          TINYINT UNSIGNED NOT NULL DEFAULT 1, -- 1 waits, 2 being served, 3 over
  owner_id       BIGINT UNSIGNED NOT NULL DEFAULT 0,
  owner_staff    VARCHAR(120) NOT NULL DEFAULT '',
  taken_at       BIGINT NOT NULL DEFAULT 0,
  ended_at       BIGINT NOT NULL DEFAULT 0,
  outcome        VARCHAR(500) NOT NULL DEFAULT '',
  version        INT UNSIGNED NOT NULL DEFAULT 1,
  KEY visit_arrived (arrived_at, id),
  KEY visit_state (state, arrived_at, id),
  KEY visit_owner (owner_id, arrived_at, id),
  KEY visit_reasons (reasons, arrived_at, id),
  KEY visit_member (member_id, arrived_at, id),
  KEY visit_order (order_id, id),
  KEY visit_complaint (complaint_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('complaints.message_until', 'complaints', 110, 'CMP-11', 0, 'wall', '', 0, 86400),
  ('complaints.visit_spent',   'complaints', 120, 'CMP-12', 0, 'fen',  '', 0, 10000000000),
  ('complaints.visit_contact', 'complaints', 130, 'CMP-12', 0, 'count', '', 2, 1000),
  ('complaints.visit_order',   'complaints', 140, 'CMP-12', 0, 'fen',  '', 0, 10000000000);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('complaints.message_until', 1, 1, 0, 36000, ''),
  ('complaints.visit_spent',   1, 1, 0, 500000, ''),
  ('complaints.visit_contact', 1, 1, 0, 2, ''),
  ('complaints.visit_order',   1, 1, 0, 100000, '');

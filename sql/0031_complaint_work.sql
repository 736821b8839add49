-- Work on complaints (RULE CMP-3 … CMP-7): what lists sort and filter by, compensation, and the terms as domain.md gives them.
ALTER TABLE complaint
  ADD told_at  BIGINT NOT NULL DEFAULT 0,            -- last message to the customer
  ADD promise  TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- AFT-9: which sentence was said for the wait; 0: none
  -- Place in the queue: when it is due; what nothing is due of comes behind all that is, last closed first.
  ADD queue_at BIGINT AS (IF(due_at > 0, due_at, 9000000000 - closed_at)) PERSISTENT,
  ADD is_open  TINYINT UNSIGNED AS (IF(state < 5, 1, 0)) PERSISTENT,
  ADD KEY complaint_queue (queue_at, id),
  ADD KEY complaint_opened (opened_at, id),
  ADD KEY complaint_open (is_open, queue_at, id),
  ADD KEY complaint_open_opened (is_open, opened_at, id),
  ADD KEY complaint_owner (owner_id, queue_at, id),
  ADD KEY complaint_owner_opened (owner_id, opened_at, id),
  ADD KEY complaint_owner_open (owner_id, is_open, due_at),
  ADD KEY complaint_state (state, queue_at, id),
  ADD KEY complaint_state_opened (state, opened_at, id),
  ADD KEY complaint_type (type, queue_at, id),
  ADD KEY complaint_type_opened (type, opened_at, id),
  ADD KEY complaint_problem (problem, queue_at, id),
  ADD KEY complaint_problem_opened (problem, opened_at, id),
  ADD KEY complaint_department (department, queue_at, id),
  ADD KEY complaint_department_opened (department, opened_at, id),
  ADD KEY complaint_urgency (urgency, queue_at, id),
  ADD KEY complaint_urgency_opened (urgency, opened_at, id),
  ADD KEY complaint_channel (channel, queue_at, id),
  ADD KEY complaint_channel_opened (channel, opened_at, id),
  ADD KEY complaint_due (due_at, id),
  ADD KEY complaint_caller (caller_phone, id);

-- What is open of a product, newest first: shown while another one is taken in.
ALTER TABLE complaint_product ADD KEY complaint_product_newest (product_id, complaint_id);

-- `detail`: the channel of a message, the department of a hand-off, a step, what became of it.
ALTER TABLE complaint_entry CHANGE channel detail TINYINT UNSIGNED NOT NULL DEFAULT 0;

ALTER TABLE complaint_handoff
  ADD id BIGINT UNSIGNED AS (complaint_id * 100 + handoff_no) PERSISTENT,
  ADD UNIQUE KEY complaint_handoff_id (id),
  ADD KEY complaint_handoff_due (due_at, id),
  ADD KEY complaint_handoff_of (department, due_at, id),
  ADD KEY complaint_handoff_state (state, due_at, id);

-- RULE CMP-5, ORG-3: what was offered, and who decided it above the asker's limit.
CREATE TABLE complaint_compensation (
  complaint_id    BIGINT UNSIGNED NOT NULL,
  compensation_no SMALLINT UNSIGNED NOT NULL,
  amount_fen      BIGINT NOT NULL,
  reason          TEXT NOT NULL,
  state           TINYINT UNSIGNED NOT NULL,           -- 1 waits, 2 given, 3 rejected
  asked_at        BIGINT NOT NULL,
  asked_by        BIGINT UNSIGNED NOT NULL,
  asked_staff     VARCHAR(120) NOT NULL,
  decided_at      BIGINT NOT NULL DEFAULT 0,
  decided_by      BIGINT UNSIGNED NOT NULL DEFAULT 0,
  decided_staff   VARCHAR(120) NOT NULL DEFAULT '',
  decided_reason  TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (complaint_id, compensation_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT INTO list_count (list, dimension, value, shard, row_count, fen)
  SELECT 'complaints', '', 0, 0, COUNT(*), 0 FROM complaint HAVING COUNT(*) > 0 UNION ALL
  SELECT 'complaints', 'open', is_open, 0, COUNT(*), 0 FROM complaint GROUP BY is_open UNION ALL
  SELECT 'complaints', 'owner', owner_id, 0, COUNT(*), 0 FROM complaint GROUP BY owner_id UNION ALL
  SELECT 'complaints', 'state', state, 0, COUNT(*), 0 FROM complaint GROUP BY state UNION ALL
  SELECT 'complaints', 'type', type, 0, COUNT(*), 0 FROM complaint GROUP BY type UNION ALL
  SELECT 'complaints', 'problem', problem, 0, COUNT(*), 0 FROM complaint GROUP BY problem UNION ALL
  SELECT 'complaints', 'department', department, 0, COUNT(*), 0 FROM complaint GROUP BY department UNION ALL
  SELECT 'complaints', 'urgency', urgency, 0, COUNT(*), 0 FROM complaint GROUP BY urgency UNION ALL
  SELECT 'complaints', 'channel', channel, 0, COUNT(*), 0 FROM complaint GROUP BY channel;

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('complaints.form',               'complaints',  10, 'CMP-4', 0, 'seconds', '', 60, 604800),
  ('complaints.answer',             'complaints',  20, 'CMP-4', 0, 'seconds', '', 60, 2592000),
  ('complaints.solution',           'complaints',  30, 'CMP-4', 0, 'days',    '', 1, 60),
  ('complaints.progress',           'complaints',  40, 'CMP-4', 0, 'seconds', '', 3600, 604800),
  ('complaints.handoff_finance',    'complaints',  50, 'CMP-3', 0, 'seconds', '', 60, 604800),
  ('complaints.handoff_operations', 'complaints',  60, 'CMP-3', 0, 'seconds', '', 60, 604800),
  ('complaints.handoff_goods',      'complaints',  70, 'CMP-3', 0, 'seconds', '', 60, 604800),
  ('complaints.handoff_technology', 'complaints',  80, 'CMP-3', 0, 'seconds', '', 60, 604800),
  ('complaints.handoff_other',      'complaints',  90, 'CMP-3', 0, 'seconds', '', 60, 604800),
  ('complaints.handoff_remind',     'complaints',  92, 'CMP-3', 0, 'seconds', '', 60, 86400),
  ('complaints.callback',           'complaints',  94, 'CMP-6', 0, 'seconds', '', 60, 604800),
  ('complaints.unsatisfied',        'complaints',  95, 'CMP-6', 0, 'count',   '', 0, 5),
  ('complaints.delivery',           'complaints',  96, 'CMP-7', 0, 'seconds', '', 60, 604800),
  ('complaints.refund',             'complaints',  97, 'CMP-7', 0, 'seconds', '', 60, 2592000),
  ('complaints.refund_first',       'complaints',  98, 'CMP-7', 0, 'seconds', '', 60, 2592000);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('complaints.form',               1, 1, 0, 3600, ''),
  ('complaints.answer',             1, 1, 0, 86400, ''),
  ('complaints.solution',           1, 1, 0, 3, ''),
  ('complaints.progress',           1, 1, 0, 86400, ''),
  ('complaints.handoff_finance',    1, 1, 0, 7200, ''),
  ('complaints.handoff_operations', 1, 1, 0, 7200, ''),
  ('complaints.handoff_goods',      1, 1, 0, 14400, ''),
  ('complaints.handoff_technology', 1, 1, 0, 86400, ''),
  ('complaints.handoff_other',      1, 1, 0, 14400, ''),
  ('complaints.handoff_remind',     1, 1, 0, 1800, ''),
  ('complaints.callback',           1, 1, 0, 86400, ''),
  ('complaints.unsatisfied',        1, 1, 0, 2, ''),
  ('complaints.delivery',           1, 1, 0, 14400, ''),
  ('complaints.refund',             1, 1, 0, 172800, ''),
  ('complaints.refund_first',       1, 1, 0, 86400, '');

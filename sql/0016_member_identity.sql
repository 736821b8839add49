-- RULE MEM-4: whose identity was checked by whom, in which session, and until when that holds; wrong answers count per person
-- and member, whichever session they came from. No answer is kept.
CREATE TABLE member_identity (
  account_id   BIGINT UNSIGNED NOT NULL,
  member_id    BIGINT UNSIGNED NOT NULL,
  session_hash BINARY(32) NOT NULL,
  means        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',  -- phone, email or a part's name
  checked_at   BIGINT NOT NULL DEFAULT 0,
  open_until   BIGINT NOT NULL DEFAULT 0,
  revealed_at  BIGINT NOT NULL DEFAULT 0,  -- contact data is shown whole since then
  fails        TINYINT UNSIGNED NOT NULL DEFAULT 0,
  failed_at    BIGINT NOT NULL DEFAULT 0,  -- the last wrong answer
  locked_until BIGINT NOT NULL DEFAULT 0,
  ends_at      BIGINT NOT NULL,            -- from then on the row says nothing
  PRIMARY KEY (account_id, member_id),
  KEY member_identity_ends (ends_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('members.identity_open',  'members', 50, 'MEM-4', 0, 'seconds', '', 60, 28800),
  ('members.identity_tries', 'members', 60, 'MEM-4', 0, 'count',   '',  1, 100),
  ('members.identity_lock',  'members', 70, 'MEM-4', 0, 'seconds', '', 60, 86400);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('members.identity_open',  1, 1, 0, 1800, ''),
  ('members.identity_tries', 1, 1, 0, 5, ''),
  ('members.identity_lock',  1, 1, 0, 900, '');

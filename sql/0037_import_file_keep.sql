-- Files of imports hold personal data of members who may be erased: they go some time after the import is over, and the rows that were
-- not taken with them. Those of complaints stay: original material is never deleted (RULE SEC-4).
ALTER TABLE import_run
  ADD COLUMN removed_at BIGINT NOT NULL DEFAULT 0 AFTER ended_at,  -- when file and rejected rows went
  ADD KEY import_run_kept (entity, removed_at, ended_at);

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('imports.file_keep', 'security', 31, 'SEC-4', 0, 'days', '', 1, 3650);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('imports.file_keep', 1, 1, 0, 90, '');

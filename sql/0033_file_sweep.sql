-- Uploads that no record came to use go after a while; the files of imports count as used, like those of other records.
INSERT INTO file_use (file_id, kind, record_id, used_at)
  SELECT f.id, 'import', r.id, f.made_at FROM import_run r JOIN file f ON f.id = r.file_id;

INSERT INTO policy (policy_key, chapter, sort, rule, band, unit, value_unit, least, most) VALUES
  ('files.unused_keep', 'security', 30, 'SEC-4', 0, 'seconds', '', 3600, 2592000);
INSERT INTO policy_version (policy_key, version, state, since, value, text) VALUES
  ('files.unused_keep', 1, 1, 0, 86400, '');

-- Who may do what, table by table; applied by `houtaictl migrate` after the migrations. One statement a line:
--   GRANT rights ON table TO worker|jobs;      * stands for every table not named for that user
--   REVOKE ALL ON table FROM worker|jobs;      nothing at all
-- worker answers pages, jobs runs houtai-jobs. The audit log can be added to and read, never changed (RULE SEC-2).
GRANT SELECT, INSERT, UPDATE, DELETE ON * TO worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON * TO jobs;

REVOKE ALL ON schema_migration FROM worker;
REVOKE ALL ON schema_migration FROM jobs;

GRANT SELECT, INSERT ON audit_log TO worker;
GRANT SELECT, INSERT ON audit_open TO worker;
GRANT SELECT ON audit_head TO worker;
GRANT SELECT ON audit_seal TO worker;
GRANT SELECT, INSERT ON audit_check TO worker;
GRANT SELECT, INSERT ON signature TO worker;

GRANT SELECT, INSERT ON audit_log TO jobs;
GRANT SELECT, INSERT, DELETE ON audit_open TO jobs;
GRANT SELECT, INSERT ON audit_head TO jobs;
GRANT SELECT, INSERT ON audit_seal TO jobs;
GRANT SELECT, INSERT ON signature TO jobs;

-- Evidence is never deleted (RULE SEC-4); houtai-jobs removes uploads that no record came to use.
GRANT SELECT, INSERT ON file TO worker;
GRANT SELECT, INSERT, DELETE ON file TO jobs;
GRANT SELECT, INSERT ON file_chunk TO worker;
GRANT SELECT, INSERT, DELETE ON file_chunk TO jobs;

-- The points ledger is appended to, never changed (RULE MEM-3).
GRANT SELECT, INSERT ON points_entry TO worker;
GRANT SELECT, INSERT ON points_entry TO jobs;

-- Corrections of a signed log are appended, never changed (RULE CMP-8).
GRANT SELECT, INSERT ON dailylog_correction TO worker;
GRANT SELECT, INSERT ON dailylog_correction TO jobs;

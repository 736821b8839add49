-- What a stored file is used for: a file itself never changes, it is only used by records. Whoever may see one of these
-- records may see the file; without any, only who uploaded it may.
CREATE TABLE file_use (
  file_id   BIGINT UNSIGNED NOT NULL,
  kind      VARCHAR(30) NOT NULL,
  record_id BIGINT UNSIGNED NOT NULL,
  used_at   BIGINT NOT NULL,
  PRIMARY KEY (file_id, kind, record_id),
  KEY file_use_record (kind, record_id, file_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Lists: saved views, and bulk actions frozen between their list, their confirm page and their result.

-- A question somebody named. account_id 0: everybody sees it.
CREATE TABLE saved_view (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  list       VARCHAR(60) NOT NULL,
  account_id BIGINT UNSIGNED NOT NULL,
  name       VARCHAR(40) NOT NULL,
  query      VARCHAR(2000) NOT NULL,  -- as a link of the list holds it
  created_by BIGINT UNSIGNED NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE KEY saved_view_name (list, account_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A bulk action: which rows, at which versions, frozen when it was asked for. It ends a day later.
CREATE TABLE bulk (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id BIGINT UNSIGNED NOT NULL,
  list       VARCHAR(60) NOT NULL,
  action     VARCHAR(40) NOT NULL,
  back       VARCHAR(2000) NOT NULL,  -- query of the list it came from
  note       VARCHAR(500) NOT NULL DEFAULT '',
  item_count INT UNSIGNED NOT NULL,
  created_at BIGINT NOT NULL,
  begun_at   BIGINT NOT NULL DEFAULT 0,
  done_at    BIGINT NOT NULL DEFAULT 0,
  KEY bulk_created (created_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE bulk_item (
  bulk_id   BIGINT UNSIGNED NOT NULL,
  item_no   SMALLINT UNSIGNED NOT NULL,
  record_id BIGINT UNSIGNED NOT NULL,
  version   INT UNSIGNED NOT NULL,
  fen       BIGINT NOT NULL DEFAULT 0,
  title     VARCHAR(80) NOT NULL DEFAULT '',
  outcome   TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- 0 open, 1 done, 2 not done
  reason    VARCHAR(500) NOT NULL DEFAULT '',
  PRIMARY KEY (bulk_id, item_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

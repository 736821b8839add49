-- RULE CMP-10: how many complaints were opened, by month and by what they are about; kept up in the transaction that changes a
-- complaint. Read by dimension and month; the ranking of a month is an index.
CREATE TABLE complaint_month (
  dimension TINYINT UNSIGNED NOT NULL,            -- enum month_dimension, cgi-bin/reports/rules.h
  month     INT UNSIGNED NOT NULL,                -- 202605, in the shop's zone
  value     BIGINT UNSIGNED NOT NULL,             -- type, department, problem, id of region or product
  parent    BIGINT UNSIGNED NOT NULL DEFAULT 0,   -- of a city its province, of a district its city
  opened    BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (dimension, month, value),
  KEY complaint_month_rank (dimension, month, parent, opened, value)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

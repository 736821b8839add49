-- Members and products as orders need them. Times are UTC seconds, money is fen, 0 is "not yet".

-- Provinces, cities and districts as they occur in addresses; `code` where the public list has one.
CREATE TABLE region (
  id        INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  parent_id INT UNSIGNED NOT NULL DEFAULT 0,
  name      VARCHAR(60) NOT NULL,
  code      VARCHAR(12) NOT NULL DEFAULT '',
  UNIQUE KEY region_name (parent_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE member (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  member_no   VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
  name        VARCHAR(80) NOT NULL,
  phone       VARCHAR(20) NOT NULL DEFAULT '',
  phone_last4 CHAR(4) NOT NULL DEFAULT '',
  email       VARCHAR(120) NOT NULL DEFAULT '',
  province_id INT UNSIGNED NOT NULL DEFAULT 0,
  city_id     INT UNSIGNED NOT NULL DEFAULT 0,
  district_id INT UNSIGNED NOT NULL DEFAULT 0,
  address     VARCHAR(200) NOT NULL DEFAULT '',
  since_at    BIGINT NOT NULL DEFAULT 0,
  spent_fen   BIGINT NOT NULL DEFAULT 0,  -- RULE MEM-1: paid orders less refunds
  tier        TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- index of the band's step
  orders      INT UNSIGNED NOT NULL DEFAULT 0,
  last_order_at BIGINT NOT NULL DEFAULT 0,
  version     INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY member_no (member_no),
  KEY member_last4 (phone_last4, id),
  KEY member_phone (phone, id),
  KEY member_email (email, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE product (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  product_no VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
  name       VARCHAR(120) NOT NULL,
  category   VARCHAR(80) NOT NULL DEFAULT '',
  class      TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- 0 ordinary 普通, 1 special price 特价 (MEM-2)
  price_fen  BIGINT NOT NULL DEFAULT 0,
  stock      INT NOT NULL DEFAULT 0,
  version    INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY product_no (product_no),
  KEY product_name (name, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

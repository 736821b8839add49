-- Orders (domain.md §4). Times are UTC seconds, money is fen, 0 is "not yet". State numbers: cgi-bin/orders/orders.h.

CREATE TABLE orders (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_no     VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
  member_id    BIGINT UNSIGNED NOT NULL,
  state        TINYINT UNSIGNED NOT NULL,
  back_state   TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- where a withdrawn return or exchange goes back to (ORD-1)
  parked       TINYINT UNSIGNED NOT NULL DEFAULT 0,
  park_reason  VARCHAR(200) NOT NULL DEFAULT '',
  digit        TINYINT UNSIGNED NOT NULL,  -- RULE ORD-3: last decimal digit in the number
  channel      TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- 0 web, 1 mobile, 2 placed by an agent (ORD-5, ORD-6)
  placed_at    BIGINT NOT NULL,
  confirmed_at BIGINT NOT NULL DEFAULT 0,
  confirmed_by BIGINT UNSIGNED NOT NULL DEFAULT 0,
  paid_at      BIGINT NOT NULL DEFAULT 0,
  shipped_at   BIGINT NOT NULL DEFAULT 0,
  signed_at    BIGINT NOT NULL DEFAULT 0,
  closed_at    BIGINT NOT NULL DEFAULT 0,
  cancelled_at BIGINT NOT NULL DEFAULT 0,
  goods_fen    BIGINT NOT NULL DEFAULT 0,
  discount_fen BIGINT NOT NULL DEFAULT 0,
  freight_fen  BIGINT NOT NULL DEFAULT 0,
  total_fen    BIGINT NOT NULL DEFAULT 0,
  paid_fen     BIGINT NOT NULL DEFAULT 0,
  amount_band  TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- 0: < 200, 1: < 500, 2: <= 1,000, 3: above, in yuan; a filter's facet
  line_count   INT UNSIGNED NOT NULL DEFAULT 0,
  summary      VARCHAR(120) NOT NULL DEFAULT '',  -- first line's goods
  stock        TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- 0 there, 1 to be checked, 2 short
  notify       TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- RULE ORD-5: 0 none, 1 SMS, 2 phone
  consignee    VARCHAR(80) NOT NULL DEFAULT '',
  phone        VARCHAR(20) NOT NULL DEFAULT '',
  province_id  INT UNSIGNED NOT NULL DEFAULT 0,
  city_id      INT UNSIGNED NOT NULL DEFAULT 0,
  district_id  INT UNSIGNED NOT NULL DEFAULT 0,
  address      VARCHAR(200) NOT NULL DEFAULT '',
  note         VARCHAR(500) NOT NULL DEFAULT '',
  requested_at BIGINT NOT NULL DEFAULT 0,  -- RULE ORD-8
  placed_by    BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- the agent's account
  witness_id   BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- RULE ORD-6
  first_id     BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- a re-order's first order (ORD-8)
  imported     TINYINT UNSIGNED NOT NULL DEFAULT 0,
  sum_lines    TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- the total follows from the lines
  flaws        SMALLINT UNSIGNED NOT NULL DEFAULT 0,  -- bits: 1 no lines, 2 signed for without a date, 4 cancelled yet delivered, 8 no payment
  version      INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY orders_no (order_no),
  KEY orders_member (member_id, placed_at),
  KEY orders_placed (placed_at, id),
  KEY orders_total (total_fen, id),
  KEY orders_state (state, placed_at, id),
  KEY orders_state_total (state, total_fen, id),
  KEY orders_digit (digit, placed_at, id),
  KEY orders_digit_total (digit, total_fen, id),
  KEY orders_province (province_id, placed_at, id),
  KEY orders_province_total (province_id, total_fen, id),
  KEY orders_band (amount_band, placed_at, id),
  KEY orders_channel (channel, placed_at, id),
  KEY orders_channel_total (channel, total_fen, id),
  KEY orders_flaws (flaws, placed_at, id),
  KEY orders_agent (placed_by, placed_at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE order_line (
  order_id   BIGINT UNSIGNED NOT NULL,
  line_no    SMALLINT UNSIGNED NOT NULL,
  product_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  title      VARCHAR(120) NOT NULL,
  class      TINYINT UNSIGNED NOT NULL DEFAULT 0,
  unit_fen   BIGINT NOT NULL,
  quantity   INT UNSIGNED NOT NULL,
  sum_fen    BIGINT NOT NULL,
  freight_fen BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, line_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE order_payment (
  order_id   BIGINT UNSIGNED NOT NULL,
  payment_no SMALLINT UNSIGNED NOT NULL,
  method     TINYINT UNSIGNED NOT NULL,  -- enum pay_method
  amount_fen BIGINT NOT NULL,
  paid_at    BIGINT NOT NULL,
  reference  VARCHAR(60) NOT NULL DEFAULT '',
  recorded_by BIGINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, payment_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Each transition (ORD-1): when, who, from, to, why. Appended only.
CREATE TABLE order_step (
  order_id   BIGINT UNSIGNED NOT NULL,
  step_no    SMALLINT UNSIGNED NOT NULL,
  at         BIGINT NOT NULL,
  account_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  from_state TINYINT UNSIGNED NOT NULL,
  to_state   TINYINT UNSIGNED NOT NULL,
  reason     VARCHAR(200) NOT NULL DEFAULT '',
  PRIMARY KEY (order_id, step_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Just the queue of ORD-2, with what its page shows, clustered in its order: older first, which is also the order of
-- due_at (the daily sheet an order ought to stand on). Contact data stands here masked.
CREATE TABLE order_queue (
  placed_at   BIGINT NOT NULL,
  order_id    BIGINT UNSIGNED NOT NULL,
  due_at      BIGINT NOT NULL,
  version     INT UNSIGNED NOT NULL,
  order_no    VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
  member_name VARCHAR(20) NOT NULL,  -- masked
  phone       VARCHAR(20) NOT NULL,  -- masked
  tier        TINYINT UNSIGNED NOT NULL DEFAULT 0,
  summary     VARCHAR(120) NOT NULL,
  line_count  INT UNSIGNED NOT NULL,
  total_fen   BIGINT NOT NULL,
  paid_fen    BIGINT NOT NULL,
  amount_band TINYINT UNSIGNED NOT NULL,
  notify      TINYINT UNSIGNED NOT NULL,
  stock       TINYINT UNSIGNED NOT NULL,
  parked      TINYINT UNSIGNED NOT NULL DEFAULT 0,
  park_reason VARCHAR(200) NOT NULL DEFAULT '',
  digit       TINYINT UNSIGNED NOT NULL,
  province_id INT UNSIGNED NOT NULL,
  member_id   BIGINT UNSIGNED NOT NULL,
  last4       CHAR(4) NOT NULL DEFAULT '',  -- of the phone: it is asked for by these
  PRIMARY KEY (placed_at, order_id),
  UNIQUE KEY order_queue_id (order_id),
  UNIQUE KEY order_queue_no (order_no),
  KEY order_queue_member (member_id),
  KEY order_queue_last4 (last4),
  KEY order_queue_due (due_at),
  KEY order_queue_total (total_fen, order_id),
  KEY order_queue_digit (digit, placed_at, order_id),
  KEY order_queue_digit_total (digit, total_fen, order_id),
  KEY order_queue_parked (parked, placed_at, order_id),
  KEY order_queue_parked_total (parked, total_fen, order_id),
  KEY order_queue_stock (stock, placed_at, order_id),
  KEY order_queue_stock_total (stock, total_fen, order_id),
  KEY order_queue_notify (notify, placed_at, order_id),
  KEY order_queue_notify_total (notify, total_fen, order_id),
  KEY order_queue_tier (tier, placed_at, order_id),
  KEY order_queue_tier_total (tier, total_fen, order_id),
  KEY order_queue_province (province_id, placed_at, order_id),
  KEY order_queue_province_total (province_id, total_fen, order_id),
  KEY order_queue_band (amount_band, placed_at, order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One row per confirmation; sheet_id 0: stands on no sheet yet (ORD-4).
CREATE TABLE order_confirmation (
  order_id     BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  sheet_id     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  confirmed_at BIGINT NOT NULL,
  account_id   BIGINT UNSIGNED NOT NULL,
  staff        VARCHAR(120) NOT NULL,  -- name and staff number as they were then (ORG-1)
  total_fen    BIGINT NOT NULL,
  notify       TINYINT UNSIGNED NOT NULL,
  KEY order_confirmation_sheet (sheet_id, order_id),
  KEY order_confirmation_at (confirmed_at, order_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One row: whoever closes a sheet locks it first, so that there is one sheet a day and no number is left out.
CREATE TABLE order_sheet_head (
  id          TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  last_number INT UNSIGNED NOT NULL,
  last_day    BIGINT NOT NULL  -- 0: no sheet yet
) ENGINE=InnoDB;
INSERT INTO order_sheet_head (id, last_number, last_day) VALUES (1, 0, 0);

-- The daily sheet: one per day, numbered without gaps, frozen when closed (ORD-4).
CREATE TABLE order_sheet (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  day        BIGINT NOT NULL,      -- days since the epoch in the shop's zone
  number     INT UNSIGNED NOT NULL,
  closed_at  BIGINT NOT NULL,
  closed_by  BIGINT UNSIGNED NOT NULL DEFAULT 0,  -- 0: by itself
  due_at     BIGINT NOT NULL,
  policy_version INT UNSIGNED NOT NULL,
  from_at    BIGINT NOT NULL,      -- since when: the sheet before was closed then
  line_count INT UNSIGNED NOT NULL,
  phone_count INT UNSIGNED NOT NULL DEFAULT 0,
  sms_count  INT UNSIGNED NOT NULL DEFAULT 0,
  total_fen  BIGINT NOT NULL,
  digest     CHAR(64) NOT NULL,    -- of the frozen lines
  signed_at  BIGINT NOT NULL DEFAULT 0,
  signed_by  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  received_at BIGINT NOT NULL DEFAULT 0,
  received_by BIGINT UNSIGNED NOT NULL DEFAULT 0,
  version    INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY order_sheet_day (day),
  UNIQUE KEY order_sheet_number (number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The frozen lines, as they stood when the sheet was closed; names masked.
CREATE TABLE order_sheet_line (
  sheet_id     BIGINT UNSIGNED NOT NULL,
  line_no      INT UNSIGNED NOT NULL,
  order_id     BIGINT UNSIGNED NOT NULL,
  order_no     VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
  confirmed_at BIGINT NOT NULL,
  account_id   BIGINT UNSIGNED NOT NULL,
  staff        VARCHAR(120) NOT NULL,
  member_name  VARCHAR(20) NOT NULL,
  summary      VARCHAR(120) NOT NULL,
  line_count   INT UNSIGNED NOT NULL,
  total_fen    BIGINT NOT NULL,
  notify       TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (sheet_id, line_no),
  UNIQUE KEY order_sheet_line_order (order_id),
  KEY order_sheet_line_account (sheet_id, account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Numbers of orders placed by agents: the last one given per day.
CREATE TABLE order_number (
  day  BIGINT NOT NULL PRIMARY KEY,
  last INT UNSIGNED NOT NULL
) ENGINE=InnoDB;

-- Digits → clerk per day (ORD-3).
CREATE TABLE order_share (
  day        BIGINT NOT NULL,
  digit      TINYINT UNSIGNED NOT NULL,
  account_id BIGINT UNSIGNED NOT NULL,
  set_by     BIGINT UNSIGNED NOT NULL,
  set_at     BIGINT NOT NULL,
  PRIMARY KEY (day, digit)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Sums per day for statistics (ORD-7), kept up in the transaction that changes them; sharded like count tables.
CREATE TABLE order_day (
  day       BIGINT NOT NULL,
  measure   TINYINT UNSIGNED NOT NULL,  -- 0 placed, 1 confirmed, 2 paid, 3 shipped, 4 signed for, 5 cancelled
  shard     TINYINT UNSIGNED NOT NULL,
  orders    BIGINT NOT NULL DEFAULT 0,
  fen       BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (day, measure, shard)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Accounts, their sessions, known devices and the throttle of log-ins. Times are UTC seconds.

-- RULE ORG-1: a staff number is never re-used: rows are disabled, never deleted.
CREATE TABLE account (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  staff_no    VARCHAR(20) NOT NULL,
  login       VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,  -- lower case
  name        VARCHAR(80) NOT NULL,
  roles       INT UNSIGNED NOT NULL DEFAULT 0,      -- bits of enum role
  denied      VARCHAR(1000) NOT NULL DEFAULT '',    -- names of rights taken from it, comma-separated
  state       TINYINT UNSIGNED NOT NULL DEFAULT 1,  -- 1 active, 2 disabled
  pw_hash     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pw_at       BIGINT NOT NULL DEFAULT 0,
  must_change BOOLEAN NOT NULL DEFAULT 0,
  lang        TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- enum lang
  theme       TINYINT UNSIGNED NOT NULL DEFAULT 0,  -- enum theme
  made_at     BIGINT NOT NULL DEFAULT 0,
  login_at    BIGINT NOT NULL DEFAULT 0,
  version     INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY account_staff_no (staff_no),
  UNIQUE KEY account_login (login)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A session is known by the BLAKE2b-256 of its token; the token itself is in the browser's cookie only.
CREATE TABLE session (
  token_hash BINARY(32) NOT NULL PRIMARY KEY,
  account_id BIGINT UNSIGNED NOT NULL,
  made_at    BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,             -- written at most once a minute
  idle_at    BIGINT NOT NULL,             -- over when nothing was asked for until then
  ends_at    BIGINT NOT NULL,             -- over in any case
  reauth_at  BIGINT NOT NULL DEFAULT 0,   -- when the password was last given
  address    VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  flash      VARCHAR(4000) NOT NULL DEFAULT '',
  KEY session_account (account_id),
  KEY session_ends (ends_at),
  KEY session_idle (idle_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Browsers from which an account has logged in before: they stay able to while strangers guess its password.
CREATE TABLE login_device (
  device_hash BINARY(32) NOT NULL PRIMARY KEY,  -- of the cookie's value and the account
  account_id  BIGINT UNSIGNED NOT NULL,
  seen_at     BIGINT NOT NULL,
  KEY login_device_account (account_id, seen_at),
  KEY login_device_seen (seen_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Failed log-ins, counted in a fixed number of slots (a keyed hash of what is counted, modulo), so that no flood of
-- names or addresses makes it grow.
CREATE TABLE login_throttle (
  slot     INT UNSIGNED NOT NULL PRIMARY KEY,
  failures INT UNSIGNED NOT NULL DEFAULT 0,
  last_at  BIGINT NOT NULL DEFAULT 0,
  KEY login_throttle_last (last_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

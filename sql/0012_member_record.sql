-- What a member's record shows at a glance and lists sort and filter by stands in the member's own row; each column is kept
-- by the feature that knows it, in the transaction that changes it.
ALTER TABLE member
  ADD state           TINYINT UNSIGNED NOT NULL DEFAULT 1,  -- 1 member, 2 merged into another, 3 erased (SEC-4)
  ADD merged_into     BIGINT UNSIGNED NOT NULL DEFAULT 0,   -- state 2: the member it went into
  ADD consent         TINYINT UNSIGNED NOT NULL DEFAULT 7,  -- bits: 1 SMS, 2 e-mail, 4 calls
  ADD points          BIGINT NOT NULL DEFAULT 0,            -- RULE MEM-3: balance; below zero: the debt (points/)
  ADD complaints      INT UNSIGNED NOT NULL DEFAULT 0,      -- RULE MEM-5 (complaints/)
  ADD open_complaints INT UNSIGNED NOT NULL DEFAULT 0,
  ADD follow_at       BIGINT NOT NULL DEFAULT 0,            -- RULE MEM-7: next visit due; 0: none (followups/)
  ADD contact_at      BIGINT NOT NULL DEFAULT 0;            -- last contact with the member (followups/)

-- The list of members at ten million of them: an index for each filter alone (its own id order is the newest first) and for each
-- order, as narrow as can be. Names compare by letters of every script, those beyond the first 65,536 included, whatever their
-- capitals: the former collation took all of those for one letter.
ALTER TABLE member
  MODIFY name VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci NOT NULL,
  ADD KEY member_name (name),
  ADD KEY member_tier (tier),
  ADD KEY member_province (province_id),
  ADD KEY member_city (city_id),
  ADD KEY member_district (district_id),
  ADD KEY member_spent (spent_fen),
  ADD KEY member_points (points),
  ADD KEY member_last_order (last_order_at),
  ADD KEY member_complaints (open_complaints),
  ADD KEY member_consent (consent),
  ADD KEY member_state (state);

INSERT INTO list_count (list, dimension, value, shard, row_count, fen)
  SELECT 'members', '', 0, 0, COUNT(*), 0 FROM member HAVING COUNT(*) > 0 UNION ALL
  SELECT 'members', 'tier', tier, 0, COUNT(*), 0 FROM member GROUP BY tier UNION ALL
  SELECT 'members', 'province', province_id, 0, COUNT(*), 0 FROM member GROUP BY province_id UNION ALL
  SELECT 'members', 'consent', consent, 0, COUNT(*), 0 FROM member GROUP BY consent UNION ALL
  SELECT 'members', 'state', state, 0, COUNT(*), 0 FROM member GROUP BY state;

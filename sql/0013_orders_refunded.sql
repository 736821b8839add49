-- What was paid back of an order (MEM-1, AFT-7); never more than what was paid.
ALTER TABLE orders ADD refunded_fen BIGINT NOT NULL DEFAULT 0 AFTER paid_fen;

-- Whose complaint it is, as lists show it: a member's name and phone masked (RULE MEM-4), an unknown caller as he was given. Kept in
-- the row, so that the queue is read from one table; cgi-bin/complaints/customer.c.
ALTER TABLE complaint ADD customer VARCHAR(100) NOT NULL DEFAULT '';

UPDATE complaint c LEFT JOIN member m ON m.id = c.member_id SET c.customer = IF(m.id IS NULL OR m.name = '', c.caller,
  CONCAT(LEFT(m.name, 1), '*', CASE WHEN m.phone = '' THEN '' WHEN CHAR_LENGTH(m.phone) < 7 THEN CONCAT(' ****', RIGHT(m.phone, 1))
    ELSE CONCAT(' ', LEFT(m.phone, 3), '****', RIGHT(m.phone, 4)) END));

-- A product's complaints, the newest first (RULE CMP-10), cgi-bin/complaints/pages_product.c.
ALTER TABLE complaint_product ADD KEY complaint_product_opened (product_id, opened_at, complaint_id);

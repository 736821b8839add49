-- The list of products in each of its orders.
ALTER TABLE product
  ADD KEY product_price (price_fen, id),
  ADD KEY product_class_no (class, product_no, id),
  ADD KEY product_class_price (class, price_fen, id);

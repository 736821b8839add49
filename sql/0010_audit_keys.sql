-- The audit list by staff number and by record, each in the order of time.
ALTER TABLE audit_log
  ADD KEY audit_log_staff (staff_no, at, id),
  ADD KEY audit_log_record_at (record_id, at, id);

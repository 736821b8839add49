-- Tasks in one order for pages, counts and the next one to do: by due time, those without one last.
ALTER TABLE task
  ADD COLUMN due_order BIGINT AS (IF(due_at = 0, 9000000000000000000, due_at)) PERSISTENT AFTER due_at,
  DROP KEY task_owner,
  DROP KEY task_kind,
  ADD KEY task_order (owner, state, due_order, id),
  ADD KEY task_kind_order (owner, state, kind, due_order, id);

-- The list of tasks in whatever state: one owner's in the order of the list, without a stream for each state; and one kind of them by
-- when they were made.
ALTER TABLE task
  ADD KEY task_due (owner, due_order, id),
  ADD KEY task_recent (owner, made_at, id),
  ADD KEY task_kind_due (owner, kind, due_order, id),
  ADD KEY task_kind_recent (owner, kind, made_at, id),
  ADD KEY task_kind_made (owner, state, kind, made_at, id);

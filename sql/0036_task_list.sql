-- The list of tasks: one owner's in one state by when they were made, and by what their title begins with.
ALTER TABLE task
  ADD KEY task_made (owner, state, made_at, id),
  ADD KEY task_title (owner, state, title(24));

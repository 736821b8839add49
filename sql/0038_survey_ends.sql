-- A closed survey whose open follow-ups have not all been ended: a hundred go with the closing itself, a job ends what is left of them
-- where the worker that went on with it was stopped.
ALTER TABLE survey
  ADD ends TINYINT UNSIGNED NOT NULL DEFAULT 0 AFTER state,  -- 1: closed, some may still be open
  ADD KEY survey_ends (ends, id);
UPDATE survey SET ends = 1 WHERE state = 2;

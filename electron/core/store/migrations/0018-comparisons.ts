import type { Migration } from '../migrate.ts'

/**
 * Which of two columns' answers a judge, or a person, preferred, case by case. The hashes of both answers are kept with each choice:
 * a cell that is asked again makes what was said of the one before it count no more. And labels know who gave them, so that two
 * people can label the same output.
 */
export const migration0018: Migration = {
  id: 18,
  name: 'comparisons',
  sql: `
CREATE TABLE comparison (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  run_no INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
  left_no INTEGER NOT NULL,
  right_no INTEGER NOT NULL,
  judge_id TEXT NOT NULL,
  criteria TEXT NOT NULL,
  judge TEXT NOT NULL,
  job_id TEXT,
  cost_nano_usd INTEGER NOT NULL DEFAULT 0,
  has_unpriced INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  UNIQUE (run_no, left_no, right_no, judge_id, criteria)
) STRICT;

CREATE TABLE compared_pair (
  comparison_no INTEGER NOT NULL REFERENCES comparison (no) ON DELETE CASCADE,
  row_no INTEGER NOT NULL,
  repeat_no INTEGER NOT NULL,
  left_hash BLOB NOT NULL,
  right_hash BLOB NOT NULL,
  outcome INTEGER NOT NULL CHECK (outcome IN (-1, 0, 1)),
  is_consistent INTEGER CHECK (is_consistent IN (0, 1)),
  reason TEXT NOT NULL,
  PRIMARY KEY (comparison_no, row_no, repeat_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE blind_choice (
  no INTEGER PRIMARY KEY,
  run_no INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
  left_no INTEGER NOT NULL,
  right_no INTEGER NOT NULL,
  row_no INTEGER NOT NULL,
  reviewer TEXT NOT NULL,
  left_hash BLOB NOT NULL,
  right_hash BLOB NOT NULL,
  outcome INTEGER NOT NULL CHECK (outcome IN (-1, 0, 1)),
  chosen_at TEXT NOT NULL,
  UNIQUE (run_no, left_no, right_no, row_no, reviewer)
) STRICT;

CREATE TABLE label_of_person (
  no INTEGER PRIMARY KEY,
  judge_key TEXT NOT NULL,
  output_hash BLOB NOT NULL,
  case_id TEXT NOT NULL,
  labeller TEXT NOT NULL,
  judge_passed INTEGER NOT NULL CHECK (judge_passed IN (0, 1)),
  human_passed INTEGER NOT NULL CHECK (human_passed IN (0, 1)),
  labelled_at TEXT NOT NULL,
  UNIQUE (judge_key, case_id, output_hash, labeller)
) STRICT;
INSERT INTO label_of_person (no, judge_key, output_hash, case_id, labeller, judge_passed, human_passed, labelled_at)
  SELECT no, judge_key, output_hash, case_id, '', judge_passed, human_passed, labelled_at FROM human_label;
DROP TABLE human_label;
ALTER TABLE label_of_person RENAME TO human_label;
`,
}

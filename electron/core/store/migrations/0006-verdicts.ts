import type { Migration } from '../migrate.ts'

/**
 * Which cases are hold-out (made once, by case), who has looked at it, how a project decides, and labels that humans gave to
 * outputs: kept apart from the automatic scores that they are compared with.
 */
export const migration0006: Migration = {
  id: 6,
  name: 'verdicts',
  sql: `
CREATE TABLE case_place (
  case_id TEXT PRIMARY KEY,
  eval_set_id TEXT NOT NULL REFERENCES eval_set (id),
  part TEXT NOT NULL CHECK (part IN ('dev', 'hold-out')),
  cluster TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_place_by_set ON case_place (eval_set_id);

CREATE TABLE hold_out_look (
  no INTEGER PRIMARY KEY,
  eval_set_id TEXT NOT NULL REFERENCES eval_set (id),
  run_id TEXT NOT NULL,
  baseline TEXT NOT NULL,
  candidate TEXT NOT NULL,
  looked_at TEXT NOT NULL,
  UNIQUE (run_id, baseline, candidate)
) STRICT;
CREATE INDEX hold_out_look_by_set ON hold_out_look (eval_set_id, no);

CREATE TABLE verdict_rule (
  project_id TEXT PRIMARY KEY REFERENCES project (id),
  rule TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE human_label (
  no INTEGER PRIMARY KEY,
  judge_key TEXT NOT NULL,
  output_hash BLOB NOT NULL,
  case_id TEXT NOT NULL,
  judge_passed INTEGER NOT NULL CHECK (judge_passed IN (0, 1)),
  human_passed INTEGER NOT NULL CHECK (human_passed IN (0, 1)),
  labelled_at TEXT NOT NULL,
  UNIQUE (judge_key, case_id, output_hash)
) STRICT;
`,
}

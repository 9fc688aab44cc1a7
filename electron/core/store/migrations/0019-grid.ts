import type { Migration } from '../migrate.ts'

/**
 * What the grid of 2,000,000 cells is read by: each column's figures in one short range, what a row as a whole came to, the tags
 * of the cases; and what humans noted beside the scores.
 *
 * `result_row` follows from the cells: a changed row is noted in `stale_row`, by whichever statement it was changed, and worked
 * out when the grid is next read. `run_summary` holds as long as no row of its run is stale.
 */
export const migration0019: Migration = {
  id: 19,
  name: 'grid',
  sql: `
CREATE INDEX cell_by_column ON cell (run_no, column_no, row_no, repeat_no, state, has_passed, score, cost_nano_usd,
  latency_ms, prompt_tokens, output_tokens, is_cached);

CREATE TABLE result_row (
  run_no INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
  row_no INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  is_different INTEGER NOT NULL,
  is_flaky INTEGER NOT NULL,
  outcomes TEXT NOT NULL,
  low_score REAL, high_score REAL,
  low_cost INTEGER, high_cost INTEGER,
  low_latency REAL, high_latency REAL,
  low_tokens INTEGER, high_tokens INTEGER,
  PRIMARY KEY (run_no, row_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE stale_row (
  run_no INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
  row_no INTEGER NOT NULL,
  PRIMARY KEY (run_no, row_no)
) STRICT, WITHOUT ROWID;
INSERT INTO stale_row SELECT DISTINCT run_no, row_no FROM cell;
CREATE TRIGGER cell_added AFTER INSERT ON cell BEGIN
  INSERT OR IGNORE INTO stale_row VALUES (NEW.run_no, NEW.row_no);
END;
CREATE TRIGGER cell_changed AFTER UPDATE ON cell BEGIN
  INSERT OR IGNORE INTO stale_row VALUES (NEW.run_no, NEW.row_no);
END;

CREATE TABLE run_summary (
  run_no INTEGER PRIMARY KEY REFERENCES run (no) ON DELETE CASCADE,
  columns TEXT NOT NULL
) STRICT;

CREATE TABLE snapshot_tag (
  snapshot_no INTEGER NOT NULL REFERENCES case_snapshot (no) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  row_no INTEGER NOT NULL,
  PRIMARY KEY (snapshot_no, tag, row_no)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO snapshot_tag
  SELECT s.snapshot_no, t.value, s.row_no FROM snapshot_case s, json_each(s.content, '$.tags') t;
CREATE TRIGGER snapshot_case_added AFTER INSERT ON snapshot_case BEGIN
  INSERT OR IGNORE INTO snapshot_tag SELECT NEW.snapshot_no, t.value, NEW.row_no FROM json_each(NEW.content, '$.tags') t;
END;

CREATE TABLE cell_mark (
  run_no INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
  row_no INTEGER NOT NULL,
  column_no INTEGER NOT NULL,
  repeat_no INTEGER NOT NULL,
  thumb INTEGER CHECK (thumb IN (0, 1)),
  score REAL CHECK (score BETWEEN 0 AND 1),
  comment TEXT NOT NULL,
  label TEXT NOT NULL,
  is_highlighted INTEGER NOT NULL CHECK (is_highlighted IN (0, 1)),
  marked_at TEXT NOT NULL,
  PRIMARY KEY (run_no, row_no, column_no, repeat_no)
) STRICT, WITHOUT ROWID;
`,
}

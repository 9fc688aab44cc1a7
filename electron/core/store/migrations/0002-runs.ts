import type { Migration } from '../migrate.ts'

/**
 * Jobs, runs with the cases and prices that they ran with, cells, replies, and the ledger.
 *
 * Cells are keyed by small numbers (run, row, column, repeat), so that a row of the grid is one short range of the
 * table; long texts live in `reply`, which cells of several runs share.
 */
export const migration0002: Migration = {
  id: 2,
  name: 'runs',
  sql: `
CREATE TABLE job (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
  revision INTEGER NOT NULL,
  done INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  cached INTEGER NOT NULL,
  total INTEGER NOT NULL,
  spent_nano_usd INTEGER NOT NULL,
  has_unpriced INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  error TEXT,
  owner TEXT NOT NULL,
  heartbeat_at_ms INTEGER NOT NULL,
  is_cancel_asked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX job_running ON job (state) WHERE state = 'running';
CREATE INDEX job_by_start ON job (started_at);

CREATE TABLE case_snapshot (
  no INTEGER PRIMARY KEY,
  eval_set_id TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  is_complete INTEGER NOT NULL,
  UNIQUE (eval_set_id, content_hash)
) STRICT;

CREATE TABLE snapshot_case (
  snapshot_no INTEGER NOT NULL REFERENCES case_snapshot (no) ON DELETE CASCADE,
  row_no INTEGER NOT NULL,
  case_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (snapshot_no, row_no)
) STRICT;
CREATE INDEX snapshot_case_by_id ON snapshot_case (snapshot_no, case_id);

CREATE TABLE run (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  project_id TEXT NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  spec TEXT NOT NULL,
  columns TEXT NOT NULL,
  assertions TEXT NOT NULL,
  models TEXT NOT NULL,
  snapshot_no INTEGER NOT NULL REFERENCES case_snapshot (no),
  eval_set_name TEXT NOT NULL,
  eval_set_hash TEXT NOT NULL,
  case_count INTEGER NOT NULL,
  cell_count INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'incomplete')),
  job_id TEXT,
  done_count INTEGER NOT NULL DEFAULT 0,
  error_count INTEGER NOT NULL DEFAULT 0,
  cost_nano_usd INTEGER NOT NULL DEFAULT 0,
  has_unpriced INTEGER NOT NULL DEFAULT 0,
  archived_at TEXT,
  created_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;
CREATE INDEX run_by_project ON run (project_id, created_at);

CREATE TABLE run_column (
  run_no INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
  column_no INTEGER NOT NULL,
  prompt_id TEXT NOT NULL,
  variant_id TEXT NOT NULL,
  model_id TEXT NOT NULL,
  PRIMARY KEY (run_no, column_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_column_by_prompt ON run_column (prompt_id, model_id);

CREATE TABLE reply (
  no INTEGER PRIMARY KEY,
  cache_key BLOB NOT NULL,
  run_no INTEGER,
  is_reusable INTEGER NOT NULL,
  finish_reason TEXT NOT NULL,
  usage TEXT NOT NULL,
  answered_by TEXT,
  cost_nano_usd INTEGER,
  latency_ms REAL,
  first_token_ms REAL,
  created_at_ms INTEGER NOT NULL,
  output TEXT NOT NULL,
  raw TEXT
) STRICT;
CREATE INDEX reply_by_key ON reply (cache_key);

CREATE TABLE cell (
  run_no INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
  row_no INTEGER NOT NULL,
  column_no INTEGER NOT NULL,
  repeat_no INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('answered', 'failed')),
  score REAL,
  has_passed INTEGER,
  cost_nano_usd INTEGER,
  latency_ms REAL,
  prompt_tokens INTEGER,
  output_tokens INTEGER,
  is_cached INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  may_have_been_billed INTEGER NOT NULL,
  output_hash BLOB,
  reply_no INTEGER REFERENCES reply (no),
  assertions TEXT NOT NULL,
  error TEXT,
  PRIMARY KEY (run_no, row_no, column_no, repeat_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE budget (
  scope TEXT PRIMARY KEY,
  limit_nano_usd INTEGER,
  settled_nano_usd INTEGER NOT NULL DEFAULT 0,
  held_nano_usd INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
  no INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  run_no INTEGER,
  row_no INTEGER,
  column_no INTEGER,
  repeat_no INTEGER,
  attempt INTEGER NOT NULL,
  model_id TEXT NOT NULL,
  is_simulation INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reserved', 'sent', 'streaming', 'settled', 'rejected', 'unknown')),
  reserved_nano_usd INTEGER,
  amount_nano_usd INTEGER,
  is_estimated INTEGER NOT NULL DEFAULT 0,
  sent_at_ms INTEGER NOT NULL,
  closed_at_ms INTEGER
) STRICT;
CREATE INDEX ledger_open ON ledger (job_id) WHERE state IN ('reserved', 'sent', 'streaming');
CREATE INDEX ledger_by_time ON ledger (sent_at_ms);

CREATE TABLE compress_proposal (
  job_id TEXT PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  proposal TEXT NOT NULL
) STRICT;
`,
}

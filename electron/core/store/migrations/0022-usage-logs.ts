import type { Migration } from '../migrate.ts'

/**
 * Usage of other applications, as their logs tell it: never mixed with what this application spends, which is the ledger's.
 *
 * A row's `hash` tells it apart from all others of its project, so that what is imported twice counts once. With the time before it
 * the index grows at its end, as logs do: by the hash alone, a million rows would rewrite it hundreds of times.
 */
export const migration0022: Migration = {
  id: 22,
  name: 'usage-logs',
  sql: `
CREATE TABLE usage_log (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  project_id TEXT NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  format_id TEXT NOT NULL,
  tag_names TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reading', 'complete')),
  row_count INTEGER NOT NULL DEFAULT 0,
  duplicate_count INTEGER NOT NULL DEFAULT 0,
  bad_count INTEGER NOT NULL DEFAULT 0,
  problems TEXT NOT NULL DEFAULT '[]',
  first_at_ms INTEGER,
  last_at_ms INTEGER,
  cost_nano_usd INTEGER NOT NULL DEFAULT 0,
  unpriced_count INTEGER NOT NULL DEFAULT 0,
  first_row_no INTEGER,
  last_row_no INTEGER,
  created_at TEXT NOT NULL,
  touched_at TEXT NOT NULL
) STRICT;
CREATE INDEX usage_log_by_project ON usage_log (project_id, created_at);

CREATE TABLE usage_model (
  no INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  model_id TEXT
) STRICT;

CREATE TABLE usage_tag (
  no INTEGER PRIMARY KEY,
  value TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE usage_row (
  no INTEGER PRIMARY KEY,
  log_no INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  at_ms INTEGER,
  calls INTEGER,
  model_no INTEGER NOT NULL,
  is_error INTEGER,
  input_tokens INTEGER,
  cache_read_tokens INTEGER,
  cache_write_5m_tokens INTEGER,
  cache_write_1h_tokens INTEGER,
  output_tokens INTEGER,
  reasoning_tokens INTEGER,
  cost_nano_usd INTEGER,
  priced_nano_usd INTEGER,
  latency_ms INTEGER,
  prompt_hash INTEGER,
  tag_1 INTEGER,
  tag_2 INTEGER,
  tag_3 INTEGER,
  tag_4 INTEGER,
  tag_5 INTEGER,
  tag_6 INTEGER
) STRICT;
CREATE TABLE usage_limit (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES project (id),
  period TEXT NOT NULL CHECK (period IN ('day', 'week', 'month')),
  tag_name TEXT,
  tag_value TEXT,
  limit_nano_usd INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX usage_row_once ON usage_row (ifnull(at_ms, -1), hash);
`,
}

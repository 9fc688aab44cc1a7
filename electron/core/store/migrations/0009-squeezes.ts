import type { Migration } from '../migrate.ts'

/**
 * Squeezes with what they show, and every answer that they paid for: one that goes on after a pause or a crash takes its
 * answers from here and sends only what is missing.
 */
export const migration0009: Migration = {
  id: 9,
  name: 'squeezes',
  sql: `
CREATE TABLE squeeze (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  project_id TEXT NOT NULL REFERENCES project (id),
  prompt_id TEXT NOT NULL REFERENCES prompt (id),
  variant_id TEXT NOT NULL REFERENCES variant (id),
  spec TEXT NOT NULL,
  state TEXT NOT NULL,
  wish TEXT CHECK (wish IN ('pause', 'stop', 'cancel')),
  job_id TEXT,
  eval_set_hash TEXT,
  is_confirmed INTEGER NOT NULL DEFAULT 0,
  view TEXT,
  cached_count INTEGER NOT NULL DEFAULT 0,
  failed_count INTEGER NOT NULL DEFAULT 0,
  has_unpriced INTEGER NOT NULL DEFAULT 0,
  winner_variant_id TEXT REFERENCES variant (id),
  error TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX squeeze_by_prompt ON squeeze (prompt_id, no);
CREATE INDEX squeeze_by_eval_set_hash ON squeeze (eval_set_hash) WHERE is_confirmed = 1;
CREATE TABLE squeeze_answer (
  squeeze_no INTEGER NOT NULL REFERENCES squeeze (no) ON DELETE CASCADE,
  key BLOB NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (squeeze_no, key)
) STRICT, WITHOUT ROWID;
`,
}

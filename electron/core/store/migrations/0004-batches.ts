import type { Migration } from '../migrate.ts'

/**
 * Batches that were handed to providers. Their attempts stand in the ledger with the batch's id as their job, so that the
 * end of the job that submitted them closes none of them.
 */
export const migration0004: Migration = {
  id: 4,
  name: 'batches',
  sql: `
CREATE TABLE batch (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  run_no INTEGER NOT NULL REFERENCES run (no) ON DELETE CASCADE,
  job_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  base_url TEXT,
  model_id TEXT NOT NULL,
  provider_batch_id TEXT,
  state TEXT NOT NULL CHECK (state IN
    ('preparing', 'submitting', 'in-progress', 'cancelling', 'ended', 'collected', 'failed')),
  request_count INTEGER NOT NULL,
  succeeded_count INTEGER NOT NULL DEFAULT 0,
  failed_count INTEGER NOT NULL DEFAULT 0,
  submitted_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER,
  last_checked_at_ms INTEGER,
  error TEXT
) STRICT;
CREATE INDEX batch_by_run ON batch (run_no, no);
CREATE INDEX batch_preparing ON batch (job_id) WHERE state = 'preparing';
CREATE INDEX batch_by_provider_id ON batch (provider_batch_id);
`,
}

import type { Migration } from '../migrate.ts'

/** Token counts that providers gave when they were asked, by the hash of what was counted. */
export const migration0008: Migration = {
  id: 8,
  name: 'token-counts',
  sql: `
CREATE TABLE token_count (
  content_key BLOB PRIMARY KEY,
  model_id TEXT NOT NULL,
  tokens INTEGER NOT NULL,
  counted_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
}

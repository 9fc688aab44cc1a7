import type { Migration } from '../migrate.ts'

/** Vectors of cases' values by a model (32-bit floats), under a hash of the text: no text is kept twice. */
export const migration0028: Migration = {
  id: 28,
  name: 'case embeddings',
  sql: `
CREATE TABLE case_embedding (
  no INTEGER PRIMARY KEY,
  model_id TEXT NOT NULL,
  text_hash BLOB NOT NULL,
  vector BLOB NOT NULL,
  tokens INTEGER NOT NULL,
  UNIQUE (model_id, text_hash)
) STRICT;
`,
}

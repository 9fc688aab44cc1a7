import type { Migration } from '../migrate.ts'

/**
 * Texts that prompts share. `variant.partials` is what those that a variant uses said when it was frozen (a JSON object, name →
 * text); null = not frozen, what they say now. Variants frozen before there were partials use none.
 */
export const migration0012: Migration = {
  id: 12,
  name: 'partials',
  sql: `
CREATE TABLE prompt_partial (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES project (id),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  archived_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX prompt_partial_by_name ON prompt_partial (project_id, name) WHERE archived_at IS NULL;
ALTER TABLE variant ADD COLUMN partials TEXT;
UPDATE variant SET partials = '{}' WHERE is_frozen = 1;
`,
}

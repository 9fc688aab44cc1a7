import type { Migration } from '../migrate.ts'

/**
 * Hard limits of a project's or a tag's days, weeks and months. Every attempt remembers the tags that it had, as a set that many
 * share, so that a limit that is set later knows what its day, week or month has cost so far.
 */
export const migration0026: Migration = {
  id: 26,
  name: 'budget rules',
  sql: `
CREATE TABLE budget_rule (
  id TEXT PRIMARY KEY,
  project_id TEXT REFERENCES project (id),
  tag TEXT,
  period TEXT NOT NULL CHECK (period IN ('day', 'week', 'month')),
  since TEXT NOT NULL,
  limit_nano_usd INTEGER NOT NULL
) STRICT;

CREATE TABLE tag_set (
  no INTEGER PRIMARY KEY,
  tags TEXT NOT NULL UNIQUE
) STRICT;

ALTER TABLE ledger ADD COLUMN tag_set_no INTEGER;
`,
}

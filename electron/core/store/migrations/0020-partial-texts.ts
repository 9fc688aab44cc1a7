import type { Migration } from '../migrate.ts'

/** What partials said at each pause in typing, each text whole. */
export const migration0020: Migration = {
  id: 20,
  name: 'partial-texts',
  sql: `
CREATE TABLE partial_text (
  no INTEGER PRIMARY KEY,
  partial_id TEXT NOT NULL REFERENCES prompt_partial (id),
  text TEXT NOT NULL,
  saved_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX partial_text_by_partial ON partial_text (partial_id, no);
INSERT INTO partial_text (partial_id, text, saved_at_ms)
  SELECT id, text, CAST(unixepoch(updated_at, 'subsec') * 1000 AS INTEGER) FROM prompt_partial;
`,
}

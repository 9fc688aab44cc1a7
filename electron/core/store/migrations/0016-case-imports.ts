import type { Migration } from '../migrate.ts'

/**
 * Imports under way: the cases of one are there, and seen by nobody, until its row is deleted. A number is never given twice,
 * since cases keep theirs.
 */
export const migration0016: Migration = {
  id: 16,
  name: 'case imports',
  sql: `
CREATE TABLE case_import (
  no INTEGER PRIMARY KEY,
  eval_set_id TEXT NOT NULL REFERENCES eval_set (id),
  is_new INTEGER NOT NULL,
  touched_at TEXT NOT NULL
) STRICT;
ALTER TABLE eval_case ADD COLUMN import_no INTEGER;
CREATE INDEX eval_case_import ON eval_case (import_no) WHERE import_no IS NOT NULL;
`,
}

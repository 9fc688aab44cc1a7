import type { Migration } from '../migrate.ts'

/**
 * What tabs said at each pause in typing. A row is the content as canonical JSON, whole (`base_no` is null), or what stands
 * between the first `head` and the last `tail` characters (UTF-16) of its base, which is whole.
 */
export const migration0005: Migration = {
  id: 5,
  name: 'draft-snapshots',
  sql: `
CREATE TABLE draft_snapshot (
  no INTEGER PRIMARY KEY,
  prompt_id TEXT NOT NULL REFERENCES prompt (id),
  letter TEXT NOT NULL,
  variant_id TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  base_no INTEGER REFERENCES draft_snapshot (no),
  head INTEGER NOT NULL,
  tail INTEGER NOT NULL,
  body TEXT NOT NULL,
  characters INTEGER NOT NULL,
  message_count INTEGER NOT NULL,
  tokens INTEGER,
  saved_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_snapshot_by_tab ON draft_snapshot (prompt_id, letter, no);
CREATE INDEX draft_snapshot_by_base ON draft_snapshot (base_no) WHERE base_no IS NOT NULL;
`,
}

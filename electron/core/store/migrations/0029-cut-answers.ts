import type { Migration } from '../migrate.ts'

/** Which answers end at the output limit, so that they are counted without reading any reply. */
export const migration0029: Migration = {
  id: 29,
  name: 'cut answers',
  sql: `
ALTER TABLE cell ADD COLUMN is_cut INTEGER NOT NULL DEFAULT 0;
UPDATE cell SET is_cut = 1
  WHERE state = 'answered' AND reply_no IN (SELECT no FROM reply WHERE finish_reason = 'length');
CREATE INDEX cell_cut ON cell (run_no, column_no) WHERE is_cut = 1;
`,
}

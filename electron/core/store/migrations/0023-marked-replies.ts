import type { Migration } from '../migrate.ts'

/** The answer that a mark was given to: asking again puts another one in its place. */
export const migration0023: Migration = {
  id: 23,
  name: 'marked-replies',
  sql: `ALTER TABLE cell_mark ADD COLUMN reply_no INTEGER;
UPDATE cell_mark SET reply_no = (SELECT c.reply_no FROM cell c WHERE c.run_no = cell_mark.run_no
  AND c.row_no = cell_mark.row_no AND c.column_no = cell_mark.column_no AND c.repeat_no = cell_mark.repeat_no);
`,
}

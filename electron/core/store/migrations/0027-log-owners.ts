import type { Migration } from '../migrate.ts'

/** The process that reads a usage log: of one that was killed, the rows are nobody's. */
export const migration0027: Migration = {
  id: 27,
  name: 'log owners',
  sql: `ALTER TABLE usage_log ADD COLUMN owner TEXT;
`,
}

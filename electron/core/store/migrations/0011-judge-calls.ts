import type { Migration } from '../migrate.ts'

/** What a paid call was for: an answer, or a judge's opinion of one. */
export const migration0011: Migration = {
  id: 11,
  name: 'judge-calls',
  sql: `ALTER TABLE ledger ADD COLUMN purpose TEXT NOT NULL DEFAULT 'answer';`,
}

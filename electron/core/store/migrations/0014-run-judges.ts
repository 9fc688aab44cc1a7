import type { Migration } from '../migrate.ts'

/** The judge models of a run as they were when it began: their prices belong to its price snapshot. */
export const migration0014: Migration = {
  id: 14,
  name: 'run-judges',
  sql: `ALTER TABLE run ADD COLUMN judges TEXT NOT NULL DEFAULT '[]';`,
}

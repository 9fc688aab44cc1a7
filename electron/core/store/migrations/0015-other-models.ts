import type { Migration } from '../migrate.ts'

/** Which other models than the ones it asked answered a run, with their prices, as JSON: see OtherModel. */
export const migration0015: Migration = {
  id: 15,
  name: 'other models',
  sql: `ALTER TABLE run ADD COLUMN other_models TEXT NOT NULL DEFAULT '[]';`,
}

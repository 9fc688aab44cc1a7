import type { Migration } from '../migrate.ts'

/** The tools that an answer asked to have called, as JSON; null = none. */
export const migration0013: Migration = {
  id: 13,
  name: 'tool-calls',
  sql: `ALTER TABLE reply ADD COLUMN tool_calls TEXT;`,
}

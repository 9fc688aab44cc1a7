import type { Migration } from '../migrate.ts'

/**
 * The user's own limits of a provider, per minute, and how each reply was bought: `standard`, `flex` or `batch`; null for
 * replies of older builds and for those that broke off.
 */
export const migration0007: Migration = {
  id: 7,
  name: 'limits and tiers',
  sql: `
ALTER TABLE provider ADD COLUMN requests_per_minute INTEGER;
ALTER TABLE provider ADD COLUMN tokens_per_minute INTEGER;
ALTER TABLE reply ADD COLUMN service TEXT;
`,
}

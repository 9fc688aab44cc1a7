import type { Migration } from '../migrate.ts'

/** Whether JavaScript assertions of an eval set may run: off for every set that is there. */
export const migration0021: Migration = {
  id: 21,
  name: 'code-rights',
  sql: `ALTER TABLE eval_set ADD COLUMN may_run_code INTEGER NOT NULL DEFAULT 0 CHECK (may_run_code IN (0, 1));`,
}

import type { Migration } from '../migrate.ts'

/** Finds what a run may have been billed for without an answer; there are never many of them. */
export const migration0010: Migration = {
  id: 10,
  name: 'unknown attempts',
  sql: `CREATE INDEX ledger_unknown ON ledger (run_no) WHERE state = 'unknown';`,
}

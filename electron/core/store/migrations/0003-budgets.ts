import type { Migration } from '../migrate.ts'

/**
 * Limits of a day, a month and a project besides those of runs: `budget` counts for each of them, and every attempt
 * remembers which it was charged to. Simulated calls cost nothing and count for none of the three.
 */
export const migration0003: Migration = {
  id: 3,
  name: 'budgets',
  sql: `
ALTER TABLE project ADD COLUMN budget_nano_usd INTEGER;
ALTER TABLE ledger ADD COLUMN project_id TEXT;
ALTER TABLE ledger ADD COLUMN day TEXT;

UPDATE ledger SET
  project_id = (SELECT run.project_id FROM run WHERE run.no = ledger.run_no),
  day = date(sent_at_ms / 1000, 'unixepoch', 'localtime')
  WHERE is_simulation = 0;

INSERT INTO budget (scope, settled_nano_usd, held_nano_usd)
  SELECT c.scope, COALESCE(SUM(l.amount_nano_usd), 0),
    COALESCE(SUM(CASE WHEN l.state NOT IN ('settled', 'rejected') THEN l.reserved_nano_usd END), 0)
  FROM ledger l JOIN (
    SELECT no, 'day:' || day AS scope FROM ledger WHERE day IS NOT NULL
    UNION ALL SELECT no, 'month:' || substr(day, 1, 7) FROM ledger WHERE day IS NOT NULL
    UNION ALL SELECT no, 'project:' || project_id FROM ledger WHERE project_id IS NOT NULL
  ) c ON c.no = l.no GROUP BY c.scope;
`,
}

import type { Migration } from '../migrate.ts'

/** What was spent in each week so far, from Monday on: the limit of a week counts it. */
export const migration0024: Migration = {
  id: 24,
  name: 'week budgets',
  sql: `
INSERT INTO budget (scope, settled_nano_usd, held_nano_usd)
  SELECT 'week:' || date(substr(scope, 5), 'weekday 0', '-6 days'), SUM(settled_nano_usd), SUM(held_nano_usd)
  FROM budget WHERE scope LIKE 'day:%' GROUP BY 1;
`,
}

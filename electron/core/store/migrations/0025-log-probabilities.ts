import type { Migration } from '../migrate.ts'

/** How sure the model was of its answer, over all its tokens; null = not asked for, or not told. */
export const migration0025: Migration = {
  id: 25,
  name: 'log-probabilities',
  sql: `ALTER TABLE reply ADD COLUMN mean_log_probability REAL;
ALTER TABLE reply ADD COLUMN log_probability_tokens INTEGER;`,
}

import type { Migration } from '../migrate.ts'

/** What an exact count teaches about the model's tokenizer, as JSON: token classes and framing, never the text; null = nothing. */
export const migration0017: Migration = {
  id: 17,
  name: 'count-samples',
  sql: `ALTER TABLE token_count ADD COLUMN sample TEXT;`,
}

import { z } from 'zod'
import type { SqlRules } from './scorer.ts'

const Allowed = z.array(z.string().max(1000)).max(1000).nullable().default(null)

/** Named as in promptfoo. */
export const SqlOptions = z.strictObject({
  databaseType: z
    .enum(['MySQL', 'MariaDB', 'PostgreSQL', 'Sqlite', 'TransactSQL', 'BigQuery', 'Snowflake'])
    .default('MySQL')
    .describe('Dialect'),
  allowedTables: Allowed.describe('Allowed tables, such as select::null::orders'),
  allowedColumns: Allowed.describe('Allowed columns, such as select::orders::id'),
})

export function sqlRules({ databaseType, allowedTables, allowedColumns }: z.infer<typeof SqlOptions>): SqlRules {
  return { dialect: databaseType, tables: allowedTables, columns: allowedColumns }
}

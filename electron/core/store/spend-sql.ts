import { z } from 'zod'
import { CASE_TAG_NAME } from '../../../shared/domain/call-tag.ts'
import type { SpendFilter } from '../../../shared/domain/spend-breakdown.ts'

export interface LogRef {
  readonly no: number
  readonly id: string
  /** JSON. */
  readonly tagNames: string
  readonly firstNo: number | null
  readonly lastNo: number | null
}

export interface RunRef {
  readonly no: number
  readonly id: string
  readonly name: string
  /** 1 = its calls have tags of their own. */
  readonly isTagged: number
}

/** One dimension that calls can be grouped by. */
interface TagSql {
  readonly name: string
  /** Joined to `call`; may give a call several times, or not at all. */
  readonly from: string
  /** What is grouped by. */
  readonly key: string
  /** The words for `grouped.tag`. */
  readonly label: string
  /** The words of one call. */
  readonly value: string
}

/** Calls of logs or of runs as one table: at_ms, calls, model, cost, is_estimated, is_error and the classes of tokens. */
export interface CallSource {
  readonly sql: string
  readonly params: readonly (string | number | null)[]
  readonly tags: readonly TagSql[]
}

const Names = z.array(z.string())

/** Rows of usage logs, whose tags of one name may stand in different places. */
export function logCalls(logs: readonly LogRef[], filter: SpendFilter): CallSource {
  const tagNames = logs.map(({ no, tagNames: text }) => ({ no, names: Names.parse(JSON.parse(text)) }))
  const all = [...new Set(tagNames.flatMap(({ names }) => names))]
  /** Where a tag stands, by log; absent in a log that has none of that name. */
  const slotOf = (name: string) => {
    const [only] = tagNames
    // Twice as fast, and most projects have a single log.
    if (only && tagNames.length === 1) return `r.tag_${only.names.indexOf(name) + 1}`
    return `CASE r.log_no ${tagNames
      .filter(({ names }) => names.includes(name))
      .map(({ no, names }) => `WHEN ${no} THEN r.tag_${names.indexOf(name) + 1}`)
      .join(' ')} END`
  }
  const where = [
    `r.log_no IN (${logs.map(({ no }) => no).join(', ')})`,
    // Rows of a log lie side by side: a library of many logs is not read from its beginning.
    `r.no BETWEEN ${Math.min(...logs.map(({ firstNo }) => firstNo ?? 0))} AND ${Math.max(...logs.map(({ lastNo }) => lastNo ?? 0))}`,
  ]
  const params: (string | number | null)[] = []
  if (filter.model !== null) {
    where.push('r.model_no = (SELECT no FROM usage_model WHERE name = ?)')
    params.push(filter.model)
  }
  addTimes(where, params, filter, 'r.at_ms')
  if (filter.tag !== null) {
    if (!all.includes(filter.tag.name)) where.push('0')
    else if (filter.tag.value === null) where.push(`${slotOf(filter.tag.name)} IS NULL`)
    else {
      where.push(`${slotOf(filter.tag.name)} = (SELECT no FROM usage_tag WHERE value = ?)`)
      params.push(filter.tag.value)
    }
  }
  const slots = all.map((name, index) => `, ${slotOf(name)} AS slot_${index}`).join('')
  return {
    sql: `SELECT r.at_ms, r.calls, r.model_no AS model, ifnull(r.cost_nano_usd, r.priced_nano_usd) AS cost,
      r.cost_nano_usd IS NULL AND r.priced_nano_usd IS NOT NULL AS is_estimated, r.is_error, r.input_tokens AS input,
      r.cache_read_tokens AS cache_read, r.cache_write_5m_tokens AS write_5m, r.cache_write_1h_tokens AS write_1h,
      r.output_tokens AS output, r.reasoning_tokens AS reasoning, r.prompt_hash${slots}
      FROM usage_row r WHERE ${where.join(' AND ')}`,
    params,
    tags: all.map((name, index) => ({
      name,
      from: '',
      key: `slot_${index}`,
      label: '(SELECT value FROM usage_tag WHERE no = grouped.tag)',
      value: `SELECT value FROM usage_tag WHERE no = call.slot_${index}`,
    })),
  }
}

/** Answers of runs: what each costs at the run's prices, also where an earlier answer was used again. */
export function runCalls(runs: readonly RunRef[], filter: SpendFilter): CallSource {
  const where = [`c.run_no IN (${runs.map(({ no }) => no).join(', ')})`, `c.state = 'answered'`]
  const params: (string | number | null)[] = []
  if (filter.model !== null) {
    where.push('k.model_id = ?')
    params.push(filter.model)
  }
  addTimes(where, params, filter, 'p.created_at_ms')
  if (filter.tag !== null) {
    const { name, value } = filter.tag
    const tagged = 'SELECT 1 FROM snapshot_tag t WHERE t.snapshot_no = u.snapshot_no AND t.row_no = c.row_no'
    if (name === CASE_TAG_NAME && value === null) where.push(`NOT EXISTS (${tagged})`)
    else if (name === RUN_TAG) {
      const own = `SELECT 1 FROM json_each(u.spec, '$.tags') g`
      where.push(value === null ? `NOT EXISTS (${own})` : `EXISTS (${own} WHERE g.value = ?)`)
      if (value !== null) params.push(value)
    } else {
      where.push(
        name === CASE_TAG_NAME ? `EXISTS (${tagged} AND t.tag = ?)` : name === RUN ? 'u.name = ?' : `${VARIANT} = ?`,
      )
      params.push(value)
    }
  }
  return {
    sql: `SELECT p.created_at_ms AS at_ms, 1 AS calls, k.model_id AS model, c.cost_nano_usd AS cost,
      p.usage ->> '$.isEstimated' AS is_estimated, 0 AS is_error, p.usage ->> '$.inputTokens' AS input,
      p.usage ->> '$.cacheReadTokens' AS cache_read, p.usage ->> '$.cacheWrite5mTokens' AS write_5m,
      p.usage ->> '$.cacheWrite1hTokens' AS write_1h, p.usage ->> '$.outputTokens' AS output,
      p.usage ->> '$.reasoningTokens' AS reasoning, u.name AS run_name, u.spec AS run_spec, ${VARIANT} AS variant, u.snapshot_no, c.row_no
      FROM cell c JOIN run u ON u.no = c.run_no JOIN run_column k ON k.run_no = c.run_no AND k.column_no = c.column_no
      JOIN reply p ON p.no = c.reply_no WHERE ${where.join(' AND ')}`,
    params,
    tags: [
      { name: VARIANT_TAG, from: '', key: 'variant', label: 'grouped.tag', value: 'SELECT call.variant' },
      ...(runs.some(({ isTagged }) => isTagged) ? [RUN_TAGS] : []),
      { name: RUN, from: '', key: 'run_name', label: 'grouped.tag', value: 'SELECT call.run_name' },
      {
        name: CASE_TAG_NAME,
        from: 'LEFT JOIN snapshot_tag t ON t.snapshot_no = call.snapshot_no AND t.row_no = call.row_no',
        key: 't.tag',
        label: 'grouped.tag',
        value: `SELECT group_concat(t.tag, ', ') FROM snapshot_tag t WHERE t.snapshot_no = call.snapshot_no AND t.row_no = call.row_no`,
      },
    ],
  }
}

const RUN = 'run'
const RUN_TAG = 'run tag'
/** A run of two tags counts for both. */
const RUN_TAGS: TagSql = {
  name: RUN_TAG,
  from: `LEFT JOIN json_each(call.run_spec, '$.tags') g`,
  key: 'g.value',
  label: 'grouped.tag',
  value: `SELECT group_concat(g.value, ', ') FROM json_each(call.run_spec, '$.tags') g`,
}
const VARIANT_TAG = 'prompt'
const VARIANT = `u.columns ->> ('$[' || c.column_no || '].promptName') || ' ' || (u.columns ->> ('$[' || c.column_no || '].variantLabel'))`

function addTimes(
  where: string[],
  params: (string | number | null)[],
  { fromMs, toMs }: SpendFilter,
  column: string,
): void {
  if (fromMs !== null) {
    where.push(`${column} >= ?`)
    params.push(fromMs)
  }
  if (toMs !== null) {
    where.push(`${column} < ?`)
    params.push(toMs)
  }
}

import type { AnswerColumns } from '../domain/import.ts'
import type { JsonValue } from '../domain/json.ts'
import { usdToNano } from '../domain/money.ts'
import type { Usage } from '../domain/usage.ts'
import type { TableRow } from './read-table.ts'

/** One answer of a table; null = the table does not say. */
export interface RecordedAnswer {
  /** Null = there is no answer. */
  readonly output: string | null
  readonly score: number | null
  /** Absent = told by the score. */
  readonly hasPassed?: boolean
  /** Why there is no answer; absent = the table has none. */
  readonly failure?: string
  readonly costNanoUsd: number | null
  readonly latencyMs: number | null
  readonly usage: Usage | null
}

/** What a row holds of one model. Gives a sentence instead where a figure is none, so that it is not taken for unknown. */
export function readAnswer(row: TableRow, columns: AnswerColumns): RecordedAnswer | string {
  const problems: string[] = []
  function figure(column: string | null, most = Number.POSITIVE_INFINITY): number | null {
    const value = column === null ? null : (row.values[column] ?? null)
    if (value === null || value === '') return null
    const number = toNumber(value)
    if (Number.isFinite(number) && number >= 0 && number <= most) return number
    const range = most === 1 ? 'a number from 0 to 1, true or false' : 'a number from 0 on'
    problems.push(`"${String(value).slice(0, 40)}" in column "${column}" is not ${range}.`)
    return null
  }
  const costUsd = figure(columns.costUsd, 1_000_000)
  const promptTokens = figure(columns.promptTokens, Number.MAX_SAFE_INTEGER)
  const outputTokens = figure(columns.outputTokens, Number.MAX_SAFE_INTEGER)
  const answer = {
    output: toText(row.values[columns.output] ?? null),
    score: figure(columns.score, 1),
    costNanoUsd: costUsd === null ? null : usdToNano(costUsd),
    latencyMs: figure(columns.latencyMs),
    usage: toUsage(promptTokens, outputTokens),
  }
  return problems[0] ?? answer
}

function toNumber(value: JsonValue): number {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return Number.NaN
  const word = value.trim().toLowerCase()
  if (word === 'true' || word === 'false') return Number(word === 'true')
  return Number(word)
}

function toText(value: JsonValue): string | null {
  if (value === null || value === '') return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Half of a usage would be a wrong one. */
function toUsage(promptTokens: number | null, outputTokens: number | null): Usage | null {
  if (promptTokens === null || outputTokens === null) return null
  return {
    inputTokens: Math.round(promptTokens),
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: Math.round(outputTokens),
    reasoningTokens: null,
    isEstimated: false,
  }
}

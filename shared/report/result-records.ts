import { nanoToUsd } from '../domain/money.ts'
import type { ResultRow } from '../domain/results.ts'
import type { Cell, Run } from '../domain/run.ts'
import { promptTokensOf } from '../domain/usage.ts'

/** What stands in one field of a table; null = empty. */
export type Field = string | number | null

const FIXED = [
  'case',
  'variant',
  'model',
  'trial',
  'state',
  'passed',
  'score',
  'output',
  'reasons',
  'cost_usd',
  'latency_ms',
  'first_token_ms',
  'prompt_tokens',
  'output_tokens',
  'cached',
  'attempts',
  'error',
  'your_thumb',
  'your_score',
  'your_label',
  'your_comment',
  'highlighted',
  'expected',
  'tags',
]

/** The names of a result table's columns: those of every run, then the case variables. */
export function recordNames(variableNames: readonly string[]): string[] {
  return [...FIXED, ...variableNames.map((name) => `variable ${name}`)]
}

/** One record for each cell of a row that is there. */
export function recordsOf(run: Run, row: ResultRow, variableNames: readonly string[]): Field[][] {
  const { evalCase } = row
  const ofCase = [
    evalCase.expected,
    evalCase.tags.join(', '),
    ...variableNames.map((name) => {
      const value = evalCase.variables[name]
      return value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)
    }),
  ]
  return row.cells.flatMap((cells, index) =>
    (cells ?? []).map((cell) => [
      evalCase.position,
      run.columns[index]?.variantLabel ?? '',
      run.columns[index]?.modelId ?? '',
      cell.repeat + 1,
      ...ofCell(cell),
      ...ofCase,
    ]),
  )
}

function ofCell(cell: Cell): Field[] {
  const { usage, mark } = cell
  return [
    cell.state,
    cell.hasPassed === null ? null : cell.hasPassed ? 'yes' : 'no',
    cell.score,
    cell.output,
    cell.assertions.map(({ scorer, isNegated, reason }) => `${isNegated ? 'not-' : ''}${scorer}: ${reason}`).join('\n'),
    cell.costNanoUsd === null ? null : nanoToUsd(cell.costNanoUsd),
    cell.latencyMs,
    cell.firstTokenMs,
    usage === null ? null : promptTokensOf(usage),
    usage?.outputTokens ?? null,
    cell.isCached ? 'yes' : 'no',
    cell.attempts,
    cell.error?.message ?? null,
    mark?.thumb === null || mark === undefined ? null : mark.thumb ? 'good' : 'bad',
    mark?.score ?? null,
    mark?.label || null,
    mark?.comment || null,
    mark?.isHighlighted ? 'yes' : null,
  ]
}

import type {
  ResultCondition,
  ResultFigure,
  ResultFilter,
  ResultQuestion,
  ResultSort,
} from '../../../../shared/domain/results.ts'
import type { StoredRun } from '../run-store.ts'

/** A question without its search, which no SQL answers. */
export type RowQuestion = Omit<ResultQuestion, 'search' | 'isRegex'>

/** A question about the rows of a run, as SQL: `from` gives their numbers as s.row_no, in any order. */
export interface ResultSql {
  readonly from: string
  readonly binding: Readonly<Record<string, number | string>>
}

/** Conditions on a record `s` of result_row. */
const FILTERS: Readonly<Record<ResultFilter, string | null>> = {
  all: null,
  failed: 's.failed > 0',
  passed: 's.passed > 0 AND s.failed = 0 AND s.errors = 0',
  different: 's.is_different = 1',
  // Whatever is left without the baseline's own letter, and without columns that have no cell, disagrees.
  disagreeing: `substr(s.outcomes, @baseline, 1) NOT IN ('', '.')
    AND replace(replace(s.outcomes, substr(s.outcomes, @baseline, 1), ''), '.', '') <> ''`,
  errors: 's.errors > 0',
  flaky: 's.is_flaky = 1',
  highlighted: `s.row_no IN (SELECT row_no FROM cell_mark WHERE run_no = @runNo AND is_highlighted = 1)`,
}

/** Of the trials of one cell. */
const SORT_VALUES: Readonly<Record<ResultFigure, string>> = {
  score: 'AVG(score)',
  cost: 'SUM(cost_nano_usd)',
  latency: 'AVG(latency_ms)',
  tokens: 'AVG(prompt_tokens + output_tokens)',
}

const CELL_VALUES: Readonly<Record<ResultFigure, string>> = {
  score: 'score',
  cost: 'cost_nano_usd',
  latency: 'latency_ms',
  tokens: 'prompt_tokens + output_tokens',
}

/** @param isFound name of an SQL function that tells whether the search found a row; null = nothing is searched */
export function resultSql(stored: StoredRun, question: RowQuestion, isFound: string | null): ResultSql {
  const { filter, tags, conditions } = question
  const binding: Record<string, number | string> = {
    runNo: stored.no,
    snapshotNo: stored.snapshotNo,
    caseCount: stored.run.caseCount,
  }
  const where: string[] = ['s.row_no < @caseCount']
  const byFilter = FILTERS[filter]
  if (byFilter !== null) where.push(byFilter)
  if (filter === 'disagreeing') binding.baseline = columnNoOf(stored, question.baseline) + 1
  if (tags.length > 0) {
    where.push(`s.row_no IN (SELECT row_no FROM snapshot_tag WHERE snapshot_no = @snapshotNo
      AND tag IN (${tags.map((_, index) => `@tag${index}`).join(', ')}))`)
    for (const [index, tag] of tags.entries()) binding[`tag${index}`] = tag
  }
  for (const [index, condition] of conditions.entries()) {
    where.push(conditionSql(stored, condition, index, binding))
    binding[`value${index}`] = condition.value
  }
  if (isFound !== null) where.push(`${isFound}(s.row_no)`)
  const needsRow = (byFilter !== null && filter !== 'highlighted') || conditions.some(({ column }) => column === null)
  const base = needsRow
    ? { table: 'result_row s', of: 's.run_no = @runNo' }
    : { table: 'snapshot_case s', of: 's.snapshot_no = @snapshotNo' }
  return { from: `FROM ${base.table} WHERE ${base.of} AND ${where.join(' AND ')}`, binding }
}

function conditionSql(
  stored: StoredRun,
  { figure, column, is }: ResultCondition,
  index: number,
  binding: Record<string, number | string>,
): string {
  const compare = is === 'at-least' ? '>=' : '<='
  if (column === null) return `s.${is === 'at-least' ? 'high' : 'low'}_${figure} ${compare} @value${index}`
  binding[`column${index}`] = columnNoOf(stored, column)
  return `s.row_no IN (SELECT row_no FROM cell INDEXED BY cell_by_column WHERE run_no = @runNo
    AND column_no = @column${index} AND ${CELL_VALUES[figure]} ${compare} @value${index})`
}

/** What a figure of one column is in each row that has it, as SQL that gives pairs of row and value. */
export function figureSql(figure: ResultFigure, ofColumn: boolean): string {
  // By column: one range of the index instead of a look for every row.
  return `SELECT row_no, ${SORT_VALUES[figure]} FROM cell ${ofColumn ? 'INDEXED BY cell_by_column' : ''}
    WHERE run_no = ? ${ofColumn ? 'AND column_no = ?' : ''} GROUP BY row_no`
}

/** 0 where the run has no such column. */
export function columnNoOf(stored: StoredRun, column: ResultSort['column']): number {
  return Math.max(
    0,
    stored.run.columns.findIndex((c) => c.variantId === column?.variantId && c.modelId === column.modelId),
  )
}

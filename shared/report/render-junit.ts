import { escapeXml } from '../charts/escape-xml.ts'
import { nanoToUsd } from '../domain/money.ts'
import type { ColumnSummary, ResultRow } from '../domain/results.ts'
import type { Run } from '../domain/run.ts'

/** Before the suites of a run: one for each column. */
export function junitStart(run: Run, columns: readonly ColumnSummary[]): string {
  const sum = (count: (column: ColumnSummary) => number) => columns.reduce((all, column) => all + count(column), 0)
  const failures = sum(({ scored, passed }) => scored - passed)
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${escapeXml(run.name)}" tests="${sum(({ cells }) => cells)}" failures="${failures}" errors="${sum(({ failed }) => failed)}">
`
}

export const junitEnd = '</testsuites>\n'

/** @see https://github.com/testmoapp/junitxml, the form that GitLab, Jenkins and GitHub's actions read */
export function junitSuiteStart(run: Run, columnNo: number, column: ColumnSummary): string {
  const { variantLabel, modelId, cells, scored, passed, failed, passRate, costPer1000NanoUsd, latencyP95Ms } = column
  const properties: readonly (readonly [string, number | null])[] = [
    ['passRate', passRate],
    ['costPer1000Usd', costPer1000NanoUsd === null ? null : nanoToUsd(costPer1000NanoUsd)],
    ['latencyP95Ms', latencyP95Ms],
  ]
  const told = properties
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<property name="${name}" value="${value}"/>`)
  return `<testsuite id="${columnNo}" name="${escapeXml(`${variantLabel} on ${modelId}`)}" tests="${cells}" failures="${scored - passed}" errors="${failed}" timestamp="${escapeXml(run.createdAt)}">
<properties>${told.join('')}</properties>
`
}

export const junitSuiteEnd = '</testsuite>\n'

/** One test case for each trial of one cell; one that nothing scored is skipped. */
export function junitCases(run: Run, row: ResultRow, columnNo: number): string {
  const column = run.columns[columnNo]
  const className = escapeXml(`${column?.variantLabel} on ${column?.modelId}`)
  return (row.cells[columnNo] ?? [])
    .map((cell) => {
      const trial = run.spec.repeats > 1 ? `, trial ${cell.repeat + 1}` : ''
      const time = cell.latencyMs === null ? '' : ` time="${(cell.latencyMs / 1000).toFixed(3)}"`
      const start = `<testcase classname="${className}" name="Case ${row.evalCase.position}${trial}"${time}`
      const output = `<system-out>${escapeXml(cell.output.slice(0, 10_000))}</system-out>`
      if (cell.error) {
        return `${start}><error type="${cell.error.code}" message="${escapeXml(cell.error.message)}"/></testcase>\n`
      }
      if (cell.hasPassed === null) return `${start}><skipped message="not scored"/>${output}</testcase>\n`
      if (cell.hasPassed) return `${start}/>\n`
      const failed = cell.assertions.filter(({ hasPassed }) => hasPassed === false)
      const reasons = failed.map(({ scorer, isNegated, reason }) => `${isNegated ? 'not-' : ''}${scorer}: ${reason}`)
      return `${start}><failure type="assertion" message="${escapeXml(reasons[0] ?? 'failed')}">${escapeXml(reasons.join('\n'))}</failure>${output}</testcase>\n`
    })
    .join('')
}

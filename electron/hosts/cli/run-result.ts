import type { Client } from '../../../shared/contract/client.ts'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { nanoToUsd } from '../../../shared/domain/money.ts'
import type { ColumnSummary } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { cutRate, describeCuts } from '../../../shared/evaluate/describe-cut.ts'
import { describeOtherModel } from '../../../shared/evaluate/describe-other-model.ts'
import { exitCode } from './exit-code.ts'
import { readVerdicts, type VerdictWish } from './read-verdicts.ts'

/** What a run came to, as the command line prints it. */
export interface RunResult {
  readonly run: Run
  readonly job: Pick<JobSnapshot, 'state' | 'error'>
  readonly columns: readonly ColumnSummary[]
  /** Against the first column or the one named by --baseline; empty with a single column. */
  readonly verdicts: readonly Verdict[]
}

export async function readRunResult(
  client: Client,
  runId: RunId,
  job: RunResult['job'],
  wish: VerdictWish = {},
): Promise<RunResult> {
  const [run, columns] = await Promise.all([
    client.call('runs.get', { runId }),
    client.call('results.summary', { runId }),
  ])
  return { run, job, columns, verdicts: await readVerdicts(client, run, wish) }
}

export function exitCodeOf({ run, job }: RunResult): number {
  if (job.state === 'cancelled') return exitCode.interrupted
  return run.state === 'complete' && run.errorCount === 0 ? exitCode.passed : exitCode.incomplete
}

/** The shape that `--json` prints; rates are fractions, money is USD, unknown is null. */
export function toJson({ run, job, columns, verdicts }: RunResult): object {
  return {
    runId: run.id,
    name: run.name,
    state: run.state,
    cells: run.cellCount,
    done: run.doneCount,
    errors: run.errorCount,
    costUsd: nanoToUsd(run.costNanoUsd),
    hasUnpriced: run.hasUnpriced,
    mayStopEarly: run.spec.mayStopEarly,
    otherModels: run.otherModels.map(({ asked, answeredBy, price }) => ({
      asked,
      answeredBy,
      isPriced: price !== null,
    })),
    evalSetHash: run.evalSetHash,
    error: job.error,
    columns: columns.map((column) => ({
      variant: column.variantName === '' ? column.variantLabel : column.variantName,
      variantId: column.variantId,
      model: column.modelId,
      isSimulation: column.isSimulation,
      cells: column.cells,
      answered: column.answered,
      failed: column.failed,
      cached: column.cached,
      cut: column.cut,
      cutRate: cutRate(column),
      passed: column.passed,
      passRate: column.passRate,
      passRateInterval: column.passRateInterval,
      meanScore: column.meanScore,
      costPer1000Usd: column.costPer1000NanoUsd === null ? null : nanoToUsd(column.costPer1000NanoUsd),
      meanPromptTokens: column.meanPromptTokens,
      meanOutputTokens: column.meanOutputTokens,
      latencyP50Ms: column.latencyP50Ms,
      latencyP95Ms: column.latencyP95Ms,
      isOnFront: column.isOnFront,
    })),
    verdicts,
  }
}

/** A table for people. */
export function toText(result: RunResult): string {
  const { run, job, columns, verdicts } = result
  const header = ['variant', 'model', 'passed', 'rate', '95 % interval', '$ per 1,000', 'tokens in / out', 'failed']
  const rows = columns.map((column) => [
    column.variantName === '' ? column.variantLabel : column.variantName,
    column.modelId,
    `${column.passed}/${column.scored}`,
    percent(column.passRate),
    column.passRateInterval
      ? `${percent(column.passRateInterval.low)} to ${percent(column.passRateInterval.high)}`
      : '–',
    formatUsd(column.costPer1000NanoUsd),
    `${column.meanPromptTokens?.toFixed(0) ?? '–'} / ${column.meanOutputTokens?.toFixed(0) ?? '–'}`,
    String(column.failed),
  ])
  const lines = [
    `${run.name} (${run.id}): ${run.state}, ${run.doneCount} of ${run.cellCount} cells, ${formatUsd(run.costNanoUsd)}`,
  ]
  if (job.error) lines.push(job.error.message)
  lines.push(...run.otherModels.map(describeOtherModel), ...describeCuts(columns))
  if (run.state === 'waiting') lines.push(`It waits for batches. Collect them by: pithy batch collect ${run.id} --wait`)
  if (run.state === 'incomplete') lines.push(`Finish it by: pithy resume ${run.id}`)
  return [...lines, ...alignColumns([header, ...rows]), ...verdicts.map(({ sentence }) => sentence)].join('\n')
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(1)} %`
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => (row[index] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

import type { Client } from '../../../../shared/contract/client.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import { usdToNano } from '../../../../shared/domain/money.ts'
import { exitCode } from '../exit-code.ts'
import { followJob } from '../follow-job.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { readPlan } from '../read-plan.ts'
import { exitCodeOf, type RunResult, readRunResult, toJson, toText } from '../run-result.ts'
import { storePlan } from '../store-plan.ts'
import { checkResultFile, writeResultFile } from '../write-result-file.ts'

export interface RunOptions extends GlobalOptions {
  readonly base?: string
  readonly provider: readonly string[]
  readonly report?: string
  readonly budget?: string
  readonly batch?: boolean
}

/** `pithy run PLAN…`: all plans are read, and the reports' places looked at, before the first call is paid for. */
export async function runCommand(files: readonly string[], options: RunOptions): Promise<number> {
  const addresses = new Map(options.provider.map(parseAddress))
  const plans = await Promise.all(files.map((file) => readPlan(file, options.base)))
  const reports = plans.map((_, index) =>
    options.report === undefined ? null : reportName(options.report, index + 1, plans.length),
  )
  for (const report of reports) if (report !== null) await checkResultFile(report)
  const results = await withClient(options, async (client) => {
    const finished: RunResult[] = []
    for (const loaded of plans) {
      const spec = await storePlan(client, loaded, addresses)
      const budgetNanoUsd = options.budget === undefined ? spec.budgetNanoUsd : parseBudget(options.budget)
      const mode = options.batch ? 'batch' : spec.mode
      const { runId, jobId } = await client.call('runs.start', { ...spec, budgetNanoUsd, mode })
      const result = await readRunResult(client, runId, await followJob(client, jobId, spec.name))
      finished.push(result)
      if (!options.json) console.log(toText(result))
      const report = reports[finished.length - 1]
      if (report) await writeReport(client, result, report)
      if (result.job.state === 'cancelled') break
    }
    return finished
  })
  if (options.json)
    console.log(JSON.stringify(plans.length === 1 && results[0] ? toJson(results[0]) : results.map(toJson), null, 2))
  return Math.max(
    exitCode.passed,
    ...results.map((result) => (isSubmitted(result) ? exitCode.passed : exitCodeOf(result))),
  )
}

/** A batch run has done its part when all of it is with the providers. */
function isSubmitted({ run, job }: RunResult): boolean {
  return run.state === 'waiting' && job.state === 'succeeded'
}

/** @throws AppError `bad-input` unless the text is a positive number of dollars */
export function parseBudget(text: string): number {
  const usd = Number(text)
  if (!Number.isFinite(usd) || usd <= 0)
    throw new AppError('bad-input', `--budget ${text} is not a positive number of dollars.`)
  return usdToNano(usd)
}

function parseAddress(text: string): [id: string, url: string] {
  const [, id, url] = /^([a-z0-9-]+)=(https?:\/\/\S+)$/.exec(text) ?? []
  if (id === undefined || url === undefined)
    throw new AppError('bad-input', `--provider ${text} is not of the form id=http://address.`)
  return [id, url]
}

async function writeReport(client: Client, { run }: RunResult, file: string): Promise<void> {
  const { body } = await client.call('reports.render', { runId: run.id })
  await writeResultFile(file, body)
  console.error(`Report: ${file}`)
}

function reportName(wish: string, number: number, total: number): string {
  return total === 1 ? wish : wish.replace(/(\.html?)?$/i, `-${number}.html`)
}

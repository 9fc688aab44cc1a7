import type { Client } from '../../../../shared/contract/client.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import { splitCallTag } from '../../../../shared/domain/call-tag.ts'
import { usdToNano } from '../../../../shared/domain/money.ts'
import type { RunPreview, RunSpec } from '../../../../shared/domain/run.ts'
import { exitCode } from '../exit-code.ts'
import { followJob } from '../follow-job.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { parseTag } from '../parse-tag.ts'
import { type LoadedPlan, readPlan } from '../read-plan.ts'
import { previewToJson, previewToText } from '../run-preview.ts'
import { exitCodeOf, type RunResult, readRunResult, toJson, toText } from '../run-result.ts'
import { storePlan } from '../store-plan.ts'
import { checkResultFile, writeResultFile } from '../write-result-file.ts'

export interface RunOptions extends GlobalOptions {
  readonly base?: string
  readonly provider: readonly string[]
  readonly report?: string
  readonly budget?: string
  readonly batch?: boolean
  readonly flex?: boolean
  readonly earlyStop?: boolean
  readonly allowJavascript?: boolean
  readonly preview?: boolean
  readonly tag?: readonly string[]
  readonly baseline?: string
  readonly confirm?: boolean
}

/** `pithy run PLAN…`: all plans are read, and the reports' places looked at, before the first call is paid for. */
export async function runCommand(files: readonly string[], options: RunOptions): Promise<number> {
  if (options.batch && options.flex) throw new AppError('bad-input', 'A run goes by --batch or by --flex, not by both.')
  const addresses = new Map(options.provider.map(parseAddress))
  const read = await Promise.all(files.map((file) => readPlan(file, options.base)))
  const plans = read.map((loaded) => withCode(loaded, options))
  const reports = plans.map((_, index) =>
    options.report === undefined ? null : reportName(options.report, index + 1, plans.length),
  )
  if (options.preview) return await previewPlans(plans, addresses, options)
  for (const report of reports) if (report !== null) await checkResultFile(report)
  const results = await withClient(options, async (client) => {
    const finished: RunResult[] = []
    for (const loaded of plans) {
      const spec = withOptions(await storePlan(client, loaded, addresses), options)
      const { runId, jobId } = await client.call('runs.start', spec)
      const result = await readRunResult(client, runId, await followJob(client, jobId, spec.name), options)
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

/** `pithy run PLAN… --preview`: the plans go into the library, and nothing is sent. Ends with 2 when one could not start. */
async function previewPlans(
  plans: readonly LoadedPlan[],
  addresses: ReadonlyMap<string, string>,
  options: RunOptions,
): Promise<number> {
  const told = await withClient(options, async (client) => {
    const previews: { readonly name: string; readonly preview: RunPreview }[] = []
    for (const loaded of plans) {
      const spec = withOptions(await storePlan(client, loaded, addresses), options)
      previews.push({ name: spec.name, preview: await client.call('runs.preview', spec) })
    }
    return previews
  })
  if (options.json) {
    const json = told.map(({ name, preview }) => previewToJson(name, preview))
    console.log(JSON.stringify(json.length === 1 ? json[0] : json, null, 2))
  } else for (const { name, preview } of told) console.log(previewToText(name, preview))
  return told.some(({ preview }) => preview.problems.length > 0) ? exitCode.usage : exitCode.passed
}

/** What the command line says wins over the plan. @throws AppError `bad-input` where the two together make no sense */
function withOptions(spec: RunSpec, { budget, batch, flex, earlyStop, tag = [] }: RunOptions): RunSpec {
  const budgetNanoUsd = budget === undefined ? spec.budgetNanoUsd : parseBudget(budget)
  const mode = batch ? 'batch' : flex ? 'flex' : spec.mode
  const mayStopEarly = earlyStop ?? spec.mayStopEarly
  if (mayStopEarly && mode === 'batch')
    throw new AppError(
      'bad-input',
      `The answers of a batch come whole: run "${spec.name}" without early stop, or live.`,
    )
  const given = tag.map((text) => parseTag(text, '--tag'))
  const names = new Set(given.map((one) => splitCallTag(one).name))
  const tags = [...(spec.tags ?? []).filter((one) => !names.has(splitCallTag(one).name)), ...given]
  return { ...spec, budgetNanoUsd, mode, mayStopEarly, ...(tags.length > 0 ? { tags } : {}) }
}

/** The plan with its JavaScript allowed, where the command line says so. */
export function withCode(loaded: LoadedPlan, { allowJavascript }: Pick<RunOptions, 'allowJavascript'>): LoadedPlan {
  return allowJavascript ? { ...loaded, plan: { ...loaded.plan, mayRunCode: true } } : loaded
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

/** @throws AppError `bad-input` unless the text is id=http://address */
export function parseAddress(text: string): [id: string, url: string] {
  const [, id, url] = /^([a-z0-9-]+)=(https?:\/\/\S+)$/.exec(text) ?? []
  if (id === undefined || url === undefined)
    throw new AppError('bad-input', `--provider ${text} is not of the form id=http://address.`)
  return [id, url]
}

async function writeReport(client: Client, { run, verdicts }: RunResult, file: string): Promise<void> {
  const baseline = verdicts[0]?.baseline ?? null
  const { body } = await client.call('reports.render', { runId: run.id, baseline })
  await writeResultFile(file, body)
  console.error(`Report: ${file}`)
}

function reportName(wish: string, number: number, total: number): string {
  return total === 1 ? wish : wish.replace(/(\.html?)?$/i, `-${number}.html`)
}

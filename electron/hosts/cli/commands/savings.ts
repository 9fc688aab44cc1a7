import type { Client } from '../../../../shared/contract/client.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import { type ProjectId, RunId } from '../../../../shared/domain/ids.ts'
import { usdToNano } from '../../../../shared/domain/money.ts'
import { type SpendLimit, SpendPeriod } from '../../../../shared/domain/spend-alert.ts'
import type { SpendUnit } from '../../../../shared/domain/spend-breakdown.ts'
import { type MoneyFormat, moneyFormatOf } from '../../../../shared/report/money-report.ts'
import { renderSavings } from '../../../../shared/report/render-savings.ts'
import { exitCode } from '../exit-code.ts'
import { importUsageLog } from '../import-usage-log.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { type SavingsResult, savingsText } from '../savings-text.ts'
import { untilInterrupted } from '../until-interrupted.ts'
import { checkResultFile, writeResultFile } from '../write-result-file.ts'

export interface SavingsOptions extends GlobalOptions {
  readonly log: readonly string[]
  readonly format?: string
  readonly map: readonly string[]
  readonly run?: string
  readonly project?: string
  readonly tag?: string
  readonly by: SpendUnit
  readonly limit: readonly string[]
  readonly failOnAlert?: boolean
  readonly out?: string
}

/** `pithy savings`: where the money goes, levers ranked, waterfall, alerts. Ends with 1 where a limit is broken. */
export async function savingsCommand(options: SavingsOptions): Promise<number> {
  const limits = options.limit.map(parseLimit)
  const tag = options.tag === undefined ? null : parseTag(options.tag)
  const out = options.out === undefined ? null : { file: options.out, format: reportFormat(options.out) }
  if (out) await checkResultFile(out.file)
  const { appVersion, ...result } = await withClient(options, (client) =>
    untilInterrupted(async (signal): Promise<SavingsResult & { readonly appVersion: string }> => {
      const runId = options.run === undefined ? null : RunId.parse(options.run)
      const projectId = await findProject(client, options, runId)
      const imported = []
      for (const file of options.log) {
        const given = { file, projectId, formatId: options.format ?? null, map: options.map }
        imported.push(await importUsageLog(client, given, signal))
      }
      const filter = { tag }
      const logs = { kind: 'logs', logIds: null } as const
      const runs = { kind: 'runs', runIds: runId === null ? null : [runId] } as const
      const wish = { projectId, runId }
      return {
        appVersion: (await client.call('app.hello', {})).version,
        imported,
        logs: await client.call('spend.breakdown', { projectId, source: logs, filter, unit: options.by }, { signal }),
        runs: await client.call('spend.breakdown', { projectId, source: runs, unit: options.by }, { signal }),
        segments: await client.call('savings.segments', wish, { signal }),
        buckets: await client.call('savings.buckets', wish, { signal }),
        alerts: await client.call('spend.alerts', { projectId, limits }, { signal }),
        report: await client.call('savings.report', wish, { signal }),
        waterfall: await readWaterfall(client, wish, signal),
      }
    }),
  )
  if (result.logs === null && result.runs === null)
    throw new AppError('bad-input', 'There is neither a usage log nor a run to reckon with: give a log by --log FILE.')
  for (const log of result.imported)
    for (const { row, message } of log.problems) console.error(`${log.name}, row ${row}: ${message}`)
  if (out) {
    const { report, waterfall, logs, runs, segments, buckets, alerts } = result
    const spend = { logs, runs, segments, buckets, alerts, tag }
    const origin = { createdAt: new Date().toISOString(), appVersion }
    await writeResultFile(out.file, renderSavings(out.format, { report, waterfall, spend, ...origin }))
    console.error(`Report: ${out.file}`)
  }
  console.log(options.json ? JSON.stringify(result, null, 2) : savingsText(result))
  const isBad = result.alerts.some(({ level }) => level === 'over' || options.failOnAlert === true)
  return isBad ? exitCode.failed : exitCode.passed
}

function reportFormat(file: string): MoneyFormat {
  const format = moneyFormatOf(file)
  if (format === null)
    throw new AppError('bad-input', `--out ${file} has no ending of a report: name it .md (Markdown) or .csv.`)
  return format
}

/** Null while nothing is priced: there is no bill then to take anything off. */
async function readWaterfall(
  client: Client,
  wish: { readonly projectId: ProjectId; readonly runId: RunId | null },
  signal: AbortSignal,
): Promise<SavingsResult['waterfall']> {
  try {
    return await client.call('savings.waterfall', wish, { signal })
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return null
    throw error
  }
}

async function findProject(client: Client, options: SavingsOptions, runId: RunId | null): Promise<ProjectId> {
  if (runId !== null) return (await client.call('runs.get', { runId })).projectId
  const name = options.project ?? 'Command line'
  const known = (await client.call('projects.list', {})).find((project) => project.name === name)
  if (known) return known.id
  if (options.log.length === 0)
    throw new AppError(
      'not-found',
      `There is no project "${name}". Name one by --project, a run by --run, or a log by --log.`,
    )
  return (await client.call('projects.create', { name })).id
}

function parseLimit(text: string): Pick<SpendLimit, 'period' | 'tag' | 'limitNanoUsd'> {
  const [period, usd = ''] = text.split('=')
  const known = SpendPeriod.safeParse(period)
  const amount = usd.trim() === '' ? Number.NaN : Number(usd)
  if (!known.success || !(amount >= 0 && amount < 1e6))
    throw new AppError('bad-input', `--limit ${text} is no limit: day=20, week=100 or month=300, in dollars.`)
  return { period: known.data, tag: null, limitNanoUsd: usdToNano(amount) }
}

function parseTag(text: string): { readonly name: string; readonly value: string } {
  const at = text.indexOf('=')
  if (at <= 0) throw new AppError('bad-input', `--tag ${text} is no tag: name=value, such as feature=chat.`)
  return { name: text.slice(0, at), value: text.slice(at + 1) }
}

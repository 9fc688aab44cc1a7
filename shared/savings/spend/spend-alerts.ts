import { formatUsd } from '../../cost/format-usd.ts'
import { pricesFor } from '../../cost/prices-for.ts'
import type { PriceRow } from '../../domain/model.ts'
import type { SpendAlert, SpendLimit, SpendPeriod } from '../../domain/spend-alert.ts'
import { quantile } from '../../stats/quantile.ts'
import type { SpendCell } from './spend-breakdown.ts'
import { ROBUST_LIMIT, robustZ } from './spread-of.ts'
import { bucketStart } from './time-bucket.ts'

export interface AlertInput {
  /** Of all logs of the project, by day and model. */
  readonly cells: readonly SpendCell[]
  /** Each with the cells that it is about. */
  readonly limits: readonly {
    readonly limit: Pick<SpendLimit, 'period' | 'tag' | 'limitNanoUsd'>
    readonly cells: readonly SpendCell[]
  }[]
  readonly priceOf: (model: string) => PriceRow | null
}

const DAY_MS = 86_400_000
/** What is newer than this, by the log's own last day, is looked at; older news is none. */
const NEWS_DAYS = 7
/** Days before a day that it is held against, and how many there must be. */
const FORMER_DAYS = 28
const LEAST_FORMER_DAYS = 7
/** A jump is told from half as much again on: a smaller one stands out only where days hardly differ. */
const LEAST_JUMP = 1.5
const PRICE_TOLERANCE = 0.05

/** What in the spend of logs is worth a look: broken limits first, then jumps between days, new models and changed prices. */
export function spendAlerts({ cells, limits, priceOf }: AlertInput): readonly SpendAlert[] {
  return [...limits.flatMap(brokenLimit), ...jumps(cells), ...newModels(cells), ...priceChanges(cells, priceOf)]
}

/** The last period that broke a limit, and how many did. */
function brokenLimit({ limit, cells }: AlertInput['limits'][number]): SpendAlert[] {
  const byPeriod = sumBy(cells, (startMs) => bucketStart(startMs, limit.period))
  const broken = [...byPeriod].filter(([, nanoUsd]) => nanoUsd > limit.limitNanoUsd).sort(([a], [b]) => a - b)
  const [atMs, nanoUsd] = broken.at(-1) ?? []
  if (atMs === undefined || nanoUsd === undefined) return []
  const of = limit.tag ? ` of ${limit.tag.name} "${limit.tag.value}"` : ''
  const others = broken.length > 1 ? ` ${broken.length} of ${byPeriod.size} ${limit.period}s are above it.` : ''
  const sentence = `${periodName(atMs, limit.period)} the logs${of} came to ${formatUsd(nanoUsd)}, above the limit of ${formatUsd(limit.limitNanoUsd)}.${others}`
  return [{ kind: 'limit', level: 'over', sentence, atMs, model: null, tag: limit.tag }]
}

/** Days that cost far more than the days before them. */
function jumps(cells: readonly SpendCell[]): SpendAlert[] {
  const days = daysOf(cells)
  return days.flatMap(({ atMs, nanoUsd }, index): SpendAlert[] => {
    if (index < days.length - NEWS_DAYS) return []
    const former = days.slice(Math.max(0, index - FORMER_DAYS), index).map((day) => day.nanoUsd)
    if (former.length < LEAST_FORMER_DAYS) return []
    const p50 = quantile(former, 0.5) ?? 0
    const mad =
      quantile(
        former.map((value) => Math.abs(value - p50)),
        0.5,
      ) ?? 0
    const z = robustZ(nanoUsd, { p50, mad })
    // Days that are all alike have no spread to measure by: twice as much is a jump then.
    const isJump = z === null ? nanoUsd > 2 * p50 : z > ROBUST_LIMIT && nanoUsd > LEAST_JUMP * p50
    if (!isJump || p50 === 0) return []
    const by = z === null ? '' : ` (robust z ${z.toFixed(1)})`
    const sentence = `${periodName(atMs, 'day')} the logs came to ${formatUsd(nanoUsd)}, ${(nanoUsd / p50).toFixed(1)} times the median of the ${former.length} days before${by}.`
    return [{ kind: 'jump', level: 'look', sentence, atMs, model: null, tag: null }]
  })
}

function newModels(cells: readonly SpendCell[]): SpendAlert[] {
  const first = new Map<string, number>()
  const spent = new Map<string, number | null>()
  for (const { model, startMs, nanoUsd, rows, unpricedRows } of cells) {
    if (startMs === null) continue
    first.set(model, Math.min(first.get(model) ?? startMs, startMs))
    const before = spent.get(model) ?? null
    spent.set(model, unpricedRows === rows ? before : (before ?? 0) + nanoUsd)
  }
  const [begin, end] = spanOf(cells)
  return [...first].flatMap(([model, atMs]): SpendAlert[] => {
    const isNews = atMs > end - NEWS_DAYS * DAY_MS && atMs - begin >= LEAST_FORMER_DAYS * DAY_MS
    if (!isNews) return []
    const name = model === '' ? 'A model without a name' : `The model "${model}"`
    const sentence = `${name} is new since ${dayName(atMs)}: ${formatUsd(spent.get(model) ?? null)} until the end of the logs.`
    return [{ kind: 'new-model', level: 'look', sentence, atMs, model, tag: null }]
  })
}

/** Models that the last days billed at another share of the list price than the days before. */
function priceChanges(cells: readonly SpendCell[], priceOf: AlertInput['priceOf']): SpendAlert[] {
  const [, end] = spanOf(cells)
  const byModel = new Map<string, { startMs: number; ratio: number }[]>()
  for (const cell of cells) {
    const price = priceOf(cell.model)
    const list = price === null ? 0 : listNanoUsd(cell, price)
    // Rows that we priced ourselves say nothing of what was billed.
    if (cell.startMs === null || list <= 0 || cell.nanoUsd <= 0 || cell.estimatedRows + cell.unpricedRows > 0) continue
    byModel.set(cell.model, [...(byModel.get(cell.model) ?? []), { startMs: cell.startMs, ratio: cell.nanoUsd / list }])
  }
  return [...byModel].flatMap(([model, days]): SpendAlert[] => {
    days.sort((a, b) => a.startMs - b.startMs)
    const news = days.filter(({ startMs }) => startMs > end - NEWS_DAYS * DAY_MS)
    const former = days.slice(0, days.length - news.length).map(({ ratio }) => ratio)
    const before = quantile(former, 0.5)
    const changed = news.filter(({ ratio }) => before !== null && Math.abs(ratio / before - 1) > PRICE_TOLERANCE)
    const last = changed.at(-1)
    // Once is a mix of cheaper and dearer calls; twice, the last day among them, is a price.
    if (former.length < 3 || before === null || changed.length < 2 || last?.startMs !== news.at(-1)?.startMs) return []
    const now =
      quantile(
        changed.map(({ ratio }) => ratio),
        0.5,
      ) ?? before
    const percent = Math.round(Math.abs(now / before - 1) * 100)
    const atMs = changed[0]?.startMs ?? end
    const sentence = `The model "${model}" is billed ${percent} % ${now > before ? 'higher' : 'lower'} for the same tokens since ${dayName(atMs)}: check its price.`
    return [{ kind: 'price-change', level: 'look', sentence, atMs, model, tag: null }]
  })
}

function listNanoUsd({ tokens }: SpendCell, price: PriceRow): number {
  const prices = pricesFor(price, 0)
  const usdPerMillion =
    tokens.inputTokens * prices.input +
    tokens.cacheReadTokens * (prices.cacheRead ?? prices.input) +
    tokens.cacheWrite5mTokens * (prices.cacheWrite5m ?? prices.input) +
    tokens.cacheWrite1hTokens * (prices.cacheWrite1h ?? prices.input) +
    tokens.outputTokens * prices.output
  return usdPerMillion * 1000
}

function sumBy(cells: readonly SpendCell[], place: (startMs: number) => number): Map<number, number> {
  const sums = new Map<number, number>()
  for (const { startMs, nanoUsd } of cells)
    if (startMs !== null) sums.set(place(startMs), (sums.get(place(startMs)) ?? 0) + nanoUsd)
  return sums
}

/** Every day from the first to the last; one without a call cost nothing. */
function daysOf(cells: readonly SpendCell[]): readonly { readonly atMs: number; readonly nanoUsd: number }[] {
  const sums = sumBy(cells, (startMs) => bucketStart(startMs, 'day'))
  const [begin, end] = spanOf(cells)
  const count = sums.size === 0 ? 0 : Math.round((end - begin) / DAY_MS) + 1
  return Array.from({ length: count }, (_, index) => {
    const atMs = begin + index * DAY_MS
    return { atMs, nanoUsd: sums.get(atMs) ?? 0 }
  })
}

/** The first and the last day; the same where there is none. */
function spanOf(cells: readonly SpendCell[]): readonly [begin: number, end: number] {
  let [begin, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { startMs } of cells) {
    if (startMs === null) continue
    begin = Math.min(begin, bucketStart(startMs, 'day'))
    end = Math.max(end, bucketStart(startMs, 'day'))
  }
  return [begin, end]
}

function dayName(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}

function periodName(atMs: number, period: SpendPeriod): string {
  const day = dayName(atMs)
  if (period === 'day') return `On ${day}`
  return period === 'week' ? `In the week of ${day}` : `In ${day.slice(0, 7)}`
}

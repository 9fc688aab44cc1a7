import type { PriceRow } from '../../domain/model.ts'
import type { NanoUsd } from '../../domain/money.ts'
import type {
  SpendBreakdown,
  SpendGroup,
  SpendOutlier,
  SpendSpread,
  SpendSums,
  SpendUnit,
} from '../../domain/spend-breakdown.ts'
import { classSpend } from './class-spend.ts'
import { ROBUST_LIMIT, robustZ, TENFOLD } from './spread-of.ts'
import { bucketStart } from './time-bucket.ts'

/** Rows of one model in one hour or day, added up. */
export interface SpendCell extends SpendSums {
  /** Null = rows without a time. */
  readonly startMs: number | null
  readonly model: string
}

export interface SpendTag {
  readonly name: string
  /** The most first. */
  readonly groups: readonly SpendGroup[]
  readonly distinct: number
}

export interface SpendModel {
  readonly price: PriceRow | null
  readonly capTokens: number | null
  readonly isSimulation: boolean
  /** Of one call; null = none was seen. */
  readonly maxSeenNanoUsd: NanoUsd | null
  /** What a call with the longest prompt seen and an answer of the cap's length costs; null = unknown. */
  readonly atCapNanoUsd: NanoUsd | null
}

export interface SpendFigures {
  readonly unit: SpendUnit
  readonly cells: readonly SpendCell[]
  readonly tags: readonly SpendTag[]
  /** Of single calls; null where there are none. */
  readonly cost: SpendSpread | null
  readonly promptTokens: SpendSpread | null
  readonly outputTokens: SpendSpread | null
  /** The dearest calls, the dearest first. */
  readonly dearest: readonly Omit<SpendOutlier, 'timesMedian' | 'robustZ'>[]
  readonly firstAtMs: number | null
  readonly lastAtMs: number | null
  readonly modelOf: (name: string) => SpendModel
}

/** Where the money goes, from rows that are added up by model and time. */
export function spendBreakdown(figures: SpendFigures): SpendBreakdown {
  const { cells, tags, unit, cost } = figures
  const byName = new Map<string, SpendSums>()
  for (const cell of cells) byName.set(cell.model, addSums(byName.get(cell.model) ?? NOTHING, cell))
  const byModel: SpendGroup[] = [...byName]
    .map(([key, sums]) => ({ key, ...sums }))
    .sort((a, b) => b.nanoUsd - a.nanoUsd || b.rows - a.rows || a.key.localeCompare(b.key, 'en'))
  const total = byModel.reduce<SpendSums>(addSums, NOTHING)
  const models = byModel.map((group) => ({ group, known: figures.modelOf(group.key ?? '') }))
  return {
    total,
    firstAtMs: figures.firstAtMs,
    lastAtMs: figures.lastAtMs,
    undatedRows: cells.reduce((sum, { startMs, rows }) => sum + (startMs === null ? rows : 0), 0),
    byModel,
    byTag: tags.map(({ name, groups, distinct }) => ({
      name,
      groups: [...groups],
      distinct,
      others: distinct > groups.length ? groups.reduce<SpendSums>(takeSums, total) : null,
    })),
    ...splitByClass(models),
    unit,
    overTime: overTime(
      cells,
      unit,
      byModel.map(({ key }) => key ?? ''),
    ),
    cost,
    promptTokens: figures.promptTokens,
    outputTokens: figures.outputTokens,
    outliers: cost ? outliersOf(figures.dearest, cost) : [],
    worstCase: models.map(({ group, known }) => ({
      model: group.key ?? '',
      maxSeenNanoUsd: known.maxSeenNanoUsd,
      capTokens: known.capTokens,
      atCapNanoUsd: known.atCapNanoUsd,
    })),
    isSimulation: models.length > 0 && models.every(({ known }) => known.isSimulation),
  }
}

function splitByClass(models: readonly { readonly group: SpendGroup; readonly known: SpendModel }[]) {
  const { byClass, unsplitNanoUsd } = classSpend(
    models.map(({ group, known }) => ({ nanoUsd: group.nanoUsd, tokens: group.tokens, price: known.price })),
  )
  return { byClass: [...byClass], unsplitNanoUsd }
}

function overTime(cells: readonly SpendCell[], unit: SpendUnit, models: readonly string[]) {
  const places = new Map(models.map((name, index) => [name, index]))
  const buckets = new Map<number, { startMs: number; rows: number; nanoUsd: number; byModel: number[] }>()
  for (const { startMs, model, rows, nanoUsd } of cells) {
    if (startMs === null) continue
    const start = bucketStart(startMs, unit)
    const bucket = buckets.get(start) ?? { startMs: start, rows: 0, nanoUsd: 0, byModel: models.map(() => 0) }
    buckets.set(start, bucket)
    const place = places.get(model) ?? 0
    bucket.rows += rows
    bucket.nanoUsd += nanoUsd
    bucket.byModel[place] = (bucket.byModel[place] ?? 0) + nanoUsd
  }
  return [...buckets.values()].sort((a, b) => a.startMs - b.startMs)
}

function outliersOf(dearest: SpendFigures['dearest'], cost: SpendSpread): SpendOutlier[] {
  return dearest
    .map((call) => ({
      ...call,
      timesMedian: cost.p50 > 0 ? call.nanoUsd / cost.p50 : null,
      robustZ: robustZ(call.nanoUsd, cost),
    }))
    .filter(({ timesMedian, robustZ: z }) => (timesMedian ?? 0) > TENFOLD || (z ?? 0) > ROBUST_LIMIT)
}

const NO_TOKENS = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
} as const
const NOTHING: SpendSums = {
  rows: 0,
  calls: 0,
  nanoUsd: 0,
  unpricedRows: 0,
  estimatedRows: 0,
  errorRows: 0,
  tokens: NO_TOKENS,
}

function addSums(a: SpendSums, b: SpendSums): SpendSums {
  return combine(a, b, 1)
}

function takeSums(a: SpendSums, b: SpendSums): SpendSums {
  return combine(a, b, -1)
}

function combine(a: SpendSums, b: SpendSums, sign: 1 | -1): SpendSums {
  // Groups and total may be read some milliseconds apart, while a log comes in: never below nothing.
  const join = (x: number, y: number) => Math.max(0, x + sign * y)
  return {
    rows: join(a.rows, b.rows),
    calls: a.calls === null || b.calls === null ? null : join(a.calls, b.calls),
    nanoUsd: join(a.nanoUsd, b.nanoUsd),
    unpricedRows: join(a.unpricedRows, b.unpricedRows),
    estimatedRows: join(a.estimatedRows, b.estimatedRows),
    errorRows: join(a.errorRows, b.errorRows),
    tokens: {
      inputTokens: join(a.tokens.inputTokens, b.tokens.inputTokens),
      cacheReadTokens: join(a.tokens.cacheReadTokens, b.tokens.cacheReadTokens),
      cacheWrite5mTokens: join(a.tokens.cacheWrite5mTokens, b.tokens.cacheWrite5mTokens),
      cacheWrite1hTokens: join(a.tokens.cacheWrite1hTokens, b.tokens.cacheWrite1hTokens),
      outputTokens: join(a.tokens.outputTokens, b.tokens.outputTokens),
      reasoningTokens: join(a.tokens.reasoningTokens, b.tokens.reasoningTokens),
    },
  }
}

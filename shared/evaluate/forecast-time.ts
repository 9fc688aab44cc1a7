import type { RunMode, TimeForecast } from '../domain/run.ts'
import { quantile } from '../stats/quantile.ts'

/** An earlier call of the model: how long it took, and how much it wrote. */
export interface TimedCall {
  readonly latencyMs: number
  readonly outputTokens: number
}

export interface ModelWork {
  readonly providerId: string
  readonly isSimulation: boolean
  readonly calls: number
  /** Of all calls together. */
  readonly inputTokens: number
  readonly outputTokensLow: number
  readonly outputTokensHigh: number
  /** Earlier calls at the same service tier. */
  readonly history: readonly TimedCall[]
  /** Null = no limit known. */
  readonly requestsPerMinute: number | null
  readonly tokensPerMinute: number | null
}

export interface ProviderPace {
  readonly maxConcurrency: number
  readonly requestsPerMinute: number | null
  readonly tokensPerMinute: number | null
}

/** Fewer calls than this tell little about the next ones. */
const MIN_HISTORY = 20

interface Pace {
  readonly firstMs: number
  readonly perTokenMs: number
}

/** What is taken for granted of a model that was never timed: from a fast small model to a slow large one. */
const ASSUMED: readonly [low: Pace, high: Pace] = [
  { firstMs: 300, perTokenMs: 1000 / 150 },
  { firstMs: 3000, perTokenMs: 1000 / 30 },
]
const ASSUMED_SIMULATION: readonly [low: Pace, high: Pace] = [
  { firstMs: 0.5, perTokenMs: 0 },
  { firstMs: 10, perTokenMs: 0 },
]
/** The flex service queues; nobody says for how long. */
const FLEX_SLOWDOWN = 5
/** Median of 230,000 batches, and the limit after which the rest expires (OpenRouter and OpenAI, 2026-10). */
const BATCH_MS = { low: 7 * 60_000, high: 24 * 3_600_000 }

/**
 * How long a run will take: calls at once, and the limits per minute of models and providers, whichever is tighter. The
 * range is that of the answers' lengths, and of the middle half of what earlier calls took beyond their length.
 */
export function forecastTime(
  models: readonly ModelWork[],
  paces: ReadonlyMap<string, ProviderPace>,
  mode: RunMode,
): TimeForecast {
  const working = models.filter(({ calls }) => calls > 0)
  if (working.length === 0) return { lowMs: 0, highMs: 0, basis: 'history', boundBy: 'calls-at-once' }
  if (mode === 'batch') return { lowMs: BATCH_MS.low, highMs: BATCH_MS.high, basis: 'batch', boundBy: 'batch' }
  // Providers work side by side.
  const times = [...new Set(working.map((model) => model.providerId))].map((providerId) =>
    providerTime(
      working.filter((model) => model.providerId === providerId),
      paces.get(providerId) ?? { maxConcurrency: 1, requestsPerMinute: null, tokensPerMinute: null },
      mode,
    ),
  )
  const slowest = times.reduce((most, time) => (time.highMs > most.highMs ? time : most))
  const isKnown = working.every(({ history }) => history.length >= MIN_HISTORY)
  return { ...slowest, lowMs: Math.max(...times.map(({ lowMs }) => lowMs)), basis: isKnown ? 'history' : 'assumed' }
}

function providerTime(models: readonly ModelWork[], pace: ProviderPace, mode: RunMode): Omit<TimeForecast, 'basis'> {
  const sum = (of: (model: ModelWork) => number) => models.reduce((total, model) => total + of(model), 0)
  const times = models.map((model) => callTimes(model, mode))
  const calls = sum((model) => model.calls)
  const atOnce = Math.max(1, Math.min(pace.maxConcurrency, calls))
  const workLow = models.reduce((total, model, at) => total + model.calls * (times[at]?.lowMs ?? 0), 0) / atOnce
  const workHigh = models.reduce((total, model, at) => total + model.calls * (times[at]?.highMs ?? 0), 0) / atOnce
  const bounds: Omit<TimeForecast, 'basis'>[] = [{ lowMs: workLow, highMs: workHigh, boundBy: 'calls-at-once' }]
  for (const limited of [
    { ...pace, calls, low: sum(tokensLow), high: sum(tokensHigh) },
    ...models.map((model) => ({ ...model, low: tokensLow(model), high: tokensHigh(model) })),
  ]) {
    const { requestsPerMinute, tokensPerMinute, low, high } = limited
    if (requestsPerMinute !== null) {
      const ms = minutesMs(limited.calls - 1, requestsPerMinute)
      bounds.push({ lowMs: ms, highMs: ms, boundBy: 'requests-per-minute' })
    }
    if (tokensPerMinute !== null)
      bounds.push({
        lowMs: minutesMs(low, tokensPerMinute),
        highMs: minutesMs(high, tokensPerMinute),
        boundBy: 'tokens-per-minute',
      })
  }
  // However many go at once, one call takes its time, and the last one begins when the others are through.
  const last = Math.max(...times.map(({ highMs }) => highMs))
  const tightest = bounds.reduce((most, bound) => (bound.highMs > most.highMs ? bound : most))
  return {
    lowMs: Math.max(...bounds.map(({ lowMs }) => lowMs), ...times.map(({ lowMs }) => lowMs)),
    highMs: calls <= atOnce ? Math.max(tightest.highMs, last) : tightest.highMs + last,
    boundBy: tightest.boundBy,
  }
}

/** What one call takes. */
function callTimes(model: ModelWork, mode: RunMode): { readonly lowMs: number; readonly highMs: number } {
  const { calls, history, isSimulation } = model
  const low = model.outputTokensLow / calls
  const high = model.outputTokensHigh / calls
  if (history.length >= MIN_HISTORY) {
    const fitted = fitPace(history)
    const expected = (tokens: number) => fitted.firstMs + fitted.perTokenMs * tokens
    const ratios = history.map(({ latencyMs, outputTokens }) => latencyMs / Math.max(0.001, expected(outputTokens)))
    return {
      lowMs: expected(low) * (quantile(ratios, 0.25) ?? 1),
      highMs: expected(high) * (quantile(ratios, 0.75) ?? 1),
    }
  }
  const [fast, slow] = isSimulation ? ASSUMED_SIMULATION : ASSUMED
  return {
    lowMs: fast.firstMs + fast.perTokenMs * low,
    highMs: (slow.firstMs + slow.perTokenMs * high) * (mode === 'flex' ? FLEX_SLOWDOWN : 1),
  }
}

/** Least squares of time over length, with neither part below zero. */
function fitPace(history: readonly TimedCall[]): Pace {
  const n = history.length
  const meanTokens = history.reduce((total, { outputTokens }) => total + outputTokens, 0) / n
  const meanMs = history.reduce((total, { latencyMs }) => total + latencyMs, 0) / n
  let covariance = 0
  let variance = 0
  for (const { latencyMs, outputTokens } of history) {
    covariance += (outputTokens - meanTokens) * (latencyMs - meanMs)
    variance += (outputTokens - meanTokens) ** 2
  }
  const slope = variance === 0 ? 0 : Math.max(0, covariance / variance)
  const firstMs = meanMs - slope * meanTokens
  return firstMs >= 0 ? { firstMs, perTokenMs: slope } : { firstMs: 0, perTokenMs: meanMs / Math.max(1, meanTokens) }
}

function tokensLow({ inputTokens, outputTokensLow }: ModelWork): number {
  return inputTokens + outputTokensLow
}

function tokensHigh({ inputTokens, outputTokensHigh }: ModelWork): number {
  return inputTokens + outputTokensHigh
}

function minutesMs(count: number, perMinute: number): number {
  return (Math.max(0, count) / perMinute) * 60_000
}

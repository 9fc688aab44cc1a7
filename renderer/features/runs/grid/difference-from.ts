import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import { newcombeInterval } from '../../../../shared/stats/newcombe-interval.ts'

export interface Change {
  /** "+2.5 points", "−40.0 %". */
  readonly text: string
  readonly tone: 'good' | 'bad' | 'neutral'
  /** What the tone rests on. */
  readonly title: string
}

export interface Difference {
  /** As observed; coloured only where chance alone would hardly do it. */
  readonly quality: Change | null
  readonly cost: Change | null
  readonly tokens: Change | null
  readonly latency: Change | null
}

/** How far a column lies from the baseline in what was observed. No verdict: that needs paired cases and a margin. */
export function differenceFrom(baseline: ColumnSummary, column: ColumnSummary): Difference {
  return {
    quality: qualityChange(baseline, column),
    cost: shareChange(baseline.costPer1000NanoUsd, column.costPer1000NanoUsd, 'Mean cost'),
    tokens: shareChange(tokensOf(baseline), tokensOf(column), 'Mean tokens in and out'),
    latency: shareChange(baseline.latencyP50Ms, column.latencyP50Ms, 'Median latency'),
  }
}

function qualityChange(baseline: ColumnSummary, column: ColumnSummary): Change | null {
  const before = { rate: baseline.passRate, interval: baseline.passRateInterval }
  const after = { rate: column.passRate, interval: column.passRateInterval }
  if (before.rate === null || after.rate === null || !before.interval || !after.interval) return null
  const { low, high } = newcombeInterval(
    { rate: before.rate, interval: before.interval },
    { rate: after.rate, interval: after.interval },
  )
  const tone = low > 0 ? 'good' : high < 0 ? 'bad' : 'neutral'
  return {
    text: `${signed((after.rate - before.rate) * 100)} points`,
    tone,
    title: `95 % interval of the difference: ${signed(low * 100)} to ${signed(high * 100)} points, ${
      tone === 'neutral' ? 'which has 0 in it' : 'without 0'
    } (Newcombe, as if the cases of the two were different ones; the verdict pairs them)`,
  }
}

/** Of what is better when there is less of it. */
function shareChange(before: number | null, after: number | null, name: string): Change | null {
  if (before === null || after === null || before === 0) return null
  const percent = (after / before - 1) * 100
  const tone = percent < -0.05 ? 'good' : percent > 0.05 ? 'bad' : 'neutral'
  return { text: `${signed(percent)} %`, tone, title: `${name} against the baseline, as observed` }
}

function tokensOf({ meanPromptTokens, meanOutputTokens }: ColumnSummary): number | null {
  return meanPromptTokens === null || meanOutputTokens === null ? null : meanPromptTokens + meanOutputTokens
}

/** "+2.5", "−0.3", "± 0.0": with its sign, at one decimal or as many as are asked for. */
export function signed(value: number, decimals = 1): string {
  const text = Math.abs(value).toFixed(decimals)
  if (Number(text) === 0) return `± ${text}`
  return `${value < 0 ? '−' : '+'}${text}`
}

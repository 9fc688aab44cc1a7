import { formatUsd } from '../../cost/format-usd.ts'
import type { SpendAlert } from '../../domain/spend-alert.ts'
import { CUT_LIMIT } from '../../evaluate/describe-cut.ts'
import { quantile } from '../../stats/quantile.ts'
import { ROBUST_LIMIT, robustZ } from './spread-of.ts'

/** What the calls of a prompt on a model came to in one run. */
export interface RunFigures {
  readonly runName: string
  readonly atMs: number
  /** The prompt and the model: only runs of the same are held against each other. */
  readonly key: string
  readonly label: string
  readonly model: string
  readonly answers: number
  /** Of these, those that end at the output limit. */
  readonly cut: number
  /** Mean of the priced answers; null = none is. The tokens alike. */
  readonly callNanoUsd: number | null
  readonly promptTokens: number | null
  readonly outputTokens: number | null
}

type Subject = 'callNanoUsd' | 'promptTokens' | 'outputTokens'

const LEAST_FORMER = 3
const LEAST_JUMP = 1.5

/**
 * Runs whose calls cost or take far more than those of the same prompt on the same model before, or that cut more of their answers
 * than the one before; only the newest run of each is looked at.
 */
export function runAlerts(runs: readonly RunFigures[]): readonly SpendAlert[] {
  const byKey = new Map<string, RunFigures[]>()
  for (const run of runs) byKey.set(run.key, [...(byKey.get(run.key) ?? []), run])
  return [...byKey.values()].flatMap((all) => {
    const sorted = all.toSorted((a, b) => a.atMs - b.atMs)
    const newest = sorted.pop()
    return newest ? [...costAlert(newest, sorted), ...tokenAlert(newest, sorted), ...cutAlert(newest, sorted)] : []
  })
}

function costAlert(newest: RunFigures, former: readonly RunFigures[]): SpendAlert[] {
  const jump = jumpOf('callNanoUsd', newest, former)
  if (!jump) return []
  const { value, ratio, runs } = jump
  const sentence = `In the run "${newest.runName}" a call of ${newest.label} costs ${formatUsd(value)}, ${ratio.toFixed(1)} times the median of the ${runs} runs before.`
  return [alertOf('run-cost', newest, sentence)]
}

function tokenAlert(newest: RunFigures, former: readonly RunFigures[]): SpendAlert[] {
  const kinds = [
    ['prompt', jumpOf('promptTokens', newest, former)],
    ['output', jumpOf('outputTokens', newest, former)],
  ] as const
  const told = kinds.flatMap(([name, jump]) =>
    jump
      ? [
          `${Math.round(jump.value)} ${name} tokens, ${jump.ratio.toFixed(1)} times the median of the ${jump.runs} runs before`,
        ]
      : [],
  )
  if (told.length === 0) return []
  const sentence = `In the run "${newest.runName}" a call of ${newest.label} takes ${told.join(', and ')}.`
  return [alertOf('run-tokens', newest, sentence)]
}

function cutAlert(newest: RunFigures, former: readonly RunFigures[]): SpendAlert[] {
  const last = former.at(-1)
  if (!last || newest.answers === 0 || last.answers === 0) return []
  const [rate, before] = [newest.cut / newest.answers, last.cut / last.answers]
  if (rate < CUT_LIMIT || rate <= before) return []
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  const sentence = `In the run "${newest.runName}" ${percent(rate)} of ${newest.answers} answers of ${newest.label} were cut at the output limit, ${percent(before)} in the run before: raise the limit.`
  return [alertOf('run-cut', newest, sentence)]
}

/** By how much a run stands out from those before it; null where it does not, or too few are known. */
function jumpOf(subject: Subject, newest: RunFigures, former: readonly RunFigures[]) {
  const value = newest[subject]
  const known = former.flatMap((run) => run[subject] ?? [])
  const p50 = quantile(known, 0.5)
  if (value === null || p50 === null || p50 <= 0 || known.length < LEAST_FORMER || value < LEAST_JUMP * p50) return null
  const distances = known.map((each) => Math.abs(each - p50))
  const z = robustZ(value, { p50, mad: quantile(distances, 0.5) ?? 0 })
  return z !== null && z <= ROBUST_LIMIT ? null : { value, ratio: value / p50, runs: known.length }
}

function alertOf(kind: SpendAlert['kind'], { atMs, model }: RunFigures, sentence: string): SpendAlert {
  return { kind, level: 'look', sentence, atMs, model, tag: null }
}

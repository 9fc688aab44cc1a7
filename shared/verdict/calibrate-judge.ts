import type { JudgeCalibration } from '../domain/judge-calibration.ts'
import type { Interval } from '../domain/results.ts'
import { cohenKappa } from '../stats/cohen-kappa.ts'
import { gwetAc1 } from '../stats/gwet-ac1.ts'

export interface LabelPair {
  readonly human: boolean
  readonly judge: boolean
}

export const fewestLabels = 50
const LEAST_KAPPA = 0.6
const LEAST_LOWER_BOUND = 0.4
const LOPSIDED = 0.8

/** Holds a judge against human labels: only above the bar may a verdict that rests on its scores count as proven. */
export function calibrateJudge(pairs: readonly LabelPair[]): JudgeCalibration {
  const count = (human: boolean, judge: boolean) =>
    pairs.filter((pair) => pair.human === human && pair.judge === judge).length
  const table = [
    [count(true, true), count(true, false)],
    [count(false, true), count(false, false)],
  ]
  const labels = pairs.length
  const passed = count(true, true) + count(true, false)
  const { value, interval } = cohenKappa(table)
  const isLopsided = labels > 0 && Math.max(passed, labels - passed) / labels > LOPSIDED
  return {
    labels,
    accuracy: labels === 0 ? null : (count(true, true) + count(false, false)) / labels,
    kappa: value,
    kappaInterval: interval === null ? null : { low: interval[0], high: interval[1] },
    ac1: isLopsided ? gwetAc1(table) : null,
    isCalibrated:
      labels >= fewestLabels &&
      isKappaEnough(value, interval === null ? null : { low: interval[0], high: interval[1] }),
  }
}

/** Kappa of 0.6 and more, its lower bound 0.4 and more. */
export function isKappaEnough(kappa: number | null, interval: Interval | null): boolean {
  return kappa !== null && kappa >= LEAST_KAPPA && interval !== null && interval.low >= LEAST_LOWER_BOUND
}

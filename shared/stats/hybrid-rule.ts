import { type EProcess, eProcessStart, eProcessStep } from './e-process.ts'

export interface HybridState {
  readonly notWorse: EProcess
  readonly worse: EProcess
  /** Which claim reached its threshold first; null while neither has. A claim once proven stays proven. */
  readonly decided: 'not-worse' | 'worse' | null
}

export interface HybridRule {
  readonly margin: number
  /** Of the whole decision; half is spent on stopping early, half on the fixed test at the last case. */
  readonly alpha: number
}

export const hybridStart: HybridState = { notWorse: eProcessStart, worse: eProcessStart, decided: null }

/** Takes one more case in; both claims are watched, each at α/2, so it stops at an evidence of 2/α. */
export function hybridStep(state: HybridState, difference: number, rule: HybridRule): HybridState {
  if (state.decided !== null) return state
  const notWorse = eProcessStep(state.notWorse, difference, { margin: rule.margin, claim: 'not-worse' })
  const worse = eProcessStep(state.worse, difference, { margin: rule.margin, claim: 'worse' })
  const limit = 2 / rule.alpha
  const decided = notWorse.wealth >= limit ? 'not-worse' : worse.wealth >= limit ? 'worse' : null
  return { notWorse, worse, decided }
}

/** The level left for the fixed test when the last case is in and nothing has been decided before (union bound). */
export function hybridFixedAlpha(rule: HybridRule): number {
  return rule.alpha / 2
}

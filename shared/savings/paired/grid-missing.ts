import type { LeverNoData } from '../../domain/savings.ts'
import type { SavingsInput } from '../savings-input.ts'
import type { AnswerGrid } from './answer-grid.ts'
import { meanOf } from './answer-grid.ts'
import { percent } from './policy-curve.ts'

/** Why models cannot be compared case by case, and what to do about it. */
export function gridMissing(input: SavingsInput, grid: AnswerGrid | null, fewest: number): LeverNoData {
  const { evalSetId } = input.run
  const baseline = input.columns[input.baselineNo]
  const newRun =
    baseline === undefined
      ? []
      : [
          {
            kind: 'new-run' as const,
            label: 'Run another model',
            promptId: baseline.promptId,
            evalSetId,
            modelIds: [baseline.modelId],
          },
        ]
  if (input.columns.length < 2) {
    return {
      kind: 'no-data',
      missing: `The run asked ${baseline?.label ?? 'one model'} alone, so there is nothing to choose between.`,
      remedy: 'Run the same cases on a cheaper model, or import its answers.',
      actions: newRun,
    }
  }
  const unpriced = input.columns.filter(({ price }, columnNo) => price === null && isFree(input, columnNo))
  if (unpriced.length > 0) {
    return {
      kind: 'no-data',
      missing: `${unpriced.map(({ modelId }) => modelId).join(', ')} ${unpriced.length === 1 ? 'is' : 'are'} unpriced. ${scoresText(input)}`,
      remedy: 'Choose above whose price it is reckoned with, or enter one on the Models page.',
      actions: [],
    }
  }
  if (grid !== null && grid.cases.length < fewest) {
    return {
      kind: 'no-data',
      missing: `${grid.cases.length} cases are scored on every model; below ${fewest} nothing that is learnt from them holds.`,
      remedy: 'Run more cases on the same models.',
      actions: newRun,
    }
  }
  const unscored = input.columns.some((_, columnNo) => scoreOf(input, columnNo) === null)
  return {
    kind: 'no-data',
    missing: unscored
      ? 'The answers of a model are not scored, so nobody knows which cases it may keep.'
      : 'No other column of the run is cheaper or better than today’s.',
    remedy: unscored ? 'Attach assertions to the eval set and run again.' : 'Run a cheaper model on the same cases.',
    actions: newRun,
  }
}

function isFree(input: SavingsInput, columnNo: number): boolean {
  return (input.answers[columnNo] ?? []).some((trials) => trials.some(({ costNanoUsd }) => costNanoUsd === null))
}

/** What is known without prices: who is right how often, and at least one of them. */
function scoresText(input: SavingsInput): string {
  const scores = input.columns.flatMap(({ label }, columnNo) => {
    const score = scoreOf(input, columnNo)
    return score === null ? [] : [`${label} ${percent(score)}`]
  })
  if (scores.length < 2) return ''
  const either = meanOf(
    input.cases.flatMap((_, caseNo) => {
      const known = input.columns.flatMap((__, columnNo) => caseScore(input, columnNo, caseNo) ?? [])
      return known.length === input.columns.length ? [Math.max(...known)] : []
    }),
  )
  return `${scores.join(', ')}; at least one of them right: ${percent(either)}.`
}

function scoreOf(input: SavingsInput, columnNo: number): number | null {
  const scores = input.cases.flatMap((_, caseNo) => caseScore(input, columnNo, caseNo) ?? [])
  return scores.length === 0 ? null : meanOf(scores)
}

function caseScore(input: SavingsInput, columnNo: number, caseNo: number): number | null {
  const scores = (input.answers[columnNo]?.[caseNo] ?? []).flatMap(({ score }) => score ?? [])
  return scores.length === 0 ? null : meanOf(scores)
}

import type { LeverQuality } from '../../domain/savings.ts'
import type { Caveat, VerdictKind } from '../../domain/verdict.ts'
import { fewestProvingCases } from '../../verdict/decide-verdict.ts'
import type { SavingsInput } from '../savings-input.ts'
import type { AgainstReference } from './assess-policies.ts'

/** What a policy that was judged out-of-fold may claim, in words. */
export function policyQuality(
  input: SavingsInput,
  against: AgainstReference,
  { label, cases }: { readonly label: string; readonly cases: number },
): LeverQuality {
  const { quality } = against
  const today = input.columns[input.baselineNo]?.label ?? 'today’s'
  if (quality === null) {
    return { kind: 'not-measured', sentence: 'Fewer than two independent cases are scored on both sides.' }
  }
  const [low, high] = quality.interval
  const points = `${signed(quality.difference)} points (${signed(low)} to ${signed(high)}, ${cases.toLocaleString('en-US')} cases, out-of-fold)`
  const margin = Number((input.rule.margin * 100).toFixed(2))
  const kind = kindOf(against)
  const sentences: Readonly<Record<VerdictKind, string>> = {
    'not-worse-and-cheaper': `${label} is cheaper and not worse than ${today} by more than ${margin} points: ${points}.`,
    'cheaper-undecided': `${label} is cheaper; whether it is worse than ${today} by more than ${margin} points is open: ${points}.`,
    worse: `${label} answers worse than ${today}: ${points}.`,
    'no-saving': `${label} is not shown to be cheaper than ${today}: ${points}.`,
    unknown: `Nothing can be said of ${label}.`,
  }
  return {
    kind: 'verdict',
    verdict: kind,
    isProven: false,
    caveats: caveatsOf(input, cases),
    sentence: sentences[kind],
  }
}

function kindOf({ quality, costRatioInterval }: AgainstReference): VerdictKind {
  if (quality === null) return 'unknown'
  if (quality.decision === 'worse') return 'worse'
  if (costRatioInterval === null || costRatioInterval[1] >= 1) return 'no-saving'
  return quality.decision === 'not-worse' ? 'not-worse-and-cheaper' : 'cheaper-undecided'
}

/** Cross-validation uses every case to learn: the hold-out is not kept for one look, so nothing of it counts as proven. */
function caveatsOf(input: SavingsInput, cases: number): Caveat[] {
  return [
    'not-hold-out',
    ...(cases < fewestProvingCases ? (['few-cases'] as const) : []),
    ...(input.hasUncalibratedJudge ? (['judge-not-calibrated'] as const) : []),
    ...(input.columns.some(({ isSimulation }) => isSimulation) ? (['simulation'] as const) : []),
  ]
}

/** A fraction as points with its sign. */
export function signed(fraction: number): string {
  const points = (fraction * 100).toFixed(1)
  return fraction < 0 ? `−${points.slice(1)}` : `+${points}`
}

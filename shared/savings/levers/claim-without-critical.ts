import type { LeverQuality } from '../../domain/savings.ts'
import type { VerdictKind, VerdictRule } from '../../domain/verdict.ts'

interface Claim {
  readonly kind: VerdictKind
  readonly isProven: boolean
  readonly sentence: string
}

/** Where the project has critical assertions, a claim that did not look at them is not the rule's: it stays undecided. */
export function claimWithoutCritical<T extends Claim>({ criticalAssertions }: VerdictRule, claim: T): T {
  if (criticalAssertions.length === 0 || claim.kind !== 'not-worse-and-cheaper') return claim
  const indicative = claim.isProven ? `Indicative: ${claim.sentence}` : claim.sentence
  return {
    ...claim,
    kind: 'cheaper-undecided',
    isProven: false,
    sentence: `${indicative} Critical assertions are not looked at here: see the run’s verdict.`,
  }
}

/** The same of what a card shows. */
export function qualityWithoutCritical(rule: VerdictRule, quality: LeverQuality): LeverQuality {
  if (quality.kind !== 'verdict') return quality
  const { kind, isProven, sentence } = claimWithoutCritical(rule, {
    kind: quality.verdict,
    isProven: quality.isProven,
    sentence: quality.sentence,
  })
  return kind === 'unknown' ? quality : { ...quality, verdict: kind, isProven, sentence }
}

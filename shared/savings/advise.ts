import { formatUsd } from '../cost/format-usd.ts'
import { NANO_PER_USD } from '../domain/money.ts'
import type { LeverAdvice, LeverCard, LeverEffort, LeverQuality } from '../domain/savings.ts'
import type { JointQuality } from './joint-quality.ts'

/** Working hours, about. */
const HOURS: Readonly<Record<LeverEffort, number>> = { hour: 1, day: 8, week: 40 }

/** How likely the saving comes with answers as good as today's; rules of thumb, shown beside the rank. */
function confidenceOf(quality: LeverQuality, isPositive: boolean): number {
  const sure = isPositive ? 1 : 0.5
  switch (quality.kind) {
    case 'unchanged':
      return sure
    case 'not-measured':
      return 0.2 * sure
    case 'verdict':
      if (quality.verdict === 'not-worse-and-cheaper') return (quality.isProven ? 1 : 0.7) * sure
      return quality.verdict === 'cheaper-undecided' ? 0.3 * sure : 0
    default:
      return quality satisfies never
  }
}

/** Of a lever that is taken with others that change answers; null = they take nothing from its own. */
function confidenceTogether(id: string, { quality, untestedIds, changingIds }: JointQuality): number | null {
  if (changingIds.length < 2) return null
  if (quality.kind === 'not-measured') return untestedIds.includes(id) ? confidenceOf(quality, true) : null
  return Math.max(0.1, confidenceOf(quality, true))
}

/**
 * What to do next: $ per month × confidence ÷ hours of effort, the best first. Worth it is what earns its hours back within a year, by
 * its saving times the confidence.
 */
export function advise(
  cards: readonly LeverCard[],
  { hourlyUsd, joint }: { readonly hourlyUsd: number; readonly joint: JointQuality },
): readonly LeverAdvice[] {
  return cards
    .flatMap(({ id, effort, finding }): LeverAdvice[] => {
      if (finding.kind !== 'estimate' || finding.savedNanoUsd <= 0) return []
      const own = confidenceOf(finding.quality, (finding.savedInterval?.low ?? 1) > 0)
      const together = joint.changingIds.includes(id) ? confidenceTogether(id, joint) : null
      const confidence = together === null ? own : Math.min(own, together)
      if (confidence === 0) return []
      const hours = HOURS[effort]
      const expected = finding.savedNanoUsd * confidence
      const costNanoUsd = hours * hourlyUsd * NANO_PER_USD
      const isWorthIt = expected * 12 >= costNanoUsd
      const months = expected === 0 ? Infinity : costNanoUsd / expected
      return [
        {
          leverId: id,
          rank: expected / hours,
          confidence,
          hours,
          isWorthIt,
          sentence: `${
            isWorthIt
              ? `${formatUsd(finding.savedNanoUsd)} per month for about ${hoursText(hours)}${paybackText(months)}.`
              : `Not worth the effort now: about ${hoursText(hours)} of work (${formatUsd(costNanoUsd)}) for ${formatUsd(finding.savedNanoUsd)} per month.`
          }${confidence < own ? ' Less sure in the sum: together with the others it is not shown to answer as well.' : ''}`,
        },
      ]
    })
    .sort((a, b) => Number(b.isWorthIt) - Number(a.isWorthIt) || b.rank - a.rank)
}

function hoursText(hours: number): string {
  return hours === 1 ? 'an hour' : hours === 8 ? 'a day' : 'a week'
}

function paybackText(months: number): string {
  if (months < 1 / 4) return ', earned back within a week'
  return months < 1 ? ', earned back within a month' : `, earned back in ${Math.ceil(months)} months`
}

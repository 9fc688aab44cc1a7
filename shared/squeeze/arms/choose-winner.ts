import type { SqueezeProof } from '../../domain/squeeze.ts'
import type { Verdict } from '../../domain/verdict.ts'
import { proofOf } from '../proof-of.ts'
import type { Confirmation } from './confirm-arms.ts'
import type { FlowArm } from './flow-arm.ts'

interface Choice {
  /** Null = the hold-out speaks for none of them. */
  readonly winner: FlowArm | null
  /** The winner's, or the first one's. */
  readonly verdict: Verdict | null
  readonly proof: SqueezeProof
  readonly note: string | null
}

/**
 * Of the arms that were looked at: the cheapest that is not worse; else the one that answers clearly better without a saving;
 * else, of those that are cheaper with their quality undecided, the first that lost no more than the margin where it was seen.
 */
export function chooseWinner(confirmations: readonly Confirmation[], margin: number): Choice {
  const of = (kind: Verdict['kind']) => confirmations.filter(({ verdict }) => verdict.kind === kind)
  const [cheapest] = of('not-worse-and-cheaper').toSorted(
    (a, b) => (a.verdict.costRatio ?? 1) - (b.verdict.costRatio ?? 1),
  )
  if (cheapest) return chosen(cheapest)
  const [best] = of('no-saving')
    .filter(({ verdict }) => (verdict.differenceInterval?.low ?? 0) > 0)
    .toSorted((a, b) => (b.verdict.difference ?? 0) - (a.verdict.difference ?? 0))
  if (best) return { ...chosen(best), note: 'It answers better on the hold-out, and saves nothing.' }
  const undecided = of('cheaper-undecided')
  const [within = undecided[0]] = undecided.filter(({ verdict }) => (verdict.difference ?? -1) >= -margin)
  if (within) return chosen(within)
  const [first] = confirmations
  return { winner: null, verdict: first?.verdict ?? null, proof: first ? proofOf(first.verdict) : 'none', note: null }
}

function chosen({ arm, verdict }: Confirmation): Choice {
  return { winner: arm, verdict, proof: proofOf(verdict), note: null }
}

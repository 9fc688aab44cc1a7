import { globalFront, type PoolMember } from './pool-member.ts'
import { rankByKnee } from './rank-by-knee.ts'

/** How much of the margin a finalist may use up on the development cases: the hold-out mostly shows some more. */
const DEVELOPMENT_SHARE = 0.6

/**
 * Who is looked at on the hold-out: of the front, those that hold the quality and are cheaper than the original, or are better;
 * first the knee, then the cheapest, then the best.
 */
export function chooseFinalists<T extends PoolMember>(
  pool: readonly T[],
  { baseline, margin, most }: { readonly baseline: PoolMember; readonly margin: number; readonly most: number },
): readonly T[] {
  const isUseful = ({ id, quality, cost }: T) =>
    id !== baseline.id &&
    quality >= baseline.quality - margin * DEVELOPMENT_SHARE &&
    (cost < 1 || quality > baseline.quality)
  const front = globalFront(pool)
  const ranked = rankByKnee(front.filter((member) => isUseful(member) || member.id === baseline.id)).filter(isUseful)
  const [cheapest] = ranked.toSorted((a, b) => a.cost - b.cost)
  const [best] = ranked.toSorted((a, b) => b.quality - a.quality || a.cost - b.cost)
  const wanted = [ranked[0], cheapest, best, ...ranked]
  return [...new Set(wanted)].flatMap((member) => member ?? []).slice(0, most)
}

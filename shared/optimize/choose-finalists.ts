import { rankByKnee } from '../stats/rank-by-knee.ts'
import { globalFront, type PoolMember } from './pool-member.ts'

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
  const ranked = usefulOnFront(pool, { baseline, margin })
  const { knee, cheapest, best } = endsOf(ranked)
  const wanted = [knee, cheapest, best, ...ranked]
  return [...new Set(wanted)].flatMap((member) => member ?? []).slice(0, most)
}

type Standing = Omit<PoolMember, 'cases'>

/** Of the front, those that hold the quality and are cheaper than the original, or are better; the knee first. */
export function usefulOnFront<T extends Standing>(
  pool: readonly T[],
  { baseline, margin }: { readonly baseline: Standing; readonly margin: number },
): readonly T[] {
  const isUseful = ({ id, quality, cost }: T) =>
    id !== baseline.id &&
    quality >= baseline.quality - margin * DEVELOPMENT_SHARE &&
    (cost < 1 || quality > baseline.quality)
  const front = globalFront(pool)
  return rankByKnee(front.filter((member) => isUseful(member) || member.id === baseline.id)).filter(isUseful)
}

/** Of a ranking by the knee: its first, the cheapest and the best; one may be several of them. */
export function endsOf<T extends Standing>(ranked: readonly T[]) {
  return {
    knee: ranked[0],
    cheapest: ranked.toSorted((a, b) => a.cost - b.cost)[0],
    best: ranked.toSorted((a, b) => b.quality - a.quality || a.cost - b.cost)[0],
  }
}

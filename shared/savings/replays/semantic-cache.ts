import { failureBound } from '../../stats/failure-bound.ts'
import { comparable } from '../cascade/answer-check.ts'
import { caseText } from '../paired/answer-grid.ts'
import { product, vectorOf } from '../routing/routing-rule.ts'

export interface CachedCase {
  /** Only what changes between cases: a rendered prompt is mostly template, and everything in it looks alike. */
  readonly variables: Readonly<Record<string, string>>
  readonly embedding?: ArrayLike<number>
  /** What a right answer says; null = unknown, and then equal answers count as right. */
  readonly expected: string | null
  readonly output: string
  readonly score: number
}

/** What a threshold would have done to the cases in their order. */
export interface SemanticPoint {
  readonly threshold: number
  readonly hitRatio: number
  readonly hits: number
  /** Hits whose answer is wrong for the new case. */
  readonly wrongHits: number
  /** Highest share of wrong hits that these leave open (Clopper–Pearson, one-sided). */
  readonly wrongBound: number
  /** Mean score with the cache less without. */
  readonly scoreDifference: number
  /** By case: the earlier case whose answer is served and whether it is right; null = the model is asked. */
  readonly served: readonly ({ readonly from: number; readonly isRight: boolean } | null)[]
}

/**
 * Replays cases in their order through a cache that serves the answer of the most similar earlier case that the model itself was
 * asked, from a similarity on.
 *
 * Numbers and negations are part of the key, never of the similarity: "order 12" and "order 21" read alike and are not. A served
 * answer is right when both cases expect the same, and then scores as it did.
 *
 * @param alpha of each threshold's bound; divide it by how many are looked at
 */
export function* semanticReplay(
  cases: readonly CachedCase[],
  { thresholds, alpha }: { readonly thresholds: readonly number[]; readonly alpha: number },
): Generator<undefined, readonly SemanticPoint[]> {
  const lowest = Math.min(...thresholds)
  const hits = thresholds.map((threshold) => ({ threshold, fromOf: cases.map(() => -1) }))
  const vectors = cases.map((one) => vectorOf(one))
  const norms = vectors.map((vector) => Math.sqrt(product(vector, vector)))
  const byKey = new Map<string, number[]>()
  for (const [index, one] of cases.entries()) {
    if (index % 10 === 0) yield
    const key = hardKey(caseText(one.variables))
    const earlier = byKey.get(key) ?? []
    const best = thresholds.map(() => Number.NEGATIVE_INFINITY)
    for (const other of earlier) {
      const length = (norms[index] ?? 0) * (norms[other] ?? 0)
      const similarity = length === 0 ? 0 : product(vectors[index] ?? [], vectors[other] ?? []) / length
      if (similarity < lowest) continue
      for (const [place, { threshold, fromOf }] of hits.entries()) {
        // What was served added no entry, so a chain of near misses cannot drift away.
        if (similarity < threshold || similarity <= (best[place] ?? 0) || fromOf[other] !== -1) continue
        best[place] = similarity
        fromOf[index] = other
      }
    }
    if (earlier.length === 0) byKey.set(key, [index])
    else earlier.push(index)
  }
  return hits.map((ofThreshold) => pointOf(cases, ofThreshold, alpha))
}

/** @param fromOf by case: the earlier case whose answer is served, −1 = the model is asked */
function pointOf(
  cases: readonly CachedCase[],
  { threshold, fromOf }: { readonly threshold: number; readonly fromOf: readonly number[] },
  alpha: number,
): SemanticPoint {
  const from: SemanticPoint['served'][number][] = []
  let wrongHits = 0
  let difference = 0
  for (const [index, one] of cases.entries()) {
    const other = fromOf[index] ?? -1
    const served = cases[other]
    const hit = served !== undefined
    const isRight = hit && isSameAnswer(one, served)
    from.push(hit ? { from: other, isRight } : null)
    if (!hit) continue
    if (!isRight) wrongHits += 1
    difference += (isRight ? served.score : 0) - one.score
  }
  const hits = from.filter((one) => one !== null).length
  return {
    threshold,
    hits,
    hitRatio: cases.length === 0 ? 0 : hits / cases.length,
    wrongHits,
    wrongBound: hits === 0 ? 1 : failureBound(wrongHits, hits, alpha),
    scoreDifference: cases.length === 0 ? 0 : difference / cases.length,
    served: from,
  }
}

function isSameAnswer(one: CachedCase, served: CachedCase): boolean {
  if (one.expected !== null && served.expected !== null) return comparable(one.expected) === comparable(served.expected)
  return comparable(one.output) === comparable(served.output)
}

const NEGATION = /\b(?:no|not|never|none|without|cannot|can't|don't|doesn't|didn't|isn't|won't|nicht|kein\w*|ohne)\b/g

/** What must be the same, not merely similar. */
export function hardKey(text: string): string {
  const lower = text.toLowerCase()
  const numbers = lower.match(/[0-9]+(?:[.,][0-9]+)*/g) ?? []
  const negations = lower.match(NEGATION) ?? []
  return `${numbers.join(' ')}|${negations.length % 2}`
}

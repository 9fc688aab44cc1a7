import type { GridCase } from '../../paired/answer-grid.ts'
import type { Expected, Router } from '../router.ts'
import { product, vectorOf } from '../routing-rule.ts'

const NEIGHBOURS = 10
/** Kept of each case: a fold leaves out a fifth, and of that again a fifth. */
const REMEMBERED = 80

/** The ten cases that resemble it most, by embedding: what was right for them is expected to be right again. */
export const neighboursRouter: Router = {
  id: 'neighbours',
  label: 'Ten nearest cases',
  looksAt: 'the ten most similar cases (embedding of the variables)',
  fewestCases: 100,
  prepare: (cases) => {
    const needsEmbedding = cases.every(({ embedding }) => embedding !== undefined)
    const known = needsEmbedding ? cases : cases.map(({ embedding: _embedding, ...rest }) => rest)
    const vectors = known.map((one) => vectorOf(one))
    const near: Int32Array[] = []
    // Made when first asked for: of long vectors all at once would keep the event loop for seconds.
    const nearOf = (index: number) => (near[index] ??= nearestOf(vectors, vectors[index] ?? new Int8Array(), index))
    return (train) => {
      const isTrain = new Uint8Array(cases.length)
      for (const index of train) isTrain[index] = 1
      return {
        expect: (index) => {
          const found = nearestKnown(nearOf(index), isTrain)
          return meansOf(cases, found.length < NEIGHBOURS ? train : found)
        },
        rule: (price) => ({
          kind: 'neighbours',
          neighbours: NEIGHBOURS,
          needsEmbedding,
          vectors: train.map((index) => [...(vectors[index] ?? [])]),
          worths: train.map((index) => (cases[index]?.answers ?? []).map(({ score, cost }) => score - price * cost)),
        }),
      }
    }
  },
}

/** By falling product, then rising place: both in one number, which sorts without a function. Products are whole numbers below 2^21. */
function nearestOf(vectors: readonly Int8Array[], vector: Int8Array, self: number): Int32Array {
  const count = vectors.length
  const keys = new Float64Array(count)
  for (let index = 0; index < count; index++) keys[index] = -product(vector, vectors[index] ?? []) * count + index
  keys.sort()
  const near = new Int32Array(Math.min(REMEMBERED, count - 1))
  for (let place = 0, found = 0; found < near.length; place++) {
    const key = keys[place] ?? 0
    const index = ((key % count) + count) % count
    if (index !== self) near[found++] = index
  }
  return near
}

function nearestKnown(near: ArrayLike<number>, isTrain: Uint8Array): number[] {
  const found: number[] = []
  for (let place = 0; place < near.length && found.length < NEIGHBOURS; place++) {
    const index = near[place] ?? 0
    if (isTrain[index] === 1) found.push(index)
  }
  return found
}

function meansOf(cases: readonly GridCase[], members: readonly number[]): readonly Expected[] {
  const options = cases[0]?.answers.length ?? 0
  return Array.from({ length: options }, (_, option) => {
    let score = 0
    let cost = 0
    for (const index of members) {
      score += cases[index]?.answers[option]?.score ?? 0
      cost += cases[index]?.answers[option]?.cost ?? 0
    }
    return { score: score / Math.max(1, members.length), cost: cost / Math.max(1, members.length) }
  })
}

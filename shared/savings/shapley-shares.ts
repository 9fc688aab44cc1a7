import type { Random } from '../stats/seeded-random.ts'
import { shuffled } from '../stats/shuffled.ts'

/**
 * What each of n players adds to the worth of all, as the mean over the orders in which they may join (Shapley 1953), in whole units
 * that add up to the worth of all exactly.
 *
 * @param worth   of the players with these numbers, ascending; of none it is 0
 * @param sampled null = all orders (by subsets: 2^n sums); else so many drawn at random
 */
export function* shapleyShares(
  n: number,
  given: {
    readonly worth: (members: readonly number[]) => number
    readonly sampled: { readonly orders: number; readonly random: Random } | null
  },
): Generator<undefined, readonly number[]> {
  const known = new Map<bigint, number>([[0n, 0]])
  const worthOf = (mask: bigint): number => {
    const found = known.get(mask)
    if (found !== undefined) return found
    const members = Array.from({ length: n }, (_, index) => index).filter((index) => (mask >> BigInt(index)) & 1n)
    const worth = given.worth(members)
    known.set(mask, worth)
    return worth
  }
  const shares = new Array<number>(n).fill(0)
  if (given.sampled === null) {
    const weights = weightsBySize(n)
    for (let mask = 0n; mask < 1n << BigInt(n); mask++) {
      yield
      const size = bits(mask)
      for (let player = 0; player < n; player++) {
        const bit = 1n << BigInt(player)
        if (mask & bit) continue
        shares[player] = (shares[player] ?? 0) + (weights[size] ?? 0) * (worthOf(mask | bit) - worthOf(mask))
      }
    }
  } else {
    const { orders, random } = given.sampled
    const players = Array.from({ length: n }, (_, player) => player)
    for (let order = 0; order < orders; order++) {
      yield
      let mask = 0n
      for (const player of shuffled(players, random)) {
        const next = mask | (1n << BigInt(player))
        shares[player] = (shares[player] ?? 0) + (worthOf(next) - worthOf(mask)) / orders
        mask = next
      }
    }
  }
  return wholeShares(shares, worthOf((1n << BigInt(n)) - 1n))
}

/** |S|! (n − |S| − 1)! / n! by the size of S. */
function weightsBySize(n: number): readonly number[] {
  const weights: number[] = []
  let weight = 1 / Math.max(1, n)
  for (let size = 0; size < n; size++) {
    weights.push(weight)
    weight *= (size + 1) / Math.max(1, n - size - 1)
  }
  return weights
}

function bits(mask: bigint): number {
  let count = 0
  for (let rest = mask; rest > 0n; rest >>= 1n) count += Number(rest & 1n)
  return count
}

/** Rounded so that they add up: the rest goes to those whose fractions are largest. */
function wholeShares(shares: readonly number[], total: number): readonly number[] {
  const floors = shares.map(Math.floor)
  let left = Math.round(total) - floors.reduce((sum, one) => sum + one, 0)
  const order = shares
    .map((share, index) => ({ index, part: share - Math.floor(share) }))
    .sort((a, b) => b.part - a.part)
  for (let at = 0; left !== 0 && order.length > 0; at = (at + 1) % order.length) {
    const index = order[at]?.index ?? 0
    const step = left > 0 ? 1 : -1
    floors[index] = (floors[index] ?? 0) + step
    left -= step
  }
  return floors
}

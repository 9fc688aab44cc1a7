import type { Random } from '../stats/seeded-random.ts'
import type { CasePoint } from './pool-member.ts'

const MOST = 12
const LEAST = 8

/**
 * The cases that a child is looked at first, eight to twelve: half of them such as its parent fails, half drawn at random from
 * the rest; where too few fail, more of the rest.
 */
export function screenCases(
  order: readonly number[],
  parent: ReadonlyMap<number, CasePoint>,
  random: Random,
): readonly number[] {
  const wanted = Math.min(order.length, MOST, Math.max(LEAST, Math.ceil(order.length / 4)))
  const failing = drawn(
    order.filter((index) => (parent.get(index)?.score ?? 1) < 1),
    random,
  ).slice(0, Math.floor(wanted / 2))
  const rest = drawn(
    order.filter((index) => !failing.includes(index)),
    random,
  ).slice(0, wanted - failing.length)
  const chosen = new Set([...failing, ...rest])
  return order.filter((index) => chosen.has(index))
}

function drawn(indexes: readonly number[], random: Random): number[] {
  return indexes
    .map((index) => ({ index, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ index }) => index)
}

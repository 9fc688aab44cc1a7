import type { Random } from '../../stats/seeded-random.ts'

/** One of the items, evenly; null of none. */
export function drawOne<T>(items: readonly T[], random: Random): T | null {
  return items[Math.floor(random() * items.length)] ?? null
}

/** So many of the items without repetition, heavier ones sooner. */
export function drawWeighted<T>(
  items: readonly T[],
  {
    count,
    weightOf,
    random,
  }: { readonly count: number; readonly weightOf: (item: T) => number; readonly random: Random },
): readonly T[] {
  return items
    .map((item) => ({ item, key: random() ** (1 / Math.max(1e-9, weightOf(item))) }))
    .toSorted((a, b) => b.key - a.key)
    .slice(0, count)
    .map(({ item }) => item)
}

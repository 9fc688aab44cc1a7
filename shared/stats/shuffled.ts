import type { Random } from './seeded-random.ts'

/** The values in an order that chance draws, each order as likely as any other. */
export function shuffled<T>(values: Iterable<T>, random: Random): T[] {
  return Array.from(values, (value) => ({ value, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value)
}

import { seededRandom } from '../../stats/seeded-random.ts'
import { shuffled } from '../../stats/shuffled.ts'
import type { GridCase } from './answer-grid.ts'

/**
 * Deals cases to folds: whole clusters, each first tag spread evenly, the same for the same seed.
 *
 * @returns the fold of each case, 0 to folds − 1, in the cases' order
 */
export function kFolds(
  cases: readonly Pick<GridCase, 'cluster' | 'tags'>[],
  folds: number,
  seed: string,
): readonly number[] {
  const strata = new Map<string, string[]>()
  const known = new Set<string>()
  for (const { cluster, tags } of cases) {
    if (known.has(cluster)) continue
    known.add(cluster)
    const stratum = tags[0] ?? ''
    const members = strata.get(stratum)
    if (members) members.push(cluster)
    else strata.set(stratum, [cluster])
  }
  const random = seededRandom(seed)
  const foldOf = new Map<string, number>()
  // Goes on where the stratum before ended: many small tags would otherwise all fill the first fold.
  let next = 0
  for (const stratum of [...strata.keys()].sort()) {
    for (const cluster of shuffled(strata.get(stratum) ?? [], random)) {
      foldOf.set(cluster, next % folds)
      next += 1
    }
  }
  return cases.map(({ cluster }) => foldOf.get(cluster) ?? 0)
}

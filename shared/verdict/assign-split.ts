import type { CaseContent } from '../domain/eval-set.ts'
import { seededRandom } from '../stats/seeded-random.ts'

export interface SplitCase extends Pick<CaseContent, 'variables' | 'tags'> {
  readonly id: string
}

export interface SplitPlace {
  readonly part: 'dev' | 'hold-out'
  /** Cases with the same cluster resemble each other: they stand in one part and count as one observation. */
  readonly cluster: string
}

const DEV_SHARE = 0.6

/**
 * Divides cases into 60 % development and 40 % hold-out, within each first tag alike.
 *
 * By what a case says, not by its place, so that the same cases imported again are divided alike; and nothing that has a place
 * ever moves. Cases with the same variables, or with the same tag `group:…`, stay together.
 *
 * @param known places given before; cases that have one keep it
 * @returns the places of the others
 */
export function assignSplit(
  cases: readonly SplitCase[],
  known: ReadonlyMap<string, SplitPlace>,
): ReadonlyMap<string, SplitPlace> {
  const partOfCluster = new Map<string, SplitPlace['part']>()
  const counts = new Map<string, { dev: number; total: number }>()
  const newClusters = new Map<string, { readonly stratum: string; readonly members: SplitCase[] }>()
  for (const place of known.values()) partOfCluster.set(place.cluster, place.part)
  for (const evalCase of cases) {
    const place = known.get(evalCase.id)
    if (place) count(counts, stratumOf(evalCase), place.part, 1)
  }
  const places = new Map<string, SplitPlace>()
  for (const evalCase of cases) {
    if (known.has(evalCase.id)) continue
    const cluster = clusterOf(evalCase)
    const part = partOfCluster.get(cluster)
    if (part !== undefined) {
      places.set(evalCase.id, { part, cluster })
      count(counts, stratumOf(evalCase), part, 1)
      continue
    }
    const found = newClusters.get(cluster)
    if (found) found.members.push(evalCase)
    else newClusters.set(cluster, { stratum: stratumOf(evalCase), members: [evalCase] })
  }
  // In the order of a hash: chance decides who is where, and the shares stay even all the way.
  const order = [...newClusters].map(([cluster, found]) => ({ cluster, ...found, rank: seededRandom(cluster)() }))
  for (const { cluster, stratum, members } of order.sort(
    (a, b) => a.rank - b.rank || (a.cluster < b.cluster ? -1 : 1),
  )) {
    const { dev, total } = counts.get(stratum) ?? { dev: 0, total: 0 }
    const wanted = DEV_SHARE * (total + members.length)
    const part = wanted - dev >= members.length / 2 ? 'dev' : 'hold-out'
    for (const { id } of members) places.set(id, { part, cluster })
    count(counts, stratum, part, members.length)
  }
  return places
}

const GROUP_TAG = 'group:'

function clusterOf({ variables, tags }: SplitCase): string {
  const group = tags.find((tag) => tag.startsWith(GROUP_TAG))
  if (group !== undefined) return group
  const names = Object.keys(variables).sort()
  return JSON.stringify(names.map((name) => [name, variables[name]]))
}

function stratumOf({ tags }: SplitCase): string {
  return tags.find((tag) => !tag.startsWith(GROUP_TAG)) ?? ''
}

function count(counts: Map<string, { dev: number; total: number }>, stratum: string, part: string, by: number): void {
  const known = counts.get(stratum) ?? { dev: 0, total: 0 }
  counts.set(stratum, { dev: known.dev + (part === 'dev' ? by : 0), total: known.total + by })
}

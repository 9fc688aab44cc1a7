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
const ITEMS_PER_STEP = 2000

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
  const steps = assignSplitSteps(cases, known)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same in steps, each short enough to do between two turns of an event loop. */
export function* assignSplitSteps(
  cases: readonly SplitCase[],
  known: ReadonlyMap<string, SplitPlace>,
): Generator<undefined, ReadonlyMap<string, SplitPlace>> {
  const partOfCluster = new Map<string, SplitPlace['part']>()
  const counts = new Map<string, { dev: number; total: number }>()
  const newClusters = new Map<string, { readonly stratum: string; readonly members: SplitCase[] }>()
  for (const place of known.values()) partOfCluster.set(place.cluster, place.part)
  yield
  for (const [index, evalCase] of cases.entries()) {
    if (index % ITEMS_PER_STEP === 0) yield
    const place = known.get(evalCase.id)
    if (place) count(counts, stratumOf(evalCase), place.part, 1)
  }
  const places = new Map<string, SplitPlace>()
  for (const [index, evalCase] of cases.entries()) {
    if (index % ITEMS_PER_STEP === 0) yield
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
  // Ranks fill 0 to 1 evenly, so that a range of them is a short list to sort.
  const ranges = Array.from({ length: 1 + Math.floor(newClusters.size / ITEMS_PER_STEP) }, (): RankedCluster[] => [])
  let ranked = 0
  for (const [cluster, found] of newClusters) {
    if (++ranked % ITEMS_PER_STEP === 0) yield
    const rank = seededRandom(cluster)()
    ranges[Math.floor(rank * ranges.length)]?.push({ cluster, ...found, rank })
  }
  for (const range of ranges) {
    yield
    range.sort((a, b) => a.rank - b.rank || (a.cluster < b.cluster ? -1 : 1))
    for (const { cluster, stratum, members } of range) {
      const { dev, total } = counts.get(stratum) ?? { dev: 0, total: 0 }
      const wanted = DEV_SHARE * (total + members.length)
      const part = wanted - dev >= members.length / 2 ? 'dev' : 'hold-out'
      for (const { id } of members) places.set(id, { part, cluster })
      count(counts, stratum, part, members.length)
    }
  }
  return places
}

interface RankedCluster {
  readonly cluster: string
  readonly stratum: string
  readonly members: readonly SplitCase[]
  readonly rank: number
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

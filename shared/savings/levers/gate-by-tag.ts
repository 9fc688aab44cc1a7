import { meanInterval } from '../../stats/mean-interval.ts'
import { kFolds } from '../paired/k-folds.ts'
import type { SavingsInput } from '../savings-input.ts'

export interface TagGate {
  /** By case: whether the rule that the other folds taught leaves the context out. */
  readonly isBare: readonly boolean[]
  /** The rule learned on all cases, in words. */
  readonly sentence: string
}

const FOLDS = 5
const LEAST_CASES = 20

/**
 * Learns by tag whether context may be left out: where the loss without it is likely to be at most the project's margin. Clusters of
 * cases stay in one fold.
 *
 * @returns null with fewer than 20 cases scored both ways
 */
export function gateByTag(
  input: Pick<SavingsInput, 'cases' | 'rule' | 'run'>,
  withContext: readonly (number | null)[],
  bare: readonly (number | null)[],
): TagGate | null {
  const { cases, rule } = input
  const losses = cases.map((_, at) => {
    const [before, after] = [withContext[at] ?? null, bare[at] ?? null]
    return before === null || after === null ? null : before - after
  })
  if (losses.filter((loss) => loss !== null).length < LEAST_CASES) return null
  const folds = kFolds(cases, FOLDS, `gate-by-tag ${input.run.id}`)
  const tagOf = (at: number) => cases[at]?.tags[0] ?? ''
  const isBare = cases.map(() => false)
  for (let fold = 0; fold < FOLDS; fold++) {
    const learned = learn(losses, tagOf, (at) => folds[at] !== fold)
    for (const at of cases.keys()) if (folds[at] === fold) isBare[at] = learned(tagOf(at)) <= rule.margin
  }
  const all = learn(losses, tagOf, () => true)
  const tags = [...new Set(cases.map((_, at) => tagOf(at)))].sort()
  const named = (list: readonly string[]) => list.map((tag) => (tag === '' ? 'cases without a tag' : tag)).join(', ')
  const off = tags.filter((tag) => all(tag) <= rule.margin)
  const on = tags.filter((tag) => !off.includes(tag))
  const sentence =
    off.length === 0
      ? 'Learned on all cases, the rule leaves the context in everywhere.'
      : `Learned on all cases, the rule leaves it out for ${named(off)}${on.length === 0 ? '' : ` and keeps it for ${named(on)}`}.`
  return { isBare, sentence }
}

/** By tag the highest loss that is still likely: mean + one standard error + 1 ÷ n, so that few cases leave nothing out. */
function learn(
  losses: readonly (number | null)[],
  tagOf: (at: number) => string,
  isIn: (at: number) => boolean,
): (tag: string) => number {
  const ofTags = new Map<string, number[]>()
  for (const [at, loss] of losses.entries()) {
    if (loss === null || !isIn(at)) continue
    const own = ofTags.get(tagOf(at))
    if (own) own.push(loss)
    else ofTags.set(tagOf(at), [loss])
  }
  return (tag) => {
    const own = ofTags.get(tag) ?? []
    const estimate = meanInterval(own)
    if (estimate === null || estimate.standardError === null) return Number.POSITIVE_INFINITY
    return estimate.mean + estimate.standardError + 1 / own.length
  }
}

import type { Candidate } from '../../candidate.ts'
import type { Mutation } from '../mutation.ts'

/**
 * Joins the parent with the member that complements it best: each of the two is better than the other on some cases. Either
 * the edits of both, or only the cuts that both made, so that what one of them kept stays.
 */
export const plugin: Mutation = {
  id: 'merge',
  label: 'Merge two parents',
  async propose({ parent, pool, random }) {
    const partners = pool
      .map((other) => ({ other, value: Math.min(wins(parent, other), wins(other, parent)) }))
      .filter(({ value }) => value > 0)
      .toSorted((a, b) => b.value - a.value || (a.other.id < b.other.id ? -1 : 1))
    const [best] = partners
    if (!best) return null
    const { other } = best
    const has = new Set(parent.edits.map(({ id }) => id))
    const added = other.edits.filter(({ id }) => !has.has(id))
    const label = `Merged with ${other.label}`
    if (random() < 0.5) return { label, aim: 'cost', edits: [...parent.edits, ...added], otherParentId: other.id }
    const theirs = new Set(other.edits.map(({ id }) => id))
    const common = parent.edits.filter(({ id, savedTokens }) => theirs.has(id) || savedTokens <= 0)
    const edits = [...common, ...added.filter(({ savedTokens }) => savedTokens <= 0)]
    return { label: `${label}, what either kept`, aim: 'quality', edits, otherParentId: other.id }
  },
}

function wins(a: Candidate, b: Candidate): number {
  return [...a.cases].filter(([index, { score }]) => score > (b.cases.get(index)?.score ?? score)).length
}

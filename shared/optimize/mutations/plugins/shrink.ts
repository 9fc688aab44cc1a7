import type { SqueezeEdit, SqueezeEditKind } from '../../../domain/squeeze.ts'
import { priorHarm } from '../../../squeeze/attribution/likely-harm.ts'
import { tokensOf } from '../../../squeeze/flow-report.ts'
import { drawOne, drawWeighted } from '../draw.ts'
import type { Mutation } from '../mutation.ts'

const KINDS: ReadonlySet<SqueezeEditKind> = new Set(['lossless', 'trim', 'rewrite', 'delete', 'few-shot'])
/** Of the edits that are left: large steps first find out how far it may go at all. */
const SHARES = [1, 0.5, 0.25, 0.1]
/** Of the parent's tokens: a smaller step would not pay for its screening. */
const LEAST_STEP = 0.08

export const plugin: Mutation = {
  id: 'shrink',
  label: 'Shrink',
  async propose({ prompt, parent, library, random, attempts, blameOf }) {
    const has = new Set(parent.edits.map(({ id }) => id))
    const open = library.filter(({ id, kind, savedTokens }) => KINDS.has(kind) && savedTokens > 0 && !has.has(id))
    if (open.length === 0) return null
    const safe = open.filter(({ kind }) => kind === 'lossless')
    const risky = open.filter(({ kind }) => kind !== 'lossless')
    const share = SHARES[attempts] ?? drawOne(SHARES.slice(1), random) ?? 1
    const weightOf = (edit: SqueezeEdit) => edit.savedTokens / (Math.max(priorHarm(edit), 0.001) + blameOf(edit))
    const drawn = drawWeighted(risky, { count: risky.length, weightOf, random })
    const taken = safe.concat(drawn.slice(0, Math.round(share * risky.length)))
    const least = LEAST_STEP * tokensOf(prompt, parent.messages)
    for (const edit of drawn.filter((one) => !taken.includes(one))) {
      if (savedBy(taken) >= least) break
      taken.push(edit)
    }
    if (savedBy(taken) < least) return null
    return { label: `Shrunk by ${taken.length} edits`, aim: 'cost', edits: [...parent.edits, ...taken] }
  },
}

function savedBy(edits: readonly SqueezeEdit[]): number {
  return edits.reduce((sum, { savedTokens }) => sum + savedTokens, 0)
}

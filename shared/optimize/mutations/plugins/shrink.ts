import type { SqueezeEditKind } from '../../../domain/squeeze.ts'
import { drawOne, drawWeighted } from '../draw.ts'
import type { Mutation } from '../mutation.ts'

const KINDS: ReadonlySet<SqueezeEditKind> = new Set(['lossless', 'trim', 'rewrite', 'delete', 'few-shot'])
/** Of the edits that are left; 0 = a single one. Large steps first find out how far it may go at all. */
const SHARES = [1, 0.5, 0.25, 0]

export const plugin: Mutation = {
  id: 'shrink',
  label: 'Shrink',
  async propose({ parent, library, random }) {
    const has = new Set(parent.edits.map(({ id }) => id))
    const open = library.filter(({ id, kind, savedTokens }) => KINDS.has(kind) && savedTokens > 0 && !has.has(id))
    if (open.length === 0) return null
    const safe = open.filter(({ kind }) => kind === 'lossless')
    const risky = open.filter(({ kind }) => kind !== 'lossless')
    const share = drawOne(SHARES, random) ?? 0
    const weightOf = ({ savedTokens }: (typeof open)[number]) => savedTokens
    const count = Math.max(1, Math.round(share * risky.length))
    const taken = [...safe, ...drawWeighted(risky, { count, weightOf, random })]
    return { label: `Shrunk by ${taken.length} edits`, aim: 'cost', edits: [...parent.edits, ...taken] }
  },
}

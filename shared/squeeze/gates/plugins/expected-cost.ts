import { saysItAnew } from '../compare-counts.ts'
import type { Gate } from '../gate.ts'

export const plugin: Gate = {
  id: 'expected-cost',
  label: 'Costs less',
  check({ cost, edits }) {
    // What they do to the answer's length only cases can tell.
    if (edits.some(saysItAnew)) return null
    const { tokensBefore, tokensAfter, nanoUsdBefore, nanoUsdAfter } = cost
    if (nanoUsdBefore !== null && nanoUsdAfter !== null) {
      if (nanoUsdAfter < nanoUsdBefore) return null
      return tokensAfter < tokensBefore
        ? 'It is shorter and still costs more: it breaks a cached prefix.'
        : 'It does not cost less.'
    }
    return tokensAfter < tokensBefore ? null : `It has ${tokensAfter} tokens, the original ${tokensBefore}.`
  },
}

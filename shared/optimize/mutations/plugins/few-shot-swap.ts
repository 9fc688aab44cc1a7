import { drawOne } from '../draw.ts'
import type { Mutation } from '../mutation.ts'

/** Which examples are shown matters as much as how many: one goes, another comes back. */
export const plugin: Mutation = {
  id: 'few-shot-swap',
  label: 'Swap examples',
  async propose({ parent, library, random }) {
    const cuts = library.filter(({ kind }) => kind === 'few-shot')
    const gone = parent.edits.filter(({ kind }) => kind === 'few-shot')
    const shown = cuts.filter(({ id }) => !gone.some((edit) => edit.id === id))
    const [back, out] = [drawOne(gone, random), drawOne(shown, random)]
    const rest = parent.edits.filter((edit) => edit !== back)
    if (back && out && random() < 0.7)
      return { label: 'An example swapped for another', aim: 'quality', edits: [...rest, out] }
    if (back) return { label: 'An example put back', aim: 'quality', edits: rest }
    return out ? { label: 'An example left out', aim: 'cost', edits: [...parent.edits, out] } : null
  },
}

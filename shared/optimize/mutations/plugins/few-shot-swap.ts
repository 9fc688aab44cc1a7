import { drawOne } from '../draw.ts'
import type { Mutation } from '../mutation.ts'

/** Which examples are shown matters as much as how many: one that was left out comes back, mostly in the place of another. */
export const plugin: Mutation = {
  id: 'few-shot-swap',
  label: 'Swap examples',
  async propose({ parent, library, random }) {
    const gone = parent.edits.filter(({ kind }) => kind === 'few-shot')
    const shown = library.filter(({ id, kind }) => kind === 'few-shot' && !gone.some((edit) => edit.id === id))
    const [back, out] = [drawOne(gone, random), drawOne(shown, random)]
    if (back === null) return null
    const rest = parent.edits.filter((edit) => edit !== back)
    return out !== null && random() < 0.7
      ? { label: 'An example swapped for another', aim: 'quality', edits: [...rest, out] }
      : { label: 'An example put back', aim: 'quality', edits: rest }
  },
}

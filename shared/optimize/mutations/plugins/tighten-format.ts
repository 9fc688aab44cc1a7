import { drawOne } from '../draw.ts'
import type { Mutation } from '../mutation.ts'

export const plugin: Mutation = {
  id: 'tighten-format',
  label: 'Tighten the format',
  async propose({ parent, library, random }) {
    const has = new Set(parent.edits.map(({ id }) => id))
    const open = library.filter(
      ({ id, kind }) => (kind === 'output-format' || kind === 'answer-length') && !has.has(id),
    )
    const edit = drawOne(open, random)
    return edit ? { label: edit.label, aim: 'cost', edits: [...parent.edits, edit] } : null
  },
}

import type { Mutation } from '../mutation.ts'

export const plugin: Mutation = {
  id: 'reorder-for-cache',
  label: 'Reorder for the cache',
  async propose({ parent, library }) {
    const has = new Set(parent.edits.map(({ id }) => id))
    const open = library.filter(({ id, kind }) => kind === 'cache-order' && !has.has(id))
    return open.length > 0 ? { label: 'What varies put last', aim: 'order', edits: [...parent.edits, ...open] } : null
  },
}

import type { SqueezeEdit } from '../../domain/squeeze.ts'
import { overlaps, type SqueezePrompt } from '../read-squeeze-prompt.ts'
import { cutOf, editOf, templateOf } from './edit-of.ts'

const HEADING = /^#{1,6}[ \t]+\S/

/**
 * Cuts the headings that only name what follows, all of a message at once. Those before examples stay, since they part them;
 * so do those that state a rule or hold a variable.
 */
export function headingEdits(prompt: SqueezePrompt): SqueezeEdit[] {
  return prompt.trees.flatMap(({ messageIndex, pieces, role }) => {
    if (role === 'assistant') return []
    const template = templateOf(prompt, messageIndex)
    const locks = prompt.segments.filter(({ keptBecause }) => keptBecause?.startsWith('You'))
    const headings = pieces.filter((piece, index) => {
      const text = template.slice(piece.start, piece.end)
      if (!piece.isHeading || !HEADING.test(text) || text.includes('{{') || text.includes('{%')) return false
      const next = pieces.slice(index + 1).find(({ leaf, isHeading }) => leaf !== null || isHeading)
      if (next === undefined || next.leaf === 'example' || next.isHeading) return false
      const isRule = prompt.ledger.some((item) => item.messageIndex === messageIndex && overlaps(item, piece))
      return !isRule && !locks.some((lock) => lock.messageIndex === messageIndex && overlaps(lock, next))
    })
    const edit = editOf(prompt, {
      id: `headings-m${messageIndex}`,
      kind: 'trim',
      risk: 'R2',
      label: 'Leave out headings',
      reason: 'They only name what follows.',
      changes: headings.map(({ start, end }) => ({ messageIndex, ...cutOf(template, start, end), replacement: '' })),
    })
    return edit ? [edit] : []
  })
}

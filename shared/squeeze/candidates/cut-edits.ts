import type { SqueezeEdit, SqueezeSegment } from '../../domain/squeeze.ts'
import { missingFrom, statementsOf } from '../ledger/ledger-coverage.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { linesAndSentences } from '../segment-tree.ts'
import { cutOf, editOf, templateOf } from './edit-of.ts'

/** Cuts of whole segments: prose that states no rule of its own, and every few-shot example by itself. */
export function cutEdits(prompt: SqueezePrompt): SqueezeEdit[] {
  return prompt.segments.flatMap((segment) => {
    if (segment.keptBecause !== null) return []
    const isExample = segment.kind === 'example'
    const cut = cutOf(templateOf(prompt, segment.messageIndex), segment.start, segment.end)
    const edit = editOf(prompt, {
      id: `cut-${segment.id}`,
      kind: isExample ? 'few-shot' : 'delete',
      risk: 'R2',
      label: isExample ? 'Leave out an example' : 'Cut',
      reason: isExample ? 'The prompt may do with fewer examples.' : reasonOf(segment),
      segmentIds: [segment.id],
      changes: [{ messageIndex: segment.messageIndex, ...cut, replacement: '' }],
    })
    return edit ? [edit] : []
  })
}

function reasonOf({ ledgerIds }: SqueezeSegment): string {
  return ledgerIds.length > 0 ? 'What it says is said elsewhere.' : 'It states no rule.'
}

/** Cuts of the sentences of a segment that state no rule, where others of it do. */
export function trimEdits(prompt: SqueezePrompt): SqueezeEdit[] {
  return prompt.segments.flatMap((segment) => {
    if (segment.kind !== 'prose' && segment.kind !== 'list-item') return []
    if (segment.keptBecause === null || segment.keptBecause.startsWith('You')) return []
    const template = templateOf(prompt, segment.messageIndex)
    const sentences = linesAndSentences(template, segment)
    const idle = sentences.filter((span, index) => index > 0 && !holdsRule(prompt, segment, span))
    if (idle.length === 0) return []
    const edit = editOf(prompt, {
      id: `trim-${segment.id}`,
      kind: 'trim',
      risk: 'R2',
      label: 'Keep only the rules',
      reason: 'These sentences state no rule.',
      segmentIds: [segment.id],
      changes: idle.map(({ start, end }) => ({
        messageIndex: segment.messageIndex,
        ...cutOf(template, start, end),
        replacement: '',
      })),
    })
    return edit ? [edit] : []
  })
}

function holdsRule(
  prompt: SqueezePrompt,
  segment: SqueezeSegment,
  span: { readonly start: number; readonly end: number },
) {
  const text = templateOf(prompt, segment.messageIndex).slice(span.start, span.end)
  if (text.includes('{{') || text.includes('{%')) return true
  const inside = prompt.ledger.filter(
    (item) =>
      item.isRequired && item.messageIndex === segment.messageIndex && item.start < span.end && item.end > span.start,
  )
  if (inside.length === 0) return false
  const { statement } = prompt.facts
  const others = prompt.required
    .filter((item) => !inside.includes(item))
    .flatMap(({ quote }) => statementsOf(quote, statement))
  return inside.some(({ quote }) => missingFrom(statement(quote), others) !== null)
}

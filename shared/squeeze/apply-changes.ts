import type { TextSpan } from '../compress/text-span.ts'
import { AppError } from '../contract/errors.ts'
import type { Message } from '../domain/prompt.ts'
import type { SqueezeChange, SqueezeEdit } from '../domain/squeeze.ts'
import { overlaps, type SqueezePrompt } from './read-squeeze-prompt.ts'

/** Edits that fit together, and what they make of the prompt. */
export interface Composition {
  readonly edits: readonly SqueezeEdit[]
  /** In order, without overlaps, with what follows from the edits: the headings of emptied sections. */
  readonly changes: readonly SqueezeChange[]
  readonly messages: readonly Message[]
  /** The text of all messages without examples: what rules are looked for in. */
  readonly rulesText: string
}

/**
 * Puts edits together. Where two want the same text, the one that saves more has it; cuts of neighbours join. The heading
 * of a section that lost everything goes too.
 */
export function composeEdits(prompt: SqueezePrompt, wanted: readonly SqueezeEdit[]): Composition {
  const edits = fitting(wanted)
  const perMessage = prompt.messages.map((_, index) => joinCuts(changesOf(edits, index)))
  for (const tree of prompt.trees) {
    const changes = perMessage[tree.messageIndex] ?? []
    const emptied = emptiedHeadings(prompt, tree, changes)
    if (emptied.length > 0) perMessage[tree.messageIndex] = joinCuts([...changes, ...emptied])
  }
  const changes = perMessage.flatMap((list, messageIndex) =>
    list.map((change) => ({ ...change, messageIndex, original: textAt(prompt, messageIndex, change) })),
  )
  return {
    edits,
    changes,
    messages: prompt.messages.map((message, index) => ({
      ...message,
      template: applyChanges(message.template, perMessage[index] ?? []),
    })),
    rulesText: rulesTextOf(prompt, perMessage),
  }
}

/** The prompt's text without its examples, as it is or with changes. */
export function rulesTextOf(prompt: SqueezePrompt, perMessage: readonly (readonly Change[])[] = []): string {
  return prompt.messages
    .map(({ template }, index) => {
      const cuts = (prompt.exampleSpans[index] ?? []).map(({ start, end }) => ({ start, end, replacement: '' }))
      const kept = (perMessage[index] ?? []).filter((change) => !cuts.some((cut) => overlaps(cut, widened(change))))
      const shortened = (perMessage[index] ?? []).flatMap((change) => outside(change, cuts))
      return applyChanges(template, joinCuts([...kept, ...shortened, ...cuts]))
    })
    .join('\n\n')
}

export type Change = TextSpan & { readonly replacement: string }

/** @throws AppError `conflict` when two changes overlap */
export function applyChanges(template: string, changes: readonly Change[]): string {
  let text = ''
  let at = 0
  for (const { start, end, replacement } of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < at) throw new AppError('conflict', 'Two of the edits change the same text. Take one of them.')
    text += template.slice(at, start) + replacement
    at = end
  }
  return text + template.slice(at)
}

/** Those that save most come first and shut out what overlaps them. */
function fitting(wanted: readonly SqueezeEdit[]): SqueezeEdit[] {
  const taken: SqueezeEdit[] = []
  const rank = (edit: SqueezeEdit) => (edit.replacesLedgerIds.length > 0 ? 1 : 0)
  for (const edit of wanted.toSorted((a, b) => rank(b) - rank(a) || b.savedTokens - a.savedTokens)) {
    if (!taken.some((other) => clash(edit, other))) taken.push(edit)
  }
  return taken.toSorted((a, b) => positionOf(a) - positionOf(b))
}

function clash(a: SqueezeEdit, b: SqueezeEdit): boolean {
  return a.changes.some((one) =>
    b.changes.some((other) => {
      if (one.messageIndex !== other.messageIndex) return false
      if (!overlaps(widened(one), widened(other))) return false
      return one.replacement !== '' || other.replacement !== ''
    }),
  )
}

/** An insertion has no width, and must not fall into the middle of another change. */
function widened({ start, end }: TextSpan): TextSpan {
  return start === end ? { start: start - 0.5, end: end + 0.5 } : { start, end }
}

function positionOf({ changes: [first] }: SqueezeEdit): number {
  return first ? first.messageIndex * 1e9 + first.start : 0
}

function changesOf(edits: readonly SqueezeEdit[], messageIndex: number): Change[] {
  return edits.flatMap(({ changes }) => changes.filter((change) => change.messageIndex === messageIndex))
}

/** In order; cuts that touch or overlap become one. */
function joinCuts(changes: readonly Change[]): Change[] {
  const joined: Change[] = []
  for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1)
    if (last && change.start < last.end && change.replacement === '' && last.replacement === '')
      joined[joined.length - 1] = { ...last, end: Math.max(last.end, change.end) }
    else joined.push({ start: change.start, end: change.end, replacement: change.replacement })
  }
  return joined
}

function outside(change: Change, cuts: readonly TextSpan[]): Change[] {
  if (change.replacement !== '' || !cuts.some((cut) => overlaps(cut, change))) return []
  let rest: TextSpan[] = [change]
  for (const cut of cuts)
    rest = rest.flatMap((span) =>
      overlaps(span, cut)
        ? [
            { start: span.start, end: Math.min(span.end, cut.start) },
            { start: Math.max(span.start, cut.end), end: span.end },
          ].filter(({ start, end }) => end > start)
        : [span],
    )
  return rest.map(({ start, end }) => ({ start, end, replacement: '' }))
}

function emptiedHeadings(prompt: SqueezePrompt, tree: SqueezePrompt['trees'][number], changes: readonly Change[]) {
  const { template = '' } = prompt.messages[tree.messageIndex] ?? {}
  const isCut = (span: TextSpan) =>
    changes.some(({ start, end, replacement }) => replacement === '' && start <= span.start && end >= span.end)
  return tree.pieces.flatMap((piece, index): Change[] => {
    if (!piece.isHeading || template.slice(piece.start, piece.end).trim() === '' || isCut(piece)) return []
    const key = piece.path.join('\n')
    const below = tree.pieces.filter(
      (other) => other.leaf !== null && (other.path.join('\n') === key || other.path.join('\n').startsWith(`${key}\n`)),
    )
    if (
      below.length === 0 ||
      !below.every(isCut) ||
      !changes.some((change) => below.some((leaf) => overlaps(change, leaf)))
    )
      return []
    const gap = tree.pieces[index + 1]
    const end = gap && gap.leaf === null && !gap.isHeading ? gap.end : piece.end
    return [{ start: piece.start, end, replacement: '' }]
  })
}

function textAt({ messages }: SqueezePrompt, messageIndex: number, { start, end }: TextSpan): string {
  return messages[messageIndex]?.template.slice(start, end) ?? ''
}

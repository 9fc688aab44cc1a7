import type { SqueezeChange, SqueezeEdit } from '../../domain/squeeze.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'

export type EditWish = Pick<SqueezeEdit, 'id' | 'kind' | 'risk' | 'label' | 'reason'> &
  Partial<Pick<SqueezeEdit, 'segmentIds' | 'replacesLedgerIds' | 'strength' | 'style'>> & {
    readonly changes: readonly Omit<SqueezeChange, 'original'>[]
  }

/** How much text around a change is counted with it: tokens join over the seam, but not further. */
const SEAM_CHARACTERS = 64

/** Completes an edit: the texts that it replaces, and the tokens that it saves; null when it changes nothing. */
export function editOf(prompt: SqueezePrompt, wish: EditWish): SqueezeEdit | null {
  const changes = wish.changes
    .map((change) => ({ ...change, original: templateOf(prompt, change.messageIndex).slice(change.start, change.end) }))
    .filter(({ original, replacement }) => original !== replacement)
  if (changes.length === 0) return null
  const { segmentIds = [], replacesLedgerIds = [], strength = null, style = null, id, kind, risk, label, reason } = wish
  return {
    id,
    kind,
    risk,
    label,
    reason,
    changes,
    segmentIds,
    replacesLedgerIds,
    strength,
    style,
    savedTokens: changes.reduce((sum, change) => sum + savedBy(prompt, change), 0),
    evidence: null,
  }
}

function savedBy(prompt: SqueezePrompt, { messageIndex, start, end, original, replacement }: SqueezeChange): number {
  const template = templateOf(prompt, messageIndex)
  const before = template.slice(Math.max(0, start - SEAM_CHARACTERS), start)
  const after = template.slice(end, end + SEAM_CHARACTERS)
  return prompt.countTokens(before + original + after) - prompt.countTokens(before + replacement + after)
}

export function templateOf({ messages }: SqueezePrompt, messageIndex: number): string {
  return messages[messageIndex]?.template ?? ''
}

/**
 * The stretch to cut so that no gap remains: a leaf with the white space on the side where it parts less, so that the
 * paragraph's end stays with the paragraph.
 */
export function cutOf(template: string, start: number, end: number): { readonly start: number; readonly end: number } {
  let before = start
  while (before > 0 && /\s/.test(template[before - 1] ?? '')) before -= 1
  let after = end
  while (after < template.length && /\s/.test(template[after] ?? '')) after += 1
  const breaks = (text: string) => text.split('\n').length
  if (after === template.length) return { start: before, end }
  if (before === 0) return { start: 0, end: after }
  return breaks(template.slice(before, start)) < breaks(template.slice(end, after))
    ? { start: before, end }
    : { start, end: after }
}

import type { SqueezeEdit, SqueezeSegment } from '../domain/squeeze.ts'
import { applyChanges, composeEdits } from '../squeeze/apply-changes.ts'
import type { SqueezePrompt } from '../squeeze/read-squeeze-prompt.ts'

/** What edits make of one segment's text. A change that reaches beyond the segment is cut at its ends. */
export function currentText(prompt: SqueezePrompt, edits: readonly SqueezeEdit[], segment: SqueezeSegment): string {
  const { messageIndex, start, end, text } = segment
  const inside = composeEdits(prompt, edits)
    .changes.filter((change) => change.messageIndex === messageIndex && change.start < end && change.end > start)
    .map((change) => ({
      start: Math.max(0, change.start - start),
      end: Math.min(end, change.end) - start,
      replacement: change.replacement,
    }))
  return applyChanges(text, inside).trim()
}

/** The edits that leave a segment alone. */
export function editsBeside(edits: readonly SqueezeEdit[], segment: SqueezeSegment): readonly SqueezeEdit[] {
  const { messageIndex, start, end } = segment
  return edits.filter(({ changes }) =>
    changes.every((change) => change.messageIndex !== messageIndex || change.end <= start || change.start >= end),
  )
}

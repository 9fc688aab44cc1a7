import { jsonSpans } from '../../compress/json-spans.ts'
import type { SqueezeEdit } from '../../domain/squeeze.ts'
import { minifyJson } from '../../lint/minify-json.ts'
import { overlaps, type SqueezePrompt } from '../read-squeeze-prompt.ts'
import { editOf } from './edit-of.ts'

/** Schemas and data without the white space between their tokens: the same JSON. Examples show a form, and stay as they are. */
export function jsonEdits(prompt: SqueezePrompt): SqueezeEdit[] {
  return prompt.messages.flatMap(({ template }, messageIndex) =>
    jsonSpans(template).flatMap((span) => {
      if ((prompt.exampleSpans[messageIndex] ?? []).some((example) => overlaps(example, span))) return []
      const text = template.slice(span.start, span.end)
      const replacement = text.includes('{{') || text.includes('{%') ? null : minifyJson(text)
      if (replacement === null) return []
      const segment = prompt.segments.find((one) => one.messageIndex === messageIndex && overlaps(one, span))
      if (segment?.keptBecause?.startsWith('You')) return []
      const edit = editOf(prompt, {
        id: `json-m${messageIndex}-${span.start}`,
        kind: 'lossless',
        risk: 'R1',
        label: 'JSON without white space',
        reason: 'The same JSON in fewer tokens.',
        segmentIds: segment ? [segment.id] : [],
        changes: [{ messageIndex, ...span, replacement }],
      })
      return edit && edit.savedTokens > 0 ? [edit] : []
    }),
  )
}

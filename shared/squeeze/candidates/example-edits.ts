import { splitSentences } from '../../compress/split-sentences.ts'
import type { SqueezeEdit } from '../../domain/squeeze.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { editOf } from './edit-of.ts'

/** A shorter first sentence shows too little of a case. */
const MIN_SENTENCE_WORDS = 4
/** Of a few-shot edit that keeps its example: the label that sets it apart. */
const STRENGTH = 0.5

/** Few-shot examples with shorter bodies: of the longest line that is no answer, only the first sentence stays. */
export function shorterExamples(prompt: SqueezePrompt): SqueezeEdit[] {
  return prompt.segments.flatMap(({ id, kind, keptBecause, messageIndex, start, text }) => {
    if (kind !== 'example' || keptBecause !== null) return []
    const lines = linesOf(text)
    // What stands last is the answer, and what it says is the point of the example.
    const [body] = lines.slice(0, -1).toSorted((a, b) => b.end - b.start - (a.end - a.start))
    if (!body) return []
    const [first, ...rest] = splitSentences(text, body)
    const last = rest.at(-1)
    if (!first || !last || text.slice(first.start, first.end).split(/\s+/).length < MIN_SENTENCE_WORDS) return []
    const edit = editOf(prompt, {
      id: `shorten-${id}`,
      kind: 'few-shot',
      risk: 'R2',
      label: 'Shorten an example',
      reason: 'Its first sentence may show enough.',
      segmentIds: [id],
      strength: STRENGTH,
      changes: [{ messageIndex, start: start + first.end, end: start + last.end, replacement: '' }],
    })
    return edit && edit.savedTokens > 0 ? [edit] : []
  })
}

/** Whether an edit takes its text away as a whole; a shortened example is another form of it. */
export function isCut({ kind, strength }: Pick<SqueezeEdit, 'kind' | 'strength'>): boolean {
  return kind === 'delete' || kind === 'trim' || (kind === 'few-shot' && strength === null)
}

function linesOf(text: string): { readonly start: number; readonly end: number }[] {
  let at = 0
  return text.split('\n').flatMap((line) => {
    const span = { start: at, end: at + line.length }
    at += line.length + 1
    return line.trim() === '' ? [] : [span]
  })
}

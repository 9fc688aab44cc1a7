import { contextBefore, opensSentence } from '../clause-start.ts'
import { beginsInstruction } from '../imperatives.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, FixEdit, LintRule } from '../lint-rule.ts'
import { cutPhrase } from '../text-fix.ts'

const REQUEST =
  /\b(?:I(?:'d| would) (?:really )?like you to|I (?:want|need) you to|I am asking you to|you are (?:asked|instructed) to|your (?:task|job|goal|mission|objective) (?:here )?is to|do your best to|try your best to|I would (?:really )?appreciate it if you could)\b/gi
/** A question that is none: its mark goes with it. */
const QUESTION = /\b(?:can|could|would|will) you (?:please |kindly )*(?=\p{L})(?!be\b)/giu

export const plugin: LintRule = {
  id: 'indirect-requests',
  label: 'Indirect requests',
  description: '“Your task is to classify …”, “Could you classify …?” → “Classify …”.',
  risk: 'R1',
  scope: 'message',
  check: (message) => message.prose.flatMap(({ start, end }) => findRequests(message, start, end)),
}

function findRequests({ index, template }: LintMessage, pieceStart: number, pieceEnd: number): FindingDraft[] {
  const found: FindingDraft[] = []
  const prose = template.slice(pieceStart, pieceEnd)
  for (const pattern of [REQUEST, QUESTION]) {
    for (const match of prose.matchAll(pattern)) {
      const start = pieceStart + match.index
      const end = start + match[0].trimEnd().length
      if (!opensSentence(contextBefore(template, pieceStart, start))) continue
      const sentence = sentenceFrom(template, end, pieceEnd)
      // "Your task is to read it and to label it": the second "to" would hang in the air.
      if (sentence === null || !beginsInstruction(sentence.text) || /\b(?:and|or|but|,) to\b/i.test(sentence.text))
        continue
      if ((pattern === QUESTION) !== (sentence.mark === '?')) continue
      const cut = cutPhrase(template, start, end)
      const fix: FixEdit[] = [cut]
      if (sentence.mark === '?') fix.push({ start: sentence.end - 1, end: sentence.end, replacement: '.' })
      const message = `“${match[0].trim()}” only leads up to the instruction.`
      found.push({ messageIndex: index, start, end, message, fix })
    }
  }
  return found
}

/** The rest of a sentence with its mark; null where none ends it nearby. */
function sentenceFrom(
  template: string,
  start: number,
  pieceEnd: number,
): { readonly text: string; readonly mark: string; readonly end: number } | null {
  const rest = template.slice(start, Math.min(pieceEnd, start + 400))
  const stop = /[.!?:](?=\s|$)/.exec(rest)
  if (!stop) return start + rest.length === pieceEnd ? { text: rest, mark: '', end: pieceEnd } : null
  return { text: rest.slice(0, stop.index), mark: stop[0], end: start + stop.index + 1 }
}

import type { TextSpan } from '../../compress/text-span.ts'
import { contextBefore, opensClause, opensSentence } from '../clause-start.ts'
import { beginsInstruction } from '../imperatives.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { cutPhrase, textFix } from '../text-fix.ts'

interface Place {
  /** What stands before in the same piece of prose, up to CONTEXT_CHARACTERS. */
  readonly before: { readonly text: string; readonly isWhole: boolean }
  /** What stands behind, up to the same length. */
  readonly after: string
  /** Nothing but space stands before it in its message. */
  readonly isFirst: boolean
}

const EFFORT = '(?:help|assistance|cooperation|time|attention|efforts?|hard work|diligence|thoroughness)'

/**
 * Words of politeness, which carry no instruction, each with the places where it is nothing else ("aims to please", "a kindly
 * man"). None of them holds a modal (must, should, may, can): those say how binding a rule is.
 */
const PHRASES: readonly (readonly [RegExp, (place: Place) => boolean])[] = [
  [
    /\b(?:please(?:,? kindly)?|kindly(?:,? please)?)\b,?/gi,
    ({ before, after }) => opensClause(before) && beginsInstruction(after),
  ],
  [/,[ ]?(?:please|kindly)(?=[.!])/gi, () => true],
  [/\bif you (?:would|could) be so kind(?: as to)?\b,?/gi, ({ before }) => opensClause(before)],
  [
    new RegExp(
      `\\b(?:thank you|thanks)(?: (?:so|very) much)?(?: in advance)?(?: for your ${EFFORT}(?: (?:and|in) [a-z ]{1,40})?)?[.!]`,
      'gi',
    ),
    ({ before }) => opensSentence(before),
  ],
  [
    new RegExp(
      `\\b(?:we|i) (?:(?:really|truly|greatly|very much|deeply) )?appreciate your ${EFFORT}[^.!?\\n]{0,60}[.!]`,
      'gi',
    ),
    ({ before }) => opensSentence(before),
  ],
  [
    /\b(?:hello|hi|greetings|good day|dear (?:assistant|ai|model))(?: there)?(?:[.!]|,(?= *(?:\n|i|you|we|please|could|can|this)\b))/gi,
    ({ isFirst }) => isFirst,
  ],
]

/** Words that politeness is part of when it is quoted or asked for: "answer with please", "say thank you". */
const ASKED_FOR =
  /\b(?:say|saying|write|add|include|use|using|word|words|phrase|polite|politely|avoid|never|not|don't|without|called|titled|named)\b[^.!?\n]{0,24}$/i

export const plugin: LintRule = {
  id: 'pleasantries',
  label: 'Pleasantries',
  description: 'Please, kindly, thank you, greetings: a model follows the instruction without them.',
  risk: 'R0',
  scope: 'message',
  check: (message) =>
    message.prose.flatMap((piece) => PHRASES.flatMap((phrase) => findPhrases(message, piece, phrase))),
}

function findPhrases(
  { index, template }: LintMessage,
  piece: TextSpan,
  [pattern, isEmpty]: (typeof PHRASES)[number],
): FindingDraft[] {
  const found: FindingDraft[] = []
  for (const match of template.slice(piece.start, piece.end).matchAll(pattern)) {
    const start = piece.start + match.index
    const end = start + match[0].length
    const before = contextBefore(template, piece.start, start)
    const place = { before, after: template.slice(end, end + 40), isFirst: isFirstWord(template, start) }
    if (ASKED_FOR.test(before.text) || !isEmpty(place)) continue
    const message = `“${match[0].replace(/^[,\s]+/, '')}” carries no instruction.`
    found.push(textFix(index, cutPhrase(template, start, end), message, { start, end }))
  }
  return found
}

function isFirstWord(template: string, at: number): boolean {
  return at < 200 && template.slice(0, at).trim() === ''
}

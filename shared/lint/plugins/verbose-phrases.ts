import type { TextSpan } from '../../compress/text-span.ts'
import { contextBefore, opensClause, opensSentence } from '../clause-start.ts'
import { beginsInstruction } from '../imperatives.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { cutPhrase, textFix } from '../text-fix.ts'

/** Where a phrase means nothing else than its short form. */
type Where = 'anywhere' | 'clause' | 'sentence' | 'instruction'

/** Phrases with a shorter equal; the second is the replacement, '' = the phrase says nothing. */
const PHRASES: readonly (readonly [RegExp, string, Where])[] = [
  [/\bin order to\b/gi, 'to', 'anywhere'],
  [/\bso as to\b/gi, 'to', 'anywhere'],
  [/\bdue to the fact that\b/gi, 'because', 'anywhere'],
  [/\bin view of the fact that\b/gi, 'because', 'anywhere'],
  [/\bdespite the fact that\b/gi, 'although', 'anywhere'],
  // "They took part in the event that made history" is no condition.
  [/\bin the event that\b/gi, 'if', 'clause'],
  [/\bat this point in time\b/gi, 'now', 'anywhere'],
  [/\bat all times\b(?=[.,;!]| (?:and|when|while)\b)/gi, 'always', 'anywhere'],
  [/\bon a regular basis\b/gi, 'regularly', 'anywhere'],
  [
    /\ba (?:large|great) number of\b(?! (?:the|these|those|them|his|her|its|their|our|your|my)\b)/gi,
    'many',
    'anywhere',
  ],
  [/\bthe (?:vast )?majority of(?= (?:the|these|those|them|his|her|its|their|our|your|my)\b)/gi, 'most of', 'anywhere'],
  [/\bfor the purpose of\b/gi, 'for', 'anywhere'],
  [/\bwith regard to\b/gi, 'about', 'anywhere'],
  [/\bprior to\b/gi, 'before', 'anywhere'],
  [/\bsubsequent to\b/gi, 'after', 'anywhere'],
  [/\bin addition to this,/gi, 'also,', 'anywhere'],
  [/\bmake sure (?:that you|you|to)\b/gi, '', 'instruction'],
  [/\b(?:it is|it's) (?:very |really |extremely )?important to (?:note|remember) that\b,?/gi, '', 'sentence'],
  [/\b(?:please )?(?:note|keep in mind|bear in mind|remember) that\b,?/gi, '', 'sentence'],
  [/\bas (?:mentioned|stated|noted) (?:above|before|earlier|previously),/gi, '', 'sentence'],
  [/\bneedless to say,/gi, '', 'sentence'],
]

export const plugin: LintRule = {
  id: 'verbose-phrases',
  label: 'Verbose phrases',
  description: 'Phrases with a shorter equal: “in order to” → “to”.',
  risk: 'R1',
  scope: 'message',
  check: (message) =>
    message.prose.flatMap((piece) => PHRASES.flatMap((phrase) => findPhrases(message, piece, phrase))),
}

function findPhrases(
  { index, template }: LintMessage,
  piece: TextSpan,
  [pattern, shorter, where]: (typeof PHRASES)[number],
): FindingDraft[] {
  const found: FindingDraft[] = []
  for (const match of template.slice(piece.start, piece.end).matchAll(pattern)) {
    const start = piece.start + match.index
    const end = start + match[0].length
    if (!fits(template, { start, end, pieceStart: piece.start }, where)) continue
    const [phrase] = match
    const edit =
      shorter === '' ? cutPhrase(template, start, end) : { start, end, replacement: likeCase(shorter, phrase) }
    found.push(
      textFix(index, edit, shorter === '' ? `“${phrase}” adds nothing.` : `“${phrase}” says “${shorter}”.`, {
        start,
        end,
      }),
    )
  }
  return found
}

function fits(
  template: string,
  { start, end, pieceStart }: { readonly start: number; readonly end: number; readonly pieceStart: number },
  where: Where,
): boolean {
  if (where === 'anywhere') return true
  const before = contextBefore(template, pieceStart, start)
  if (where === 'clause') return opensClause(before)
  if (where === 'sentence') return opensSentence(before)
  // "Make sure you are logged in" asks for a state: without the phrase no instruction is left.
  const after = template.slice(end, end + 40)
  return opensSentence(before) && beginsInstruction(after) && !/^\s*(?:be|understand|never|only|always)\b/i.test(after)
}

function likeCase(text: string, model: string): string {
  return /^\p{Lu}/u.test(model) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

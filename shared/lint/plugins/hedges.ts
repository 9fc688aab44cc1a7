import { contextBefore, opensSentence } from '../clause-start.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { cutPhrase, textFix } from '../text-fix.ts'

const OPENING =
  /\b(?:as you (?:may |might |probably |surely |certainly |already )*know|generally speaking|basically|essentially|of course|to be honest|honestly|frankly|obviously|naturally|all in all|at the end of the day|as a matter of fact|in my (?:humble )?opinion),|\b(?:I (?:think|believe|guess|suppose|feel) that)\b/gi
/** Set between commas within a sentence, which go with it. */
const ASIDE =
  /, ?(?:generally speaking|all things considered|so to speak|in a way|if you will|as it were|of course|obviously|needless to say),(?= )/gi
/** The modal before it says the same and stays. */
const DOUBLED = /(?<=\b(?:may|might|could|can) )(?:perhaps|possibly|potentially|conceivably) /gi

export const plugin: LintRule = {
  id: 'hedges',
  label: 'Hedges',
  description: '“Generally speaking”, “as you know”, “may perhaps”: softeners that carry no condition and no modal.',
  risk: 'R1',
  scope: 'message',
  check: (message) =>
    message.prose.flatMap(({ start, end }) => [
      ...openings(message, start, end),
      ...cuts(message, { start, end, pattern: ASIDE }),
      ...cuts(message, { start, end, pattern: DOUBLED }),
    ]),
}

function openings({ index, template }: LintMessage, pieceStart: number, pieceEnd: number): FindingDraft[] {
  const found: FindingDraft[] = []
  for (const match of template.slice(pieceStart, pieceEnd).matchAll(OPENING)) {
    const start = pieceStart + match.index
    if (!opensSentence(contextBefore(template, pieceStart, start))) continue
    const mark = { start, end: start + match[0].length }
    found.push(textFix(index, cutPhrase(template, mark.start, mark.end), saying(match[0]), mark))
  }
  return found
}

function cuts(
  { index, template }: LintMessage,
  { start, end, pattern }: { readonly start: number; readonly end: number; readonly pattern: RegExp },
): FindingDraft[] {
  return [...template.slice(start, end).matchAll(pattern)].map((match) => {
    const at = start + match.index
    return textFix(index, { start: at, end: at + match[0].length, replacement: '' }, saying(match[0]))
  })
}

function saying(phrase: string): string {
  return `“${phrase.replaceAll(/^[,\s]+|[,\s]+$/g, '')}” softens without saying anything.`
}

import { contextBefore, opensSentence } from '../clause-start.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { textFix } from '../text-fix.ts'

/** Words that are set in capitals for emphasis; abbreviations, labels and names are none of them. */
const LOUD =
  "IMPORTANT|IMPORTANTLY|CRITICAL|CRITICALLY|EXTREMELY|VERY|MUST|SHALL|SHOULD|NEVER|ALWAYS|NOT|DO|DOES|DON['’]T|CANNOT|ONLY|EVERY|EVER|EXACTLY|STRICTLY|ABSOLUTELY|CAREFULLY|PLEASE|REMEMBER|ATTENTION|WARNING|MANDATORY|REQUIRED|UNDER|ANY|CIRCUMSTANCES|YOU|WILL|BE|TO|THE|THIS|THAT|ALL|IS|IT|READ|FOLLOW|INSTRUCTIONS?|RULES?|AND|OR|IN|OF|A|AVOID|ENSURE|MAKE|SURE|FIRST|BEFORE|AFTER|NO|EXCEPTIONS?|WITHOUT|EXTRA"
const RUN = new RegExp(`(?<![\\p{L}\\p{N}_/-])(?:${LOUD})(?:[ ,]{1,2}(?:${LOUD}))*(?![\\p{L}\\p{N}_/-])`, 'gu')
/** At least one of them: "OR" and "NO" alone may be labels or operators. */
const EMPHATIC =
  /\b(?:IMPORTANT|IMPORTANTLY|CRITICAL|CRITICALLY|EXTREMELY|MUST|NEVER|ALWAYS|DO NOT|DON['’]T|ONLY|EXACTLY|STRICTLY|ABSOLUTELY|CAREFULLY|MANDATORY|CANNOT|NOT)\b/

export const plugin: LintRule = {
  id: 'shouting',
  label: 'Shouting',
  description:
    'Rules in capitals cost more tokens and make current models overdo them; an eval says whether they help.',
  risk: 'R2',
  scope: 'message',
  isWorthMore: true,
  check: (message) => message.prose.flatMap(({ start, end }) => findShouts(message, start, end)),
}

function findShouts({ index, template }: LintMessage, pieceStart: number, pieceEnd: number): FindingDraft[] {
  const found: FindingDraft[] = []
  for (const match of template.slice(pieceStart, pieceEnd).matchAll(RUN)) {
    const [shout] = match
    if (!EMPHATIC.test(shout)) continue
    const start = pieceStart + match.index
    const quiet = shout.toLowerCase()
    const opens = opensSentence(contextBefore(template, pieceStart, start))
    const replacement = opens ? quiet.charAt(0).toUpperCase() + quiet.slice(1) : quiet
    found.push(textFix(index, { start, end: start + shout.length, replacement }, `“${shout}” need not be shouted.`))
  }
  return found
}

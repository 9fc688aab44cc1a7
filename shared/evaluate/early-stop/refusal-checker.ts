import type { StopChecker } from './stop-checker.ts'

/** Of an answer's beginning: a refusal comes first or not at all. */
const READ_CHARACTERS = 300

const CANNOT =
  "(?:cannot|can't|can not|am not able to|am unable to|'m not able to|'m unable to|won't|will not|must decline to)"
// Only verbs of serving: "I cannot recommend this film enough" is praise, and "I cannot wait" is joy.
const SERVE =
  '(?:assist|help|comply|fulfill?|(?:do|answer|provide|discuss|create|write|generate) (?:that|this)|engage (?:with|in) (?:that|this)|continue with (?:that|this))'
const ADVERB = '(?: (?:also|really|ethically|legally|in good conscience|knowingly))?'
const SORRY = "(?:i(?:'m| am) (?:very |really |so )?sorry|sorry|apologies|i apologi[sz]e|unfortunately)"
const PREFACE = `(?:${SORRY}[,.;:]? ?(?:but|however)?,? ?)?(?:as an ai(?: language)?(?: model| assistant)?,? )?`
// A whole word or a sign must follow: "I can't help but admire" is no refusal, and "I can't help b" may become it.
const GOES_ON = "(?:[.,;:!]| (?!(?:but|feeling|noticing|thinking|wondering|myself|being)\\b)[a-z']+[^a-z'])"
const REFUSAL = new RegExp(`^${PREFACE}i ?${CANNOT}${ADVERB} ${SERVE}${GOES_ON}`)
const DECLINED =
  /^(?:i must (?:respectfully )?decline\b|i(?:'m| am) going to (?:have to )?decline\b|my guidelines (?:do not|don't) allow)/

/** Stops an answer that begins by refusing, in English, in the words that assistants use for it. A sentence that merely says "I cannot" is none. */
export function refusalChecker(): StopChecker {
  let isOver = false
  return (text) => {
    if (isOver) return null
    const start = text.trimStart().slice(0, READ_CHARACTERS).replaceAll('’', "'").replace(/\s+/g, ' ').toLowerCase()
    if (REFUSAL.test(start) || DECLINED.test(start)) {
      isOver = true
      return 'The answer is a refusal.'
    }
    isOver = text.length > 2 * READ_CHARACTERS
    return null
  }
}

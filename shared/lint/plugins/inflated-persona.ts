import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { cutSentence, textFix } from '../text-fix.ts'

const PRAISE =
  '(?:world-class|world-renowned|renowned|brilliant|outstanding|exceptional|experienced|seasoned|talented|leading|top-tier|award-winning|genius|careful|professional|(?:highly|extremely|very|incredibly|exceptionally) (?:experienced|skilled|qualified|professional|intelligent|knowledgeable|talented|competent|capable|accurate|advanced|trained))'
const PERSONA = new RegExp(`\\byou are (an?) ((?:${PRAISE})(?:(?:,? and |, | )(?:${PRAISE}))*),? (?=\\p{L})`, 'giu')
const FLATTERY =
  /^you are (?:very |extremely |incredibly |really )?(?:good at what you do|the best|talented|smart|brilliant)\b[^.!]{0,60}[.!]$/i

export const plugin: LintRule = {
  id: 'inflated-persona',
  label: 'Inflated persona',
  description:
    '“A world-class, highly experienced expert”: praise that states no task; whether it helps an eval can say.',
  risk: 'R2',
  scope: 'message',
  check: (message) => [
    ...message.prose.flatMap(({ start, end }) => praise(message, start, end)),
    ...message.sentences
      .filter(({ text }) => FLATTERY.test(text))
      .map((sentence) =>
        textFix(message.index, cutSentence(message.template, sentence), `“${sentence.text}” states no task.`),
      ),
  ],
}

function praise({ index, template }: LintMessage, pieceStart: number, pieceEnd: number): FindingDraft[] {
  return [...template.slice(pieceStart, pieceEnd).matchAll(PERSONA)].map((match) => {
    const [whole, article = '', adjectives = ''] = match
    const start = pieceStart + match.index + whole.indexOf(article, 'you are'.length)
    const end = pieceStart + match.index + whole.length
    const replacement = /^[aeio]/i.test(template.slice(end, end + 1)) ? 'an ' : 'a '
    return textFix(index, { start, end, replacement }, `“${adjectives}” praises and states no task.`)
  })
}

import type { TextSpan } from '../../compress/text-span.ts'
import type { Message } from '../../domain/prompt.ts'
import type { LedgerItem } from '../../domain/squeeze.ts'
import { linesAndSentences, type MessageTree, withoutBulletSpan } from '../segment-tree.ts'
import { classifySentence, conditionOf, polarityOf } from './classify-sentence.ts'
import { literalsOf } from './literals.ts'
import { suggestAssertion } from './suggest-assertion.ts'

/**
 * The constraints that rules find in a prompt: every sentence with a modal word, a negation, a condition, a format rule, or
 * a literal gives one item, quoted verbatim. Examples, code and data are not read: what they show is no rule.
 */
export function extractLedger(messages: readonly Message[], trees: readonly MessageTree[]): LedgerItem[] {
  const items: LedgerItem[] = []
  for (const { messageIndex, role, pieces } of trees) {
    if (role === 'assistant') continue
    const message = messages[messageIndex] ?? { template: '' }
    for (const piece of pieces) {
      if (!isRead(piece.leaf, piece.isHeading)) continue
      for (const span of linesAndSentences(message.template, piece)) {
        const item = ruleItem(message, messageIndex, withoutBulletSpan(message.template, span))
        if (item) items.push({ ...item, id: `c${items.length + 1}` })
      }
    }
  }
  return items
}

/** An item for a place of a message, or null when no rule stands there. */
export function ruleItem(
  { template, locked = [] }: Pick<Message, 'template' | 'locked'>,
  messageIndex: number,
  { start, end }: TextSpan,
): LedgerItem | null {
  const quote = template.slice(start, end)
  const type = classifySentence(quote, locked)
  if (type === null) return null
  return {
    id: '',
    type,
    messageIndex,
    start,
    end,
    quote,
    condition: conditionOf(quote),
    polarity: polarityOf(quote),
    literals: [...literalsOf(quote, locked)],
    source: 'rule',
    // Who the model plays is no rule by itself: evals tell whether it matters.
    isRequired: type !== 'persona',
    assertion: suggestAssertion(quote),
  }
}

function isRead(leaf: MessageTree['pieces'][number]['leaf'], isHeading: boolean): boolean {
  return isHeading || leaf === 'prose' || leaf === 'list-item' || leaf === 'slot'
}

import type { Message } from '../../../../shared/domain/prompt.ts'
import type { LedgerItem } from '../../../../shared/domain/squeeze.ts'
import { conditionOf, polarityOf } from '../../../../shared/squeeze/ledger/classify-sentence.ts'
import { ruleItem } from '../../../../shared/squeeze/ledger/extract-ledger.ts'

/**
 * A rule of the user's own, from words that stand in the prompt.
 *
 * @returns null when they do not stand there verbatim: a rule without a quote cannot be checked
 */
export function newRule(
  messages: readonly Message[],
  words: string,
  known: readonly Pick<LedgerItem, 'id'>[],
): LedgerItem | null {
  const quote = words.trim()
  const messageIndex = messages.findIndex(({ template }) => template.includes(quote))
  const message = messages[messageIndex]
  if (quote === '' || message === undefined) return null
  const start = message.template.indexOf(quote)
  const span = { start, end: start + quote.length }
  const read = ruleItem(message, messageIndex, span) ?? {
    type: 'must' as const,
    messageIndex,
    ...span,
    quote,
    condition: conditionOf(quote),
    polarity: polarityOf(quote),
    literals: [],
    assertion: null,
  }
  return { ...read, id: freeId(known), source: 'user', isRequired: true }
}

function freeId(known: readonly Pick<LedgerItem, 'id'>[]): string {
  const ids = new Set(known.map(({ id }) => id))
  let number = 1
  while (ids.has(`u${number}`)) number += 1
  return `u${number}`
}

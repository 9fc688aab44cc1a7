import { expect, it } from 'vitest'
import type { Message } from '../../../shared/domain/prompt.ts'
import { extractLedger } from '../../../shared/squeeze/ledger/extract-ledger.ts'
import { literalsOf } from '../../../shared/squeeze/ledger/literals.ts'
import { segmentTree } from '../../../shared/squeeze/segment-tree.ts'

it('names a locked text among the literals, and keeps the number inside of it', () => {
  const text = 'We call it the Blue Form 27B here.'
  const plain = literalsOf(text)
  expect(literalsOf(text, ['Blue Form 27B', 'not in it'])).toEqual([...plain, 'Blue Form 27B'])
})

it('makes a constraint of a sentence that says nothing but what the user locked', () => {
  const template = 'Tea is served at the counter. Birds sing in the park.'
  const ledgerOf = (locked?: string[]) => {
    const messages: Message[] = [{ role: 'system', template, ...(locked ? { locked } : {}) }]
    return extractLedger(messages, segmentTree(messages, { countTokens: (text) => text.length }))
  }
  expect(ledgerOf()).toEqual([])
  expect(ledgerOf(['at the counter'])).toMatchObject([
    { type: 'data', quote: 'Tea is served at the counter.', literals: ['at the counter'] },
  ])
})

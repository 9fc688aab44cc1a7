import { expect, it } from 'vitest'
import { newRule } from '../../../../../renderer/features/squeeze/start/new-rule.ts'

const messages = [
  { role: 'system' as const, template: 'Help the customer. Never promise a refund above 50 EUR.' },
  { role: 'user' as const, template: 'The customer says: {{text}}' },
]

it('makes a required rule of words that stand in the prompt, read as the rules read it', () => {
  expect(newRule(messages, '  Never promise a refund above 50 EUR. ', [{ id: 'u1' }])).toMatchObject({
    id: 'u2',
    type: 'must-not',
    messageIndex: 0,
    start: 19,
    end: 55,
    quote: 'Never promise a refund above 50 EUR.',
    polarity: 'do-not',
    source: 'user',
    isRequired: true,
  })
})

it('makes a rule of words that no rule would have found, in any message', () => {
  expect(newRule(messages, 'The customer says', [])).toMatchObject({
    id: 'u1',
    type: 'must',
    messageIndex: 1,
    start: 0,
  })
})

it('makes none of words that the prompt does not say', () => {
  expect(newRule(messages, 'Never promise a refund above 60 EUR.', [])).toBeNull()
  expect(newRule(messages, '   ', [])).toBeNull()
})

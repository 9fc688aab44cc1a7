import { expect, it } from 'vitest'
import type { Message } from '../../../shared/domain/prompt.ts'
import { previewMessages } from '../../../shared/template/preview-messages.ts'
import { renderMessages } from '../../../shared/template/render-messages.ts'

const user = (template: string): Message => ({ role: 'user', template })

it('shows exactly what would be sent', () => {
  const messages = [user('Hi {{ name }}!\n{% for x in list %}- {{ x | upcase }}\n{% endfor %}{"a": {"b": 1}}')]
  const variables = { name: '{{x}} <b>', list: ['a', 'b'] }
  const [preview] = previewMessages(messages, variables)
  expect(preview?.traced?.text).toBe(renderMessages(messages, variables)[0]?.content)
  expect(preview).toMatchObject({ missing: [], problems: [] })
})

it('names a missing variable with its place and shows it as it is written', () => {
  const [preview] = previewMessages([user('Dear {{ who }},\nyou live in {{place}} with {{ who }}.')], { place: 'Bern' })
  expect(preview?.missing).toEqual(['who'])
  expect(preview?.problems).toEqual([
    { message: expect.stringContaining('"who" has no value'), line: 1, column: 9, offset: 8 },
  ])
  expect(preview?.traced?.text).toBe('Dear {{who}},\nyou live in Bern with {{who}}.')
})

it('does not ask for a variable of a branch that the case does not take', () => {
  const messages = [user('{% if vip %}{{gift}}{% else %}none{% endif %}')]
  expect(previewMessages(messages, { vip: false })).toMatchObject([
    { missing: [], problems: [], traced: { text: 'none' } },
  ])
  expect(previewMessages(messages, { vip: true })).toMatchObject([{ missing: ['gift'], traced: { text: '{{gift}}' } }])
})

it('gives line and column of a template that cannot be read, and says the same of a value inside of another', () => {
  const [broken, deep] = previewMessages([user('one\n  {% if a %}never closed'), user('{{ user.nickname }}')], {
    a: 1,
    user: { name: 'x' },
  })
  expect(broken?.traced).toBeNull()
  expect(broken?.problems).toEqual([{ message: expect.stringContaining('not closed'), line: 2, column: 3, offset: 6 }])
  expect(deep?.problems).toMatchObject([{ line: 1, column: 4, message: expect.stringContaining('user.nickname') }])
})

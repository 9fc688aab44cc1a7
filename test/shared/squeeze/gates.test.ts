import { describe, expect, it } from 'vitest'
import type { CacheRule } from '../../../shared/cost/cache-rules.ts'
import type { PriceRow } from '../../../shared/domain/model.ts'
import type { Message } from '../../../shared/domain/prompt.ts'
import { composeEdits } from '../../../shared/squeeze/apply-changes.ts'
import { cachingOf } from '../../../shared/squeeze/caching-of.ts'
import { cacheOrderEdits } from '../../../shared/squeeze/candidates/cache-order-edits.ts'
import { checkGates } from '../../../shared/squeeze/gates/check-gates.ts'
import { gates } from '../../../shared/squeeze/gates/registry.ts'
import { failedGates, gatesOf, readRough, swap } from './squeeze-bench.ts'

const messages: Message[] = [
  {
    role: 'system',
    template: `You are the clerk of a library. People borrow books and bring them back, as one would expect.

- Never lend more than 5 books to one reader.
- If a book is overdue, say "please return it" and name the fee of 2 USD.
- Always greet the reader by name.
- Choose exactly one of these: lend, refuse.

Use this form:

{
  "answer": "lend",
  "books": 3
}

See https://library.example/rules for the rest, and keep the code \`LIB-7\` secret. Thank you so much for your kind help with all of this work today.
{% if vip %}Do not charge a fee.{% endif %}`,
    locked: ['kind help'],
  },
  { role: 'user', template: 'Reader: {{reader}}\nWish: {{wish}}' },
]
const prompt = readRough(messages)

/** A fault, and the gate that must catch it. */
const faults: readonly [fault: string, gate: string, from: string, to: string][] = [
  ['a variable is lost', 'template-tree', 'Wish: {{wish}}', 'Wish'],
  ['a variable is renamed', 'template-tree', '{{reader}}', '{{name}}'],
  ['a block is lost', 'template-tree', '{% if vip %}Do not charge a fee.{% endif %}', 'Do not charge a fee.'],
  ['the condition of a block is changed', 'template-tree', '{% if vip %}', '{% if x %}'],
  ['JSON is changed', 'protected-spans', '"books": 3', '"books": 1'],
  ['an address is shortened', 'protected-spans', 'https://library.example/rules', 'https://library.example'],
  ['code is changed', 'protected-spans', '`LIB-7`', '`LIB`'],
  ['a text that the user locked goes', 'protected-spans', 'kind help', 'help'],
  ['a quoted text is changed', 'literals', '"please return it"', '"return it"'],
  ['a number is changed', 'numbers', 'more than 5 books', 'more than 50 books'],
  ['a number is lost', 'numbers', 'the fee of 2 USD', 'the fee'],
  ['a unit is changed', 'numbers', '2 USD', '2 €'],
  ['a negation is lost', 'polarity', 'Never lend', 'Lend'],
  ['a condition is lost', 'polarity', 'If a book is overdue, say', 'Say'],
  ['an obligation is lost', 'polarity', 'Always greet', 'Greet'],
  ['a limit is lost', 'polarity', 'exactly one', 'one'],
  ['a negation is added', 'polarity', 'Always greet the reader by name', 'Never always greet by name'],
  ['what a rule is about is lost', 'ledger-coverage', 'greet the reader by name', 'greet by name'],
  ['a whole rule is lost', 'ledger-coverage', '- Always greet the reader by name.\n', ''],
  ['a choice is lost', 'ledger-coverage', 'lend, refuse', 'lend'],
  ['a rule is added', 'nothing-added', 'People borrow books and bring them back', 'Offer cake to children'],
  ['a literal is added', 'nothing-added', 'People borrow books and bring them back', 'Say "hello" to people'],
]

function ruleOf(minTokens: number, seconds: number): CacheRule {
  const lifetimes = [
    { label: 'short', seconds, writeClass: 'cacheWrite5m' as const },
    { label: '1 h', seconds: 3600, writeClass: 'cacheWrite1h' as const },
  ]
  const about = { mode: 'automatic' as const, cachesExtras: false, note: null, source: 'a test', readOn: '2026-11-21' }
  return { id: 'test', minTokens, lifetimes, ...about }
}

describe('each gate catches its fault:', () => {
  it.each(faults)('%s (%s)', (_, gate, from, to) => {
    expect(failedGates(prompt, [swap(prompt, from, to)])).toContain(gate)
  })

  it('no gate is without one', () => {
    const tried = new Set([...faults.map(([, gate]) => gate), 'expected-cost', 'length-limit'])
    expect(gates.all.map(({ id }) => id).toSorted()).toEqual([...tried].toSorted())
  })
})

it('lets filler go', () => {
  expect(failedGates(prompt, [swap(prompt, ', as one would expect', '')])).toEqual([])
})

it('refuses a whole candidate above the length limit, and no part of one', () => {
  const edit = swap(prompt, ', as one would expect', '')
  const context = { ...gatesOf(prompt), maxPromptTokens: 3 }
  expect(checkGates(prompt, [edit], context).map(({ gate }) => gate)).toEqual(['length-limit'])
  expect(checkGates(prompt, [edit], { ...context, isPart: true })).toEqual([])
})

it('says which rule is lost, and why', () => {
  const fault = gates.get('ledger-coverage').check({
    prompt,
    after: messages,
    rulesBefore: '',
    rulesAfter: 'Greet the reader by name.',
    edits: [],
    required: prompt.required.filter(({ quote }) => quote.startsWith('Always')),
    judged: new Map(),
    cost: { tokensBefore: 1, tokensAfter: 0, nanoUsdBefore: null, nanoUsdAfter: null },
    maxPromptTokens: null,
  })
  expect(fault).toBe('The rule “Always greet the reader by name.” is lost or changed: a word of obligation is gone.')
})

describe('the price of a candidate', () => {
  const price: PriceRow = {
    prices: { input: 4, output: 20, cacheRead: 0.4, cacheWrite5m: 5, cacheWrite1h: null },
    tiers: [],
    batchFactor: null,
    source: 'a test',
    readOn: '2026-11-21',
  }
  const sentence = 'People write letters about many things. '
  const read = readRough([
    { role: 'system', template: `Sort the letters.\n\n${sentence.repeat(190)}` },
    { role: 'user', template: '{{letter}}' },
  ])
  const third = swap(read, sentence.repeat(60), '', 'delete')

  it('is refused when a candidate is no shorter', () => {
    expect(failedGates(prompt, [swap(prompt, 'by name', 'by the name')])).toContain('expected-cost')
  })

  it('is refused when a cut falls below what the provider caches, although it is shorter', () => {
    const cacheProfile = { callsPerDay: 5000, ttlMinutes: 30, minPrefixTokens: 1200 }
    expect(failedGates(read, [third], { price, cacheProfile })).toEqual(['expected-cost'])
    expect(failedGates(read, [third], { price, cacheProfile: null })).toEqual([])
  })

  it('goes by the rule of the provider: its minimum holds whatever the user says, and its lifetime where the user says none', () => {
    const asProvider = { callsPerDay: 5000, ttlMinutes: null, minPrefixTokens: null }
    const cacheRule = ruleOf(1200, 300)
    expect(failedGates(read, [third], { price, cacheProfile: asProvider, cacheRule })).toEqual(['expected-cost'])
    expect(failedGates(read, [third], { price, cacheProfile: asProvider, cacheRule: ruleOf(500, 300) })).toEqual([])
    const wishful = { ...asProvider, minPrefixTokens: 100 }
    expect(failedGates(read, [third], { price, cacheProfile: wishful, cacheRule })).toEqual(['expected-cost'])
    expect(cachingOf({ cacheProfile: { ...asProvider, ttlMinutes: 90 }, cacheRule })).toMatchObject({
      lifetimeS: 3600,
      writeClass: 'cacheWrite1h',
    })
    expect(cachingOf({ cacheProfile: asProvider })).toMatchObject({ lifetimeS: 300, minPrefixTokens: 1024 })
    expect(cachingOf({ cacheProfile: null, cacheRule })).toBe(null)
  })

  it('what varies is put last only where the prefix gets long enough to be cached by that model', () => {
    const late = readRough([
      { role: 'system', template: `Letter: {{letter}}\n\n${sentence.repeat(190)}` },
      { role: 'user', template: 'Which heap?' },
    ])
    const caching = cachingOf({ cacheProfile: { callsPerDay: 5000, ttlMinutes: null, minPrefixTokens: null } })
    if (caching === null) throw new Error('Caching is counted.')
    const [edit] = cacheOrderEdits(late, caching)
    expect(edit?.kind).toBe('cache-order')
    expect(composeEdits(late, edit ? [edit] : []).messages[0]?.template).toMatch(/Letter: \{\{letter\}\}$/)
    expect(cacheOrderEdits(late, { ...caching, minPrefixTokens: 100_000 })).toEqual([])
  })
})

import { expect, test } from 'vitest'
import { cutPrompt } from '../../../shared/breakdown/cut-prompt.ts'
import { markedPrefix } from '../../../shared/breakdown/marked-prefix.ts'
import { cacheRule } from '../../../shared/cost/cache-rules.ts'
import { cachingForecast } from '../../../shared/cost/caching-forecast.ts'
import type { Message, RenderedMessage } from '../../../shared/domain/prompt.ts'
import { cachedMessages } from '../../../shared/export/cached-messages.ts'

function marked(messages: readonly Message[], fixed: readonly string[] = []) {
  const cuts = cutPrompt(messages)
  const lengths = cuts.map(({ start, end }) => end - start)
  const roles = messages.map(({ role }) => role)
  return markedPrefix(cuts, lengths, { roles, isFixed: (name) => fixed.includes(name) })
}

/** Characters up to the mark that the request really carries. */
function sentLength(messages: readonly Message[]): number {
  const rendered: RenderedMessage[] = messages.map(({ role, template }) => ({ role, content: template }))
  const body = cachedMessages(rendered, 'prefix')
  const system = messages
    .filter(({ role }) => role === 'system')
    .reduce((sum, { template }) => sum + template.length, 0)
  if (Array.isArray(body.system)) return system
  const at = body.messages.findIndex(({ content }) => Array.isArray(content))
  const turns = messages.filter(({ role }) => role !== 'system').slice(0, at + 1)
  return at === -1 ? 0 : turns.reduce((sum, { template }) => sum + template.length, system)
}

const system: Message = { role: 'system', template: 'Rules for everyone.' }
const example: Message[] = [
  { role: 'user', template: 'An example?' },
  { role: 'assistant', template: 'An answer.' },
]
const ask: Message = { role: 'user', template: 'Fixed text and then {{case}}' }

test.each([
  ['a system message and one turn', [system, ask]],
  ['turns before the last', [system, ...example, ask]],
  ['a system message at the end', [...example, ask, system]],
  ['nothing before the last', [ask]],
])('what counts as marked is what the request marks: %s', (_what, messages) => {
  expect(marked(messages).tokens).toBe(sentLength(messages))
})

test('a variable in what is marked is named with its place, unless it is the same in every case', () => {
  const messages: Message[] = [{ role: 'system', template: 'On {{date}}: be kind.' }, ask]
  expect(marked(messages).changing).toEqual({ messageIndex: 0, offset: 3, variable: 'date' })
  expect(marked(messages, ['date']).changing).toBeNull()
})

test('what every case writes anew is never read, and costs the dearer writing', () => {
  const rule = cacheRule({ providerKind: 'anthropic', modelName: 'claude-opus-5' })
  if (!rule) throw new Error('Claude has a rule.')
  const prices = { input: 10, output: 50, cacheRead: 1, cacheWrite5m: 12.5, cacheWrite1h: 20 }
  const price = { prices, tiers: [], batchFactor: null, source: 'test', readOn: '2026-11-21' }
  const given = { prefixTokens: 1000, promptTokens: 1200, price, rule, callsPerDay: 1000 }
  const arrivals = { pattern: 'steady', burstCalls: 1 } as const
  const [shared] = cachingForecast({ ...given, arrivals }) ?? []
  const [own] = cachingForecast({ ...given, arrivals, isShared: false }) ?? []
  expect(shared?.changeNanoUsd).toBeLessThan(0)
  expect(own).toMatchObject({ hitRatio: 0, multiplier: 1.25, breakEvenCallsPerDay: null })
  expect(own?.changeNanoUsd).toBeGreaterThan(0)
})

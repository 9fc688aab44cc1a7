import { expect, test } from 'vitest'
import { type CacheKeyInput, cacheKey } from '../../../../../electron/core/evaluate/calls/cache-key.ts'
import { ProviderId } from '../../../../../shared/domain/ids.ts'
import { defaultParameters } from '../../../../../shared/domain/prompt.ts'

const base: CacheKeyInput = {
  providerId: ProviderId.parse('lab'),
  baseUrl: null,
  modelName: 'one',
  messages: [{ role: 'user', content: 'Hello' }],
  parameters: { ...defaultParameters, maxOutputTokens: 10, responseSchema: { type: 'object', required: ['a'] } },
  repeat: 0,
}

test('is the same for the same request, whatever the order of its fields', () => {
  const { messages, ...rest } = base
  const parameters = { ...base.parameters, responseSchema: { required: ['a'], type: 'object' } }
  expect(cacheKey({ messages, ...rest, parameters }).toString('hex')).toBe(cacheKey(base).toString('hex'))
})

test('differs with everything that can change the answer', () => {
  const changes: Partial<CacheKeyInput>[] = [
    {},
    { providerId: ProviderId.parse('other') },
    { baseUrl: 'http://127.0.0.1:1' },
    { modelName: 'two' },
    { messages: [{ role: 'system', content: 'Hello' }] },
    { messages: [{ role: 'user', content: 'Hello ' }] },
    {
      messages: [
        { role: 'user', content: 'Hel' },
        { role: 'user', content: 'lo' },
      ],
    },
    { parameters: { ...base.parameters, temperature: 0 } },
    { parameters: { ...base.parameters, maxOutputTokens: 11 } },
    { parameters: { ...base.parameters, stop: ['x'] } },
    { parameters: { ...base.parameters, responseSchema: null } },
    { repeat: 1 },
    { wantsLogProbabilities: true },
  ]
  expect(new Set(changes.map((change) => cacheKey({ ...base, ...change }).toString('hex'))).size).toBe(changes.length)
})

test('stays as it was for a request that asks for no log-probabilities', () => {
  const key = (input: CacheKeyInput) => cacheKey(input).toString('hex')
  expect(key({ ...base, wantsLogProbabilities: false })).toBe(key(base))
})

import { expect, test } from 'vitest'
import { cacheRule } from '../../../shared/cost/cache-rules.ts'
import type { RenderedMessage } from '../../../shared/domain/prompt.ts'
import { isWarmedFirst, sharedPrefix } from '../../../shared/evaluate/warm-first.ts'

const automatic = { mode: 'automatic' } as const
const asked = { mode: 'asked' } as const

function request(system: string, ...turns: readonly string[]): RenderedMessage[] {
  const rest = turns.map((content, index): RenderedMessage => ({ role: index % 2 ? 'assistant' : 'user', content }))
  return [...rest, { role: 'system', content: system }]
}

test('an automatic cache keeps what requests have in common from the beginning, system messages first', () => {
  const shared = (...requests: RenderedMessage[][]) => sharedPrefix(requests, automatic).map(({ content }) => content)
  expect(shared(request('Rules.', 'Say: one'), request('Rules.', 'Say: two'))).toEqual(['Rules.', 'Say: '])
  expect(shared(request('Rules A', 'same'), request('Rules B', 'same'))).toEqual(['Rules '])
  expect(shared(request('', 'x', 'y', 'one'), request('', 'x', 'y', 'two'))).toEqual(['x', 'y'])
  expect(shared(request('Rules.', 'same'))).toEqual(['Rules.', 'same'])
  expect(shared()).toEqual([])
})

test('a cache that must be asked keeps all that is marked, or nothing', () => {
  const [one, two] = [request('Rules.', 'first', 'answer', 'one'), request('Rules.', 'first', 'answer', 'two')]
  const shared = (cache: 'none' | 'prefix' | 'auto', other = two) =>
    sharedPrefix([one, other], asked, cache).map(({ content }) => content)
  expect(shared('prefix')).toEqual(['Rules.', 'first', 'answer'])
  expect(shared('prefix', request('Rules.', 'other', 'answer', 'two'))).toEqual([])
  expect(shared('none')).toEqual([])
  expect(shared('auto')).toEqual([])
  expect(shared('auto', one)).toHaveLength(4)
})

test('a column is warmed where its provider caches so long a prefix', () => {
  const ruleOf = (modelName: string) => cacheRule({ providerKind: 'test', modelName })
  const answers = ['gpt-5.6', 'claude-haiku-4.5', 'deepseek-v4', 'unknown'].map((name) =>
    [1023, 1024, 4096].map((tokens) => isWarmedFirst(ruleOf(name), tokens)),
  )
  expect(answers).toEqual([
    [false, true, true],
    [false, false, true],
    [false, true, true],
    [false, false, false],
  ])
})

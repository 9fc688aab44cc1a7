import { expect, it } from 'vitest'
import { catalogNames, isSameModel } from '../../../shared/models/is-same-model.ts'

it.each([
  ['gpt-5.4-mini', 'gpt-5.4-mini'],
  ['gpt-5.4-mini', 'gpt-5.4-mini-2026-03-17'],
  ['gpt-4', 'gpt-4-0613'],
  ['claude-haiku-4-5', 'claude-haiku-4-5-20251001'],
  ['claude-haiku-4-5', 'claude-haiku-4-5@20251001'],
  ['mistral-large-latest', 'mistral-large-2411'],
  ['gemini-2.0-flash', 'models/gemini-2.0-flash-001'],
  ['openai/gpt-5.4', 'gpt-5.4-2026-08-01'],
  ['llama3.2', 'llama3.2:latest'],
  ['Qwen2.5-7B', 'qwen2.5-7b'],
  ['gpt-5.4-2026-08-01', 'gpt-5.4'],
])('%s answered by %s is the same model', (asked, answeredBy) => {
  expect(isSameModel(asked, answeredBy)).toBe(true)
})

it.each([
  ['gpt-5.4', 'gpt-5.4-mini'],
  ['gpt-5.4', 'gpt-5.4-mini-2026-03-17'],
  ['gpt-5.4-2026-03-17', 'gpt-5.4-2026-08-01'],
  ['my-deployment', 'gpt-5.4'],
  ['llama3.2:3b', 'llama3.2:1b'],
  ['meta/llama-3', 'other/llama-3'],
  ['gpt-5.4', 'gpt-5.4-turbo'],
])('%s answered by %s is another model', (asked, answeredBy) => {
  expect(isSameModel(asked, answeredBy)).toBe(false)
})

it('looks a model up by its exact name before its alias', () => {
  expect(catalogNames('models/gpt-5.4-2026-08-01')).toEqual([
    'models/gpt-5.4-2026-08-01',
    'gpt-5.4-2026-08-01',
    'gpt-5.4',
  ])
})

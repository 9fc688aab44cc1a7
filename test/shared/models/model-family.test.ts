import { expect, it } from 'vitest'
import { ModelId } from '../../../shared/domain/ids.ts'
import { modelFamily, ofOneFamily } from '../../../shared/models/model-family.ts'

it.each([
  ['anthropic/claude-haiku-5.5', 'Claude'],
  ['bedrock/us.anthropic.claude-sonnet-5', 'Claude'],
  ['openrouter/openai/gpt-5.4-mini', 'GPT'],
  ['openai/o4-mini', 'GPT'],
  ['ollama/llama3.3:70b', 'Llama'],
  ['google/models/gemini-3.8-flash', 'Gemini'],
  ['lab/olmo-3', null],
  ['sandbox/large', null],
])('tells the family of %s by its name', (id, family) => {
  expect(modelFamily(ModelId.parse(id))).toBe(family)
})

it('names the models that a judge is kin to, across the services that sell them', () => {
  const models = ['openrouter/openai/gpt-5.4-mini', 'anthropic/claude-haiku-5.5', 'lab/one'].map((id) =>
    ModelId.parse(id),
  )
  expect(ofOneFamily(ModelId.parse('openai/gpt-5.4'), models)).toEqual([models[0]])
  expect(ofOneFamily(ModelId.parse('lab/one'), models)).toEqual([])
})

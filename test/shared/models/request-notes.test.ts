import { expect, it } from 'vitest'
import { defaultParameters, type Parameters } from '../../../shared/domain/prompt.ts'
import { anthropicModels } from '../../../shared/models/anthropic-models.ts'
import { describeModel } from '../../../shared/models/describe-model.ts'
import { requestNotes } from '../../../shared/models/request-notes.ts'
import { sandboxModels } from '../../../shared/models/sandbox-models.ts'
import { schemaProblems } from '../../../shared/models/schema-problems.ts'
import { fakeModel } from '../../support/provider-calls.ts'

const tools = [{ name: 'find_city', description: '', parameters: null }]
const withTools: Parameters = { ...defaultParameters, tools }
const closed = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false }

it('has nothing to say where everything is sent as asked', () => {
  expect(requestNotes(defaultParameters, fakeModel(), 'openai')).toEqual([])
  expect(requestNotes({ ...withTools, responseSchema: closed, toolChoice: 'required' }, fakeModel(), 'openai')).toEqual(
    [],
  )
})

it('says that the simulation calls no tools', () => {
  const [row] = sandboxModels
  if (!row) throw new Error('no sandbox model')
  expect(requestNotes(withTools, describeModel('sandbox', row), 'sandbox')).toEqual([
    'Sandbox small (simulation) is a simulation and calls no tools: the tool "find_city" is not sent to it, and it answers in text.',
  ])
})

it('says that the newest models of Anthropic cannot be forced', () => {
  const forced: Parameters = { ...withTools, toolChoice: 'required' }
  const told = anthropicModels.filter(
    (row) => requestNotes(forced, describeModel('anthropic', row), 'anthropic').length > 0,
  )
  expect(told.map(({ name }) => name)).toEqual(['claude-fable-5-1', 'claude-opus-5-5', 'claude-sonnet-5-5'])
})

it('names the first place that keeps a schema from being enforced, by the rules of the provider', () => {
  const open = { ...closed, required: [], properties: { a: { type: 'integer', minimum: 1 } } }
  expect(schemaProblems(open, 'openai')).toEqual([{ path: '$', problem: '"a" must be in "required"' }])
  expect(schemaProblems(open, 'anthropic')).toEqual([{ path: '$.properties.a', problem: '"minimum" is not taken' }])
  expect(schemaProblems({ type: 'array', items: closed }, 'openai')).toHaveLength(1)
  expect(requestNotes({ ...defaultParameters, responseSchema: open }, fakeModel(), 'anthropic')).toEqual([
    'Model A refuses this response schema: $.properties.a: "minimum" is not taken.',
  ])
})

it('takes a property that is called like a keyword for what it is', () => {
  const named = { ...closed, properties: { not: { type: 'string' } }, required: ['not'] }
  expect(schemaProblems(named, 'openai')).toEqual([])
})

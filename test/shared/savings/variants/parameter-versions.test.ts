import { expect, test } from 'vitest'
import { defaultParameters, type VariantContent } from '../../../../shared/domain/prompt.ts'
import { effortLevels } from '../../../../shared/savings/variants/effort-levels.ts'
import { proposeVersions } from '../../../../shared/savings/variants/propose-versions.ts'
import { schemaFields } from '../../../../shared/savings/variants/schema-fields.ts'

function content(parameters: Partial<VariantContent['parameters']>): VariantContent {
  return {
    messages: [{ role: 'user', template: '{{text}}' }],
    parameters: { ...defaultParameters, temperature: 0.5, ...parameters },
  }
}

test('each other effort is a version, lowest first; what lies below today’s is worth a try', () => {
  const versions = effortLevels(content({ effort: 'medium' }), ['high', 'low', 'medium', 'minimal'])
  expect(versions.map(({ id, isSuggested }) => [id, isSuggested])).toEqual([
    ['minimal', true],
    ['low', true],
    ['high', false],
  ])
  expect(versions[0]?.content).toEqual(content({ effort: 'minimal' }))
  expect(effortLevels(content({}), ['low', 'high']).map(({ isSuggested }) => isSuggested)).toEqual([true, false])
})

test('each optional field of the schema is left out by itself, also in objects and list items', () => {
  const responseSchema = {
    type: 'object',
    properties: {
      total: { type: 'number' },
      currency: { type: ['string', 'null'] },
      lines: {
        type: 'array',
        items: {
          type: 'object',
          properties: { name: { type: 'string' }, note: { type: 'string' } },
          required: ['name'],
        },
      },
    },
    required: ['total', 'currency', 'lines'],
    additionalProperties: false,
  } as const
  const versions = schemaFields(content({ responseSchema }))
  expect(versions.map(({ label, content: { parameters } }) => [label, parameters.responseSchema])).toEqual([
    [
      'Without currency',
      {
        ...responseSchema,
        properties: { total: responseSchema.properties.total, lines: responseSchema.properties.lines },
        required: ['total', 'lines'],
      },
    ],
    [
      'Without lines[].note',
      {
        ...responseSchema,
        properties: {
          ...responseSchema.properties,
          lines: {
            type: 'array',
            items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
          },
        },
      },
    ],
  ])
})

test('no field is left out that is required, the last of its object, or of no schema', () => {
  const required = { type: 'object', properties: { a: {}, b: {} }, required: ['a', 'b'] }
  expect(schemaFields(content({ responseSchema: required }))).toEqual([])
  expect(schemaFields(content({ responseSchema: { type: 'object', properties: { only: {} } } }))).toEqual([])
  expect(schemaFields(content({}))).toEqual([])
})

test('each variable that can be dropped whole is left out by itself; the longest value is worth a try', () => {
  const template = 'Notes: {{notes}}\nContext: {{context}}\nAnswer {{question}} in short.'
  const variant = { content: { ...content({}), messages: [{ role: 'user' as const, template }] } }
  const named = (tokens: number | null, name: string) => ({ name, tokens })
  const variables = [named(12, 'notes'), named(700, 'context'), named(9, 'question')]
  const versions = proposeVersions(variant, { of: 'variables', variables })
  expect(versions.map(({ content: { messages }, ...rest }) => [messages[0]?.template, rest])).toEqual([
    [
      'Context: {{context}}\nAnswer {{question}} in short.',
      { id: 'notes', label: 'Without {{notes}}', isSuggested: false, savedValueTokens: 12 },
    ],
    [
      'Notes: {{notes}}\nAnswer {{question}} in short.',
      { id: 'context', label: 'Without {{context}}', isSuggested: true, savedValueTokens: 700 },
    ],
  ])
  const uncounted = proposeVersions(variant, { of: 'variables', variables: [named(null, 'notes')] })
  expect(uncounted).toMatchObject([{ isSuggested: false }])
  expect(uncounted[0]).not.toHaveProperty('savedValueTokens')
})

import { expect, it } from 'vitest'
import { createJsonValidator } from '../../../../electron/core/json/validate-json.ts'
import { processorMs } from '../../../support/processor-ms.ts'

const route = {
  type: 'object',
  required: ['queue'],
  additionalProperties: false,
  properties: {
    queue: { enum: ['billing', 'sales'] },
    due: { type: 'string', format: 'date' },
    n: { type: 'integer' },
  },
}

it('gives no message for a value that fits', () => {
  expect(createJsonValidator()(route, { queue: 'billing', due: '2026-02-28', n: 1 })).toEqual([])
})

it.each([
  [{}, "The value must have required property 'queue'"],
  [{ queue: 'x' }, '/queue must be one of "billing", "sales"'],
  [{ queue: 'sales', extra: 1 }, 'The value must not have the property "extra"'],
  [{ queue: 'sales', due: '2026-02-30' }, '/due must match format "date"'],
  [{ queue: 'sales', n: 1.5 }, '/n must be integer'],
  ['text', 'The value must be object'],
])('says where and why %j does not fit', (value, message) => {
  expect(createJsonValidator()(route, value)).toEqual([message])
})

it('knows what came with draft 2020-12, and reads schemas that name an older draft', () => {
  const validate = createJsonValidator()
  const pair = { prefixItems: [{ type: 'string' }, { type: 'number' }], items: false }
  expect(validate(pair, ['a', 1])).toEqual([])
  expect(validate(pair, ['a', 'b'])).toEqual(['/1 must be number'])
  const old = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'string' }
  expect(validate(old, 'a')).toEqual([])
  expect(validate(old, 1)).toEqual(['The value must be string'])
})

it('takes two different schemas of one $id, as two assertions may bring them', () => {
  const validate = createJsonValidator()
  expect(validate({ $id: 'https://example.com/answer', type: 'string' }, 'a')).toEqual([])
  expect(validate({ $id: 'https://example.com/answer', type: 'number' }, 'a')).toEqual(['The value must be number'])
})

it.each([
  [{ type: 'nonsense' }, 'type'],
  [{ $ref: 'https://example.com/elsewhere' }, 'elsewhere'],
  [{ pattern: '(' }, 'The JSON Schema is not valid'],
  ['text', 'A JSON Schema is an object'],
  [null, 'A JSON Schema is an object'],
  [[], 'A JSON Schema is an object'],
])('refuses %j, which is no schema that stands alone', (schema, reason) => {
  expect(() => createJsonValidator()(schema, 'a')).toThrow(expect.objectContaining({ code: 'bad-input' }))
  expect(() => createJsonValidator()(schema, 'a')).toThrow(reason)
})

it('does not compile a schema again for every case', () => {
  const validate = createJsonValidator()
  validate(route, {})
  const start = processorMs()
  // Compiling takes milliseconds, so this would take many seconds.
  for (let count = 0; count < 5000; count++) validate({ ...route }, { queue: 'billing' })
  expect(processorMs() - start).toBeLessThan(2000)
})

it('goes on after more different schemas than it keeps', () => {
  const validate = createJsonValidator()
  for (let least = 0; least < 120; least++) {
    expect(validate({ minimum: least }, least - 1)).toEqual([`The value must be >= ${least}`])
  }
})

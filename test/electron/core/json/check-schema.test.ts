import { expect, it } from 'vitest'
import { checkSchema } from '../../../../electron/core/json/check-schema.ts'

it('has nothing against a schema, of whatever draft', () => {
  expect(checkSchema({ type: 'object', properties: { a: { type: ['string', 'null'] } } })).toEqual([])
  expect(
    checkSchema({ $schema: 'http://json-schema.org/draft-07/schema#', $ref: '#/$defs/a', $defs: { a: {} } }),
  ).toEqual([])
})

it.each([
  [{ type: 'objekt' }, '/type', /one of .*"object"/],
  [{ properties: { a: { type: 'string', minLength: -1 } } }, '/properties/a/minLength', />= 0/],
  [{ required: 'a' }, '/required', /array/],
  [{ $ref: '#/$defs/none' }, '', /resolve/],
  [{ type: 'string', pattern: '(' }, '', /regular expression/],
])('says where %j is none', (schema, pointer, message) => {
  const [fault] = checkSchema(schema)
  expect(fault?.pointer).toBe(pointer)
  expect(fault?.message).toMatch(message)
})

import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../shared/domain/json.ts'
import { rowShapes } from '../../shared/import/shapes/registry.ts'

const hostile: readonly JsonValue[] = [
  null,
  '',
  'x',
  0,
  true,
  [],
  {},
  [null],
  [[]],
  [{}],
  { a: null },
  [{ role: 'user' }],
  '\uD800',
]
const members = [
  'input',
  'ideal',
  'item',
  'sample',
  'expectedOutput',
  'expected',
  'metadata',
  'messages',
  'row',
  'row_idx',
  'vars',
]

describe.each(rowShapes.all.map((shape) => [shape.id, shape] as const))('the row shape %s', (_id, shape) => {
  it('takes no plain row for its own', () => {
    expect(shape.isShapeOf({})).toBe(false)
    expect(shape.isShapeOf({ review: 'Good', label: 'positive' })).toBe(false)
    expect(shape.isShapeOf({ input: 'Good', output: 'positive' })).toBe(false)
  })

  it('gives columns or a sentence for whatever stands in its members', () => {
    for (const first of members)
      for (const second of members)
        for (const one of hostile)
          for (const other of hostile) {
            const row = { vars: {}, item: {}, row: {}, messages: [{}], [first]: one, [second]: other }
            const made = shape.flatten(row)
            if (typeof made === 'string') expect(made).toMatch(/^[A-Z].*\.$/)
            else for (const flat of [made].flat()) expect(JSON.stringify(flat)).not.toContain('undefined')
          }
  })
})

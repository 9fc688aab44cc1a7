import { expect, it } from 'vitest'
import { lineAndColumn, readJson } from '../../../shared/domain/read-json.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

it('reads what JSON.parse reads, and says where every value stands', () => {
  const text = ' {"a": [1, {"b/c": "x\\"y"}], "d": null, "e": -1.5e3, "f": true}\n'
  const { value, places } = readJson(text) as Extract<ReturnType<typeof readJson>, { problem: null }>
  expect(value).toEqual(JSON.parse(text))
  const at = (pointer: string) => text.slice(places.get(pointer)?.start, places.get(pointer)?.end)
  expect(['/a/0', '/a/1/b~1c', '/d'].map(at)).toEqual(['1', '"x\\"y"', 'null'])
  expect(at('')).toBe(text.trim())
})

it.each([
  ['{"a": 1,}', 'A comma stands before the end', 'Line 1, column 9'],
  ['{\n  "a": 1\n  "b": 2\n}', 'A comma or "}" is missing', 'Line 3, column 3'],
  ['{a: 1}', 'A property’s name in double quotes is missing', 'Line 1, column 2'],
  ['{"a" 1}', 'A colon is missing after the property’s name', 'Line 1, column 6'],
  ['{"a": [1, 2', 'The list is not closed: "]" is missing', 'Line 1, column 12'],
  ['{"a": ', 'The text ends where a value is expected', 'Line 1, column 7'],
  ['{"a": "x', 'The text in quotes is not closed', 'Line 1, column 7'],
  ['{"a": undefined}', 'undefined is not a JSON value', 'Line 1, column 7'],
  ['{"a": 1, "a": 2}', 'The property "a" is there twice', 'Line 1, column 10'],
  ['{} x', 'Nothing may follow the end of the JSON', 'Line 1, column 4'],
  ['{"a": 01}', '01 is not a JSON value', 'Line 1, column 7'],
  ['[""""]', 'A comma or "]" is missing', 'Line 1, column 4'],
])('tells what is wrong with %j in one sentence, with its place', (text, message, place) => {
  const { problem } = readJson(text)
  expect([problem?.message, lineAndColumn(text, problem?.offset ?? -1)]).toEqual([message, place])
})

it('takes and refuses what JSON.parse takes and refuses, whatever character is lost or doubled', () => {
  const random = seededRandom('read-json')
  const good = JSON.stringify(
    { type: 'object', list: [1, -2.5, 'é"\\n', null, { deep: [true, false] }], empty: {} },
    null,
    1,
  )
  for (let round = 0; round < 3000; round++) {
    const at = Math.floor(random() * good.length)
    const text = random() < 0.5 ? good.slice(0, at) + good.slice(at + 1) : good.slice(0, at) + good[at] + good.slice(at)
    const expected = parsed(text)
    const { value, problem } = readJson(text)
    // A property that is there twice is JSON, and never meant.
    if (problem?.message.endsWith('twice')) continue
    expect([text, problem === null ? { value } : null]).toEqual([text, expected])
  }
})

function parsed(text: string) {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}

import { describe, expect, it } from 'vitest'
import { OutputTransform } from '../../../shared/domain/score.ts'
import { applyTransforms } from '../../../shared/evaluate/apply-transforms.ts'
import { parseJsonPath, valueAtPath } from '../../../shared/evaluate/json-path.ts'
import { findJson } from '../../../shared/score/find-json.ts'
import { processorMs } from '../../support/processor-ms.ts'

function apply(output: string, ...transforms: readonly object[]): Promise<string> {
  return applyTransforms(
    output,
    transforms.map((transform) => OutputTransform.parse(transform)),
  )
}

describe('applyTransforms', () => {
  it('goes from first to last', async () => {
    const extract = { kind: 'regex-extract', pattern: 'the answer is (.*?)\\.?\\s*$' }
    expect(await apply('So THE ANSWER IS Yes. \n', { kind: 'lower-case' }, extract, { kind: 'trim' })).toBe('yes')
    expect(await apply('So THE ANSWER IS Yes. \n', extract, { kind: 'lower-case' })).toBe('')
    expect(await apply(' a ')).toBe(' a ')
  })

  it.each([
    [{ pattern: 'x=(\\d)' }, '1'],
    [{ pattern: 'x=(\\d)', pick: 'last' }, '3'],
    [{ pattern: 'x=(\\d)', group: 0 }, 'x=1'],
    [{ pattern: 'x=\\d' }, 'x=1'],
    [{ pattern: 'X=(\\d)', flags: 'i' }, '1'],
    [{ pattern: '^x=(\\d)$', flags: 'm', pick: 'last' }, '3'],
    [{ pattern: 'y=(\\d)' }, ''],
    [{ pattern: 'y=(\\d)', otherwise: 'keep' }, 'x=1 x=2\nx=3'],
    [{ pattern: '(y)?x=(\\d)', group: 1 }, ''],
    [{ pattern: '(y)?x=(\\d)', group: 2 }, '1'],
    [{ pattern: 'a*' }, ''],
  ])('takes what the pattern says: %j', async (options, expected) => {
    expect(await apply('x=1 x=2\nx=3', { kind: 'regex-extract', ...options })).toBe(expected)
  })

  it('names the transform whose pattern or path is wrong', async () => {
    const trim = { kind: 'trim' }
    await expect(apply('', trim, { kind: 'regex-extract', pattern: '(' })).rejects.toThrow(
      'The pattern /(/g of transform 2 is not valid: Unterminated group.',
    )
    await expect(apply('', { kind: 'regex-extract', pattern: '(a)', group: 2 })).rejects.toThrow(
      'The pattern of transform 1 has 1 groups, so it cannot give group 2.',
    )
    await expect(apply('{}', { kind: 'json-path', path: '$.a[b]' })).rejects.toThrow(
      'The path "$.a[b]" of transform 1 is not valid at column 4',
    )
    await expect(apply('{}', { kind: 'json-path', path: 'a' })).rejects.toThrow('it must begin with "$"')
    await expect(apply('no json', { kind: 'json-path', path: '$.a' })).rejects.toThrow('There is no JSON in the output')
    await expect(apply('{"b":1}', { kind: 'json-path', path: '$.a' })).rejects.toThrow('nothing at $.a')
  })

  it('looks at the end of a very long output for the last match, and at its start for the first', async () => {
    const text = `n=1 ${'x'.repeat(300_000)} n=2`
    expect(await apply(text, { kind: 'regex-extract', pattern: 'n=(\\d)' })).toBe('1')
    expect(await apply(text, { kind: 'regex-extract', pattern: 'n=(\\d)', pick: 'last' })).toBe('2')
  })

  it.each([
    ['{"queue": "billing"}', '$.queue', 'billing'],
    ['Sure:\n```json\n{"queue": "billing"}\n```\nDone {"queue": "no"}', '$.queue', 'billing'],
    ['The result is {"a": "}{", "b": [1, {"c": null}]} as asked.', '$.b', '[1,{"c":null}]'],
    ['Use {this} or [that]: {"a": 1.50}', '$.a', '1.5'],
    ['[{"id": 7}, {"id": 8}]', '$[-1].id', '8'],
    ['{"a key": {"x.y": true}}', '$["a key"][\'x.y\']', 'true'],
    ['{"a": null}', '$.a', 'null'],
    ['text {"a":1} text', '$', '{"a":1}'],
  ])('takes the value out of %s', async (output, path, expected) => {
    expect(await apply(output, { kind: 'json-path', path })).toBe(expected)
  })
})

describe('findJson and paths', () => {
  it('gives up on hostile text without taking long', () => {
    const startMs = processorMs()
    for (const part of ['[', '{"a":', '"', '```\n{'])
      expect(findJson(part.repeat(100_000 / part.length))).toBeUndefined()
    expect(processorMs() - startMs).toBeLessThan(4000)
  })

  it('reaches own properties only', () => {
    for (const path of ['$.constructor', '$.__proto__', '$.a.length', '$.a["0"]', '$.text[0]']) {
      expect(valueAtPath({ a: [1], text: 'abc' }, parseJsonPath(path, 'test'))).toBeUndefined()
    }
  })
})

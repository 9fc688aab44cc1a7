import { AppError } from '../../contract/errors.ts'
import type { JsonObject, JsonValue } from '../../domain/json.ts'
import { readExpected } from './read-expected.ts'

type Row = Readonly<Record<string, JsonValue>>

/** Whether a column is one of promptfoo's own, and no variable. */
export function isSpecialColumn(name: string): boolean {
  return /^__(?:expected\d*|prefix|suffix|description|providerOutput|metric|threshold|metadata(?::.+)?|config:.+)$/.test(
    name,
  )
}

/**
 * A row of a table of tests, as promptfoo reads it, in the shape of a test of its configuration.
 *
 * @throws AppError `bad-input` for a threshold that is no number
 */
export function csvTest(row: Row): JsonObject {
  const vars: Record<string, JsonValue> = {}
  const assert: Record<string, JsonValue>[] = []
  const options: Record<string, JsonValue> = {}
  const metadata: Record<string, JsonValue> = {}
  const thresholds = new Map<number, number>()
  const test: Record<string, JsonValue> = {}
  for (const [name, value] of Object.entries(row)) {
    const text = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
    if (!isSpecialColumn(name)) vars[name] = value
    else if (text.trim() === '') continue
    else if (name.startsWith('__expected')) assert.push(jsonOf(readExpected(text)))
    else if (name === '__prefix' || name === '__suffix') options[name.slice(2)] = text
    else if (name === '__threshold') test.threshold = numberOf(name, text)
    else if (name.startsWith('__metadata:')) addMetadata(metadata, name.slice('__metadata:'.length), text)
    else if (name.startsWith('__config:')) {
      const [, number = '1'] = /^__config:__expected(?:\[?(\d+)\]?)?:threshold$/.exec(name) ?? [null, null]
      if (number === null)
        throw new AppError('bad-input', `The column "${name}" is not taken: only thresholds can be set so.`)
      thresholds.set(Number(number), numberOf(name, text))
    } else if (name !== '__metadata') test[name.slice(2)] = text
  }
  for (const [index, one] of assert.entries()) {
    if (typeof test.metric === 'string') one.metric = test.metric
    const threshold = thresholds.get(index + 1)
    if (threshold !== undefined) one.threshold = threshold
  }
  const { metric: _metric, ...more } = test
  return { ...more, vars, assert, options, metadata }
}

function addMetadata(metadata: Record<string, JsonValue>, key: string, text: string): void {
  metadata[key.replace(/\[\]$/, '')] = key.endsWith('[]')
    ? text.split(/(?<!\\),/).map((part) => part.trim().replaceAll('\\,', ','))
    : text
}

function numberOf(column: string, text: string): number {
  const number = Number(text)
  if (Number.isFinite(number)) return number
  throw new AppError('bad-input', `"${text.slice(0, 40)}" in column "${column}" is not a number.`)
}

/** Without what is not given. */
function jsonOf(value: object): Record<string, JsonValue> {
  return JSON.parse(JSON.stringify(value)) as Record<string, JsonValue> // an assertion is made of JSON
}

import { z } from 'zod'
import { JsonValue } from '../../domain/json.ts'
import { checkVerdict } from '../check-verdict.ts'
import { jsonSchemaIn } from '../json-schema-in.ts'
import type { Scorer } from '../scorer.ts'

/** A schema of null is none. */
const Options = z.strictObject({ schema: JsonValue.default(null) })

export const plugin: Scorer = {
  id: 'is-json',
  label: 'Is JSON',
  description: 'The whole output is valid JSON and, if a schema is given, fits it.',
  group: 'json',
  value: { isRequired: false, hint: 'A JSON Schema, as JSON; empty = any JSON' },
  options: Options,
  score({ output, value, options }, { validateJson }) {
    const schema = Options.parse(options).schema ?? jsonSchemaIn(value, 'is-json')
    let parsed: unknown
    try {
      parsed = JSON.parse(output)
    } catch (error) {
      return checkVerdict(false, `The output is not JSON: ${jsonReason(error)}.`)
    }
    if (schema === null) return checkVerdict(true, 'The output is JSON.')
    const problems = validateJson(schema, parsed)
    if (problems.length === 0) return checkVerdict(true, 'The output is JSON and fits the schema.')
    return checkVerdict(false, `The output does not fit the schema: ${problems.join('; ')}.`)
  },
}

/** What the parser says, without the excerpt of the text that some engines add. */
function jsonReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/, (?:\.\.\.)?".*$/s, '').replace(/\.$/, '')
}

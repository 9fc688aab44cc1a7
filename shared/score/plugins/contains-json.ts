import { z } from 'zod'
import { JsonValue } from '../../domain/json.ts'
import { checkVerdict } from '../check-verdict.ts'
import { jsonObjectsIn } from '../json-objects-in.ts'
import { jsonSchemaIn } from '../json-schema-in.ts'
import type { Scorer } from '../scorer.ts'

/** A schema of null is none. */
const Options = z.strictObject({ schema: JsonValue.default(null) })

export const plugin: Scorer = {
  id: 'contains-json',
  label: 'Contains JSON',
  description: 'A JSON object stands somewhere in the output and, if a schema is given, fits it.',
  group: 'json',
  value: { isRequired: false, hint: 'A JSON Schema, as JSON; empty = any object' },
  options: Options,
  score({ output, value, options }, { validateJson }) {
    const schema = Options.parse(options).schema ?? jsonSchemaIn(value, 'contains-json')
    let problems: readonly string[] | null = null
    for (const found of jsonObjectsIn(output)) {
      problems = schema === null ? [] : validateJson(schema, found)
      if (problems.length === 0)
        return checkVerdict(true, `The output contains JSON${schema === null ? '' : ' that fits the schema'}.`)
    }
    if (problems === null) return checkVerdict(false, 'The output contains no JSON object.')
    return checkVerdict(false, `No JSON in the output fits the schema: ${problems.join('; ').slice(0, 300)}.`)
  },
}

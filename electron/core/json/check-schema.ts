import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { JsonObject } from '../../../shared/domain/json.ts'
import type { SchemaFault } from '../../../shared/domain/schema-fault.ts'
import { describeAjvError, withoutOldDraft } from './validate-json.ts'

/** What keeps an object from being a JSON Schema (draft 2020-12), the most exact place first; empty when it is one. */
export function checkSchema(schema: JsonObject): SchemaFault[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
  formats.default(ajv)
  const plain = withoutOldDraft(schema)
  if (ajv.validateSchema(plain) !== true) {
    const errors = (ajv.errors ?? []).toSorted((a, b) => b.instancePath.length - a.instancePath.length)
    return errors.map((error) => ({ pointer: error.instancePath, message: `${describeAjvError(error)}.` }))
  }
  try {
    ajv.compile(plain)
    return []
  } catch (error) {
    // References that lead nowhere, patterns that are none: the meta-schema does not see these.
    return [{ pointer: '', message: `${error instanceof Error ? error.message.slice(0, 300) : String(error)}.` }]
  }
}

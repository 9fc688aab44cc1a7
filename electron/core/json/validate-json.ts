import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ScorerContext } from '../../../shared/score/scorer.ts'
import { canonicalJson } from './canonical-json.ts'

const MAX_MESSAGES = 5
/** Named of an enumeration. */
const MAX_VALUES = 20
/** A run has one schema or a few; more than this means that they are made per case. */
const MAX_CACHED = 50

/**
 * Makes a checker of JSON Schema (draft 2020-12, with the usual formats). A schema is compiled once and kept; only
 * references within the schema itself are followed.
 */
export function createJsonValidator(): ScorerContext['validateJson'] {
  const compiled = new Map<string, ValidateFunction>()
  return function validateJson(schema, value) {
    const key = canonicalJson(schema)
    let validate = compiled.get(key)
    if (validate === undefined) {
      validate = compile(schema)
      if (compiled.size >= MAX_CACHED) compiled.clear()
      compiled.set(key, validate)
    }
    return validate(value) ? [] : (validate.errors ?? []).slice(0, MAX_MESSAGES).map(describeAjvError)
  }
}

/** A new instance each time: Ajv keeps schemas by their $id, and two cases may use one $id for different schemas. */
function compile(schema: unknown): ValidateFunction {
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema))) {
    throw new AppError('bad-input', 'A JSON Schema is an object, true or false.')
  }
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false, validateFormats: true })
  formats.default(ajv)
  try {
    return ajv.compile(withoutOldDraft(schema))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('bad-input', `The JSON Schema is not valid: ${reason.slice(0, 500)}.`, { cause })
  }
}

/** Schemas that name draft 7 or older are read as 2020-12: what people write in assertions means the same in both. */
export function withoutOldDraft(schema: object | boolean): object | boolean {
  if (typeof schema === 'boolean' || !('$schema' in schema)) return schema
  const { $schema: _draft, ...rest } = schema
  return rest
}

/** As a sentence without its full stop. */
export function describeAjvError({ instancePath, message = 'is not valid', params }: ErrorObject): string {
  const place = instancePath === '' ? 'The value' : instancePath
  if ('additionalProperty' in params) {
    return `${place} must not have the property "${String(params.additionalProperty)}"`
  }
  if ('allowedValues' in params && Array.isArray(params.allowedValues)) {
    const values = params.allowedValues.slice(0, MAX_VALUES).map((one) => JSON.stringify(one))
    return `${place} must be one of ${values.join(', ')}`
  }
  return `${place} ${message}`
}

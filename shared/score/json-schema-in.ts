import { AppError } from '../contract/errors.ts'
import { JsonValue } from '../domain/json.ts'

/** The schema that an assertion's value holds; null for none. @throws AppError `bad-input` when it is not JSON */
export function jsonSchemaIn(value: string | null, scorer: string): JsonValue {
  if (value === null || value.trim() === '') return null
  try {
    return JsonValue.parse(JSON.parse(value))
  } catch (error) {
    throw new AppError('bad-input', `The schema of the "${scorer}" assertion is not JSON.`, { cause: error })
  }
}

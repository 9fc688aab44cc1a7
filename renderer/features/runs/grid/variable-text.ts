import type { JsonValue } from '../../../../shared/domain/json.ts'

/** A case variable as it is read: texts as they stand, all else as JSON. */
export function variableText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

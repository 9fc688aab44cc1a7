import type { JsonObject, JsonValue } from '../../domain/json.ts'
import type { VariantContent } from '../../domain/prompt.ts'
import type { VariantVersion } from './variant-version.ts'

const MOST_FIELDS = 40
const SUGGESTED = 8

/**
 * The variant without one optional field of its response schema each (science.md section 7, row 19). Optional is what is not required, or
 * may be null, as strict schemas say it; fields of nested objects and of list items are named by their path. Empty without a schema.
 */
export function schemaFields(content: VariantContent): VariantVersion[] {
  const schema = content.parameters.responseSchema
  if (schema === null) return []
  return optionalFields(schema, [], '')
    .slice(0, MOST_FIELDS)
    .map(({ keys, name }, index) => ({
      id: name,
      label: `Without ${name}`,
      content: { ...content, parameters: { ...content.parameters, responseSchema: withoutField(schema, keys) } },
      isSuggested: index < SUGGESTED,
    }))
}

interface Field {
  /** From the schema's root to the object that has it, as keys of the schema, and its own name last. */
  readonly keys: readonly string[]
  /** "customer.phone", "lines[].note". */
  readonly name: string
}

function optionalFields(schema: JsonObject, keys: readonly string[], prefix: string): Field[] {
  const properties = objectAt(schema, 'properties')
  if (!properties) {
    const items = objectAt(schema, 'items')
    return items ? optionalFields(items, [...keys, 'items'], `${prefix}[]`) : []
  }
  const required = Array.isArray(schema.required) ? schema.required : []
  const names = Object.keys(properties)
  return names.flatMap((key) => {
    const field = objectAt(properties, key)
    const name = prefix === '' ? key : `${prefix}.${key}`
    const isOptional = !required.includes(key) || (field !== null && mayBeNull(field))
    // An object without any field says nothing.
    const own = isOptional && names.length > 1 ? [{ keys: [...keys, key], name }] : []
    return [...own, ...(field ? optionalFields(field, [...keys, 'properties', key], name) : [])]
  })
}

function mayBeNull({ type, anyOf }: JsonObject): boolean {
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true
  return Array.isArray(anyOf) && anyOf.some((each) => isObject(each) && mayBeNull(each))
}

function withoutField(schema: JsonObject, keys: readonly string[]): JsonObject {
  const [key = '', ...rest] = keys
  if (rest.length > 0) return { ...schema, [key]: withoutField(objectAt(schema, key) ?? {}, rest) }
  const { [key]: _gone, ...properties } = objectAt(schema, 'properties') ?? {}
  const required = Array.isArray(schema.required) ? { required: schema.required.filter((name) => name !== key) } : {}
  return { ...schema, properties, ...required }
}

function objectAt(schema: JsonObject, key: string): JsonObject | null {
  const value = Object.hasOwn(schema, key) ? schema[key] : null
  return isObject(value) ? value : null
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

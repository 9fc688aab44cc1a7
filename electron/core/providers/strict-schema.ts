import { asRecord } from './loose-json.ts'

/**
 * Whether OpenAI's strict mode takes the schema: every object closed, and all of its properties required. Others are sent
 * without `strict`, since they would be refused.
 *
 * @see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
 */
export function isStrictSchema(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrictSchema)
  const node = asRecord(schema)
  if (!node) return true
  if (node.type === 'object' || node.properties !== undefined) {
    const names = Object.keys(asRecord(node.properties) ?? {})
    const required = new Set(Array.isArray(node.required) ? node.required : [])
    if (node.additionalProperties !== false || names.some((name) => !required.has(name))) return false
  }
  const children = [asRecord(node.properties), asRecord(node.$defs), asRecord(node.definitions)].flatMap((map) =>
    Object.values(map ?? {}),
  )
  return [...children, node.items, node.anyOf, node.allOf, node.oneOf].every(isStrictSchema)
}

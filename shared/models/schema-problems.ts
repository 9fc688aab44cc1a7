import type { JsonValue } from '../domain/json.ts'

/** Whose rules: OpenAI's strict mode, which compatible servers copy, or Anthropic's structured output. */
export type SchemaRules = 'openai' | 'anthropic'

export interface SchemaProblem {
  /** Where: "$.properties.city". */
  readonly path: string
  readonly problem: string
}

/**
 * What keeps a JSON Schema from being enforced to the letter. OpenAI takes such a schema without `strict` only; Anthropic
 * answers 400.
 *
 * @see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas (2026-11)
 * @see https://docs.claude.com/en/docs/build-with-claude/structured-outputs, "JSON Schema limitations" (2026-11)
 */
export function schemaProblems(schema: unknown, rules: SchemaRules): SchemaProblem[] {
  const problems: SchemaProblem[] = []
  if (rules === 'openai' && isObject(schema) && (schema.type !== 'object' || schema.anyOf !== undefined))
    problems.push({ path: '$', problem: 'the outermost schema must be of type "object", and no "anyOf"' })
  walk(schema, '$', (node, path) => {
    const found = [...objectProblems(node, rules), ...keywordProblems(node, rules)]
    problems.push(...found.map((problem) => ({ path, problem })))
  })
  return problems
}

/** Whether OpenAI's strict mode takes the schema. Others are sent without `strict`, since they would be refused. */
export function isStrictSchema(schema: unknown): boolean {
  return schemaProblems(schema, 'openai').length === 0
}

/** "$.properties.city: …", and how many more there are. */
export function firstProblemText(problems: readonly SchemaProblem[]): string {
  const [first] = problems
  if (!first) return ''
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`
  return `${first.path}: ${first.problem}${more}`
}

type Node = Readonly<Record<string, unknown>>

const UNSUPPORTED: Readonly<Record<SchemaRules, readonly string[]>> = {
  openai: ['oneOf', 'allOf', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas', 'patternProperties'],
  anthropic: [
    ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'],
    ...['maxItems', 'uniqueItems', 'patternProperties', 'not', 'if', 'then', 'else'],
  ],
}
const MAPS = ['properties', '$defs', 'definitions', 'patternProperties'] as const
const LISTS = ['anyOf', 'allOf', 'oneOf', 'prefixItems'] as const
const SINGLE = ['items', 'not', 'if', 'then', 'else', 'contains'] as const

function objectProblems(node: Node, rules: SchemaRules): string[] {
  if (node.type !== 'object' && node.properties === undefined) return []
  const problems = node.additionalProperties === false ? [] : ['"additionalProperties": false is missing']
  if (rules !== 'openai') return problems
  const required = new Set<unknown>(Array.isArray(node.required) ? node.required : [])
  const optional = Object.keys(isObject(node.properties) ? node.properties : {}).filter((name) => !required.has(name))
  if (optional.length === 0) return problems
  return [...problems, `${optional.map((name) => `"${name}"`).join(', ')} must be in "required"`]
}

function keywordProblems(node: Node, rules: SchemaRules): string[] {
  const problems = UNSUPPORTED[rules]
    .filter((keyword) => node[keyword] !== undefined)
    .map((keyword) => `"${keyword}" is not taken`)
  if (rules === 'anthropic' && typeof node.minItems === 'number' && node.minItems > 1)
    problems.push('"minItems" above 1 is not taken')
  if (typeof node.$ref === 'string' && !node.$ref.startsWith('#')) problems.push('"$ref" to elsewhere is not taken')
  return problems
}

function walk(value: unknown, path: string, see: (node: Node, path: string) => void): void {
  if (!isObject(value)) return
  see(value, path)
  for (const keyword of MAPS)
    if (isObject(value[keyword]))
      for (const [name, child] of Object.entries(value[keyword])) walk(child, `${path}.${keyword}.${name}`, see)
  for (const keyword of LISTS)
    if (Array.isArray(value[keyword]))
      for (const [index, child] of value[keyword].entries()) walk(child, `${path}.${keyword}[${index}]`, see)
  for (const keyword of SINGLE) walk(value[keyword], `${path}.${keyword}`, see)
}

function isObject(value: unknown): value is Readonly<Record<string, JsonValue | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import type { JsonValue } from '../domain/json.ts'
import { ToolDefinition } from '../domain/tool.ts'

export type ReadTool =
  /** `schemaPointer`: where the schema of its arguments stands in what was read, as a JSON pointer. */
  | { readonly tool: ToolDefinition; readonly schemaPointer: string; readonly problem: null }
  | { readonly tool: null; readonly problem: { readonly message: string; readonly pointer: string } }

/** A tool as people have it: in OpenAI's two forms, in Anthropic's, or plainly as name, description and parameters. */
export function readTool(value: JsonValue): ReadTool {
  if (!isObject(value)) return refused('A tool is a JSON object with name, description and parameters.', '')
  const isWrapped = isObject(value.function)
  const at = isWrapped ? '/function' : ''
  const body = isObject(value.function) ? value.function : value
  const schemaName = ['parameters', 'input_schema', 'inputSchema'].find((name) => body[name] !== undefined)
  const parsed = ToolDefinition.safeParse({
    name: body.name,
    description: body.description ?? '',
    parameters: (schemaName === undefined ? null : body[schemaName]) ?? null,
  })
  const schemaPointer = `${at}/${schemaName ?? 'parameters'}`
  const type = parsed.success ? parsed.data.parameters?.type : undefined
  if (type !== undefined && type !== 'object')
    return refused(
      'The arguments of a tool are an object: its schema must be of type "object".',
      `${schemaPointer}/type`,
    )
  if (parsed.success) return { tool: parsed.data, schemaPointer, problem: null }
  const [issue] = parsed.error.issues
  switch (issue?.path[0]) {
    case 'name':
      return refused(
        body.name === undefined
          ? 'The tool’s name is missing.'
          : 'A tool is named by 1 to 64 letters, digits, underscores and hyphens.',
        body.name === undefined ? at : `${at}/name`,
      )
    case 'description':
      return refused('The description is a text of at most 20,000 characters.', `${at}/description`)
    default:
      return refused('The parameters are a JSON Schema of an object.', schemaPointer)
  }
}

function refused(message: string, pointer: string): ReadTool {
  return { tool: null, problem: { message, pointer } }
}

function isObject(value: JsonValue | undefined): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

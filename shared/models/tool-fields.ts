import type { JsonObject } from '../domain/json.ts'
import type { CatalogModel } from '../domain/model.ts'
import type { Parameters } from '../domain/prompt.ts'
import { isStrictSchema } from './schema-problems.ts'
import { sentTools } from './sent-tools.ts'

interface Asked {
  readonly model: Pick<CatalogModel, 'capabilities'>
  readonly parameters: Pick<Parameters, 'tools' | 'toolChoice'>
}

interface ToolFields<Tool, Choice> {
  readonly tools?: readonly Tool[]
  readonly tool_choice?: Choice
}

interface FunctionTool {
  readonly name: string
  readonly description?: string
}

interface ChatTool {
  readonly type: 'function'
  readonly function: FunctionTool & { readonly parameters?: JsonObject; readonly strict?: boolean }
}

interface ResponsesTool extends FunctionTool {
  readonly type: 'function'
  readonly parameters: JsonObject | null
  readonly strict: boolean
}

interface MessagesTool extends FunctionTool {
  readonly input_schema: JsonObject & { readonly type: 'object' }
}

// Their types are held against the SDKs' by the compiler: sdk-shapes.test.ts.

/** The tools of a request to Chat Completions; nothing where none are sent. `auto` is what it does without a choice. */
export function chatTools({ model, parameters }: Asked): ToolFields<ChatTool, 'none' | 'required'> {
  const sent = sentTools(parameters, model)
  if (!sent) return {}
  const tools = sent.tools.map(({ name, description, parameters: schema }) => ({
    type: 'function' as const,
    function: {
      name,
      ...(description === '' ? {} : { description }),
      ...(schema ? { parameters: schema, ...(isStrictSchema(schema) ? { strict: true } : {}) } : {}),
    },
  }))
  return { tools, ...(sent.choice === 'auto' ? {} : { tool_choice: sent.choice }) }
}

/** The same for Responses, where `strict` is on unless it is said. */
export function responsesTools({ model, parameters }: Asked): ToolFields<ResponsesTool, 'none' | 'required'> {
  const sent = sentTools(parameters, model)
  if (!sent) return {}
  const tools = sent.tools.map(({ name, description, parameters: schema }) => ({
    type: 'function' as const,
    name,
    ...(description === '' ? {} : { description }),
    parameters: schema,
    strict: schema !== null && isStrictSchema(schema),
  }))
  return { tools, ...(sent.choice === 'auto' ? {} : { tool_choice: sent.choice }) }
}

const CHOICES = { none: 'none', required: 'any' } as const

/** The same for Messages, which needs a schema of an object for every tool. */
export function messagesTools({
  model,
  parameters,
}: Asked): ToolFields<MessagesTool, { readonly type: 'none' | 'any' }> {
  const sent = sentTools(parameters, model)
  if (!sent) return {}
  const tools = sent.tools.map(({ name, description, parameters: schema }) => ({
    name,
    ...(description === '' ? {} : { description }),
    // Holds for arguments, which are an object; a schema that says another type is the provider's to refuse.
    input_schema: { type: 'object', ...(schema ?? { properties: {} }) } as MessagesTool['input_schema'],
  }))
  return { tools, ...(sent.choice === 'auto' ? {} : { tool_choice: { type: CHOICES[sent.choice] } }) }
}

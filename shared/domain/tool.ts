import { z } from 'zod'
import { JsonObject, JsonValue } from './json.ts'

/** What OpenAI and Anthropic both take as a tool's name. */
export const ToolName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'A tool is named by 1 to 64 letters, digits, underscores and hyphens.')

/** A function that the model may ask the caller to call. Pithy never calls it: what is measured is the asking. */
export const ToolDefinition = z.object({
  name: ToolName,
  description: z.string().max(20_000).default(''),
  /** A JSON Schema of an object; null = no arguments. */
  parameters: JsonObject.nullable().default(null),
})
export type ToolDefinition = z.infer<typeof ToolDefinition>

export const MAX_TOOLS = 128

export const ToolDefinitions = z
  .array(ToolDefinition)
  .max(MAX_TOOLS)
  .refine((tools) => new Set(tools.map(({ name }) => name)).size === tools.length, {
    message: 'Two tools have the same name.',
  })

/** none: the definitions are sent, and the model may call none of them; required: it must call at least one. */
export const ToolChoice = z.enum(['auto', 'none', 'required'])
export type ToolChoice = z.infer<typeof ToolChoice>

/** A model's wish to have a tool called. */
export const ToolCall = z.object({
  name: z.string(),
  /** As parsed JSON; the bare text where the answer was cut at its limit inside of it. */
  arguments: JsonValue,
})
export type ToolCall = z.infer<typeof ToolCall>

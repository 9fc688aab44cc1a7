import type { JsonObject, JsonValue } from '../domain/json.ts'
import { isStrictSchema } from '../models/schema-problems.ts'
import { sentTools } from '../models/sent-tools.ts'
import { chatTools, messagesTools, responsesTools } from '../models/tool-fields.ts'
import { cachedMessages } from './cached-messages.ts'
import type { ExportInput } from './exporter.ts'
import type { PlainMessage } from './plain-messages.ts'

type Said = Pick<PlainMessage, 'role' | 'template'>

/** Of Anthropic requests, which must name a cap; the same default that Pithy's own calls use. */
const DEFAULT_ANTHROPIC_CAP = 4096

/** The body of an OpenAI Chat Completions request; templates stay as they are. Only what the model takes is in it. */
export function openaiBody({ variant, model, providerKind }: ExportInput, messages: readonly Said[]): JsonObject {
  const { maxOutputTokens, temperature, effort, stop, responseSchema } = variant.content.parameters
  const capName = providerKind === 'openai' ? 'max_completion_tokens' : 'max_tokens'
  return {
    model: modelName(model.id),
    messages: messages.map(({ role, template }) => ({ role, content: template })),
    ...(maxOutputTokens === null ? {} : { [capName]: maxOutputTokens }),
    ...(temperature === null || !model.capabilities.temperature ? {} : { temperature }),
    ...(effort === null || !model.capabilities.efforts.includes(effort) ? {} : { reasoning_effort: effort }),
    ...(stop.length === 0 || !model.capabilities.stop ? {} : { stop }),
    ...(responseSchema === null || !model.capabilities.structuredOutput
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', strict: isStrictSchema(responseSchema), schema: responseSchema },
          },
        }),
    // Plain objects and texts throughout: JSON as it is.
    ...(chatTools({ model, parameters: variant.content.parameters }) as unknown as JsonObject),
  }
}

/** The body of an OpenAI Responses request, which knows no stop texts. */
export function responsesBody({ variant, model }: ExportInput, messages: readonly Said[]): JsonObject {
  const { maxOutputTokens, temperature, effort, responseSchema } = variant.content.parameters
  return {
    model: modelName(model.id),
    input: messages.map(({ role, template }) => ({ role, content: template })),
    ...(maxOutputTokens === null ? {} : { max_output_tokens: maxOutputTokens }),
    ...(temperature === null || !model.capabilities.temperature ? {} : { temperature }),
    ...(effort === null || !model.capabilities.efforts.includes(effort) ? {} : { reasoning: { effort } }),
    ...(responseSchema === null || !model.capabilities.structuredOutput
      ? {}
      : {
          text: {
            format: {
              type: 'json_schema',
              name: 'answer',
              strict: isStrictSchema(responseSchema),
              schema: responseSchema,
            },
          },
        }),
    // Plain objects and texts throughout: JSON as it is.
    ...(responsesTools({ model, parameters: variant.content.parameters }) as unknown as JsonObject),
  }
}

/** What a request says besides its model and its messages, under the vendor's names. */
export function requestSettings(input: ExportInput): JsonObject {
  const body = input.providerKind === 'anthropic' ? anthropicBody(input, []) : openaiBody(input, [])
  const { model: _model, messages: _messages, ...settings } = body
  return settings
}

/** The body of an Anthropic Messages request: system text apart, a cap always. */
export function anthropicBody({ variant, model }: ExportInput, messages: readonly Said[]): JsonObject {
  const { maxOutputTokens, temperature, effort, stop, responseSchema, cache, cacheTtl } = variant.content.parameters
  const texts = messages.map(({ role, template }) => ({ role, content: template }))
  const outputConfig: Record<string, JsonValue> = {}
  if (effort !== null && model.capabilities.efforts.includes(effort)) outputConfig.effort = effort
  if (responseSchema !== null && model.capabilities.structuredOutput) {
    outputConfig.format = { type: 'json_schema', schema: responseSchema }
  }
  return {
    model: modelName(model.id),
    max_tokens: maxOutputTokens ?? Math.min(model.maxOutputTokens ?? DEFAULT_ANTHROPIC_CAP, DEFAULT_ANTHROPIC_CAP),
    // Plain objects and texts throughout: JSON as it is.
    ...(cachedMessages(texts, cache ?? 'none', cacheTtl) as unknown as JsonObject),
    ...(temperature === null || !model.capabilities.temperature ? {} : { temperature }),
    ...(stop.length === 0 || !model.capabilities.stop ? {} : { stop_sequences: stop }),
    ...(Object.keys(outputConfig).length === 0 ? {} : { output_config: outputConfig }),
    ...(messagesTools({ model, parameters: variant.content.parameters }) as unknown as JsonObject),
  }
}

/**
 * Where Anthropic's cached part ends, for code that builds its messages itself: the number of the turn (without system
 * messages), null = the system text. Null in all when no part is marked.
 */
export function cacheMark(
  input: ExportInput,
  messages: readonly Said[],
): { readonly turn: number | null; readonly control: JsonValue } | null {
  const { system, messages: turns } = cachedMessages(
    messages.map(({ role, template }) => ({ role, content: template })),
    input.variant.content.parameters.cache ?? 'none',
    input.variant.content.parameters.cacheTtl,
  )
  // Plain objects and texts throughout: JSON as it is.
  const controlOf = ([block]: readonly { readonly cache_control: unknown }[]) => block?.cache_control as JsonValue
  if (typeof system === 'object') return { turn: null, control: controlOf(system) }
  for (const [turn, { content }] of turns.entries()) {
    if (typeof content === 'object') return { turn, control: controlOf(content) }
  }
  return null
}

/** Whether the code must look for calls of tools in what it gets. */
export function hasTools({ variant, model }: ExportInput): boolean {
  return sentTools(variant.content.parameters, model) !== null
}

/** The vendor's name of a model: what follows our provider prefix. */
export function modelName(modelId: string): string {
  return modelId.slice(modelId.indexOf('/') + 1)
}

import type { JsonObject } from '../domain/json.ts'
import type { CatalogModel } from '../domain/model.ts'
import type { Parameters } from '../domain/prompt.ts'
import { isStrictSchema } from './schema-problems.ts'
import { sentTools } from './sent-tools.ts'

interface Asked {
  readonly model: Pick<CatalogModel, 'capabilities'>
  readonly parameters: Pick<Parameters, 'tools' | 'toolChoice'>
}

/** The tools of a request to Chat Completions; nothing where none are sent. `auto` is what it does without a choice. */
export function chatTools({ model, parameters }: Asked): JsonObject {
  const sent = sentTools(parameters, model)
  if (!sent) return {}
  const tools = sent.tools.map(({ name, description, parameters: schema }) => ({
    type: 'function',
    function: {
      name,
      ...(description === '' ? {} : { description }),
      ...(schema ? { parameters: schema, ...(isStrictSchema(schema) ? { strict: true } : {}) } : {}),
    },
  }))
  return { tools, ...(sent.choice === 'auto' ? {} : { tool_choice: sent.choice }) }
}

/** The same for Responses, where `strict` is on unless it is said. */
export function responsesTools({ model, parameters }: Asked): JsonObject {
  const sent = sentTools(parameters, model)
  if (!sent) return {}
  const tools = sent.tools.map(({ name, description, parameters: schema }) => ({
    type: 'function',
    name,
    ...(description === '' ? {} : { description }),
    parameters: schema,
    strict: schema !== null && isStrictSchema(schema),
  }))
  return { tools, ...(sent.choice === 'auto' ? {} : { tool_choice: sent.choice }) }
}

const CHOICES = { auto: 'auto', none: 'none', required: 'any' } as const

/** The same for Messages, which needs a schema of an object for every tool. */
export function messagesTools({ model, parameters }: Asked): JsonObject {
  const sent = sentTools(parameters, model)
  if (!sent) return {}
  const tools = sent.tools.map(({ name, description, parameters: schema }) => ({
    name,
    ...(description === '' ? {} : { description }),
    input_schema: { type: 'object', ...(schema ?? { properties: {} }) },
  }))
  return { tools, ...(sent.choice === 'auto' ? {} : { tool_choice: { type: CHOICES[sent.choice] } }) }
}

import type { JsonValue } from '../../domain/json.ts'
import { Effort } from '../../domain/model.ts'
import { defaultParameters, type Parameters } from '../../domain/prompt.ts'
import { ToolDefinitions } from '../../domain/tool.ts'
import { type Fields, fieldsOf, listOf, textOf } from './json-fields.ts'

const CAPS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'maxOutputTokens']
const STOPS = ['stop', 'stop_sequences', 'stopSequences']

type Draft = { -readonly [Key in keyof Parameters]: Parameters[Key] }

interface ReadParameters {
  readonly parameters: Parameters
  /** A sentence for each setting that was not taken. */
  readonly notes: readonly string[]
}

/** Settings of a request under OpenAI's, Anthropic's or Dotprompt's names. What is not known or not valid is left out and said. */
export function readParameters(settings: Fields): ReadParameters {
  const parameters: Draft = { ...defaultParameters }
  const notes: string[] = []
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || value === null) continue
    if (!take(parameters, name, value))
      notes.push(`The setting "${name}" is not taken: Pithy does not know it or its value.`)
  }
  return { parameters, notes }
}

function take(to: Draft, name: string, value: JsonValue): boolean {
  if (CAPS.includes(name)) {
    if (!Number.isInteger(value) || Number(value) < 1) return false
    to.maxOutputTokens = Number(value)
    return true
  }
  if (STOPS.includes(name)) {
    const stop = (typeof value === 'string' ? [value] : listOf(value)).filter((each) => typeof each === 'string')
    if (stop.length > 8 || stop.includes('')) return false
    to.stop = stop
    return true
  }
  if (name === 'temperature') {
    if (typeof value !== 'number' || value < 0 || value > 2) return false
    to.temperature = value
    return true
  }
  if (name === 'reasoning_effort') return takeEffort(to, value)
  if (name === 'reasoning') return takeEffort(to, fieldsOf(value).effort)
  if (name === 'output_config') {
    const { effort, format } = fieldsOf(value)
    return (
      (effort === undefined || takeEffort(to, effort)) &&
      (format === undefined || takeSchema(to, fieldsOf(format).schema))
    )
  }
  if (name === 'response_format') return takeSchema(to, fieldsOf(fieldsOf(value).json_schema).schema)
  if (name === 'text') return takeSchema(to, fieldsOf(fieldsOf(value).format).schema)
  if (name === 'tools') {
    const tools = ToolDefinitions.safeParse(listOf(value).map(toolOf))
    if (tools.success) to.tools = tools.data
    return tools.success
  }
  if (name === 'tool_choice') {
    const choice = textOf(value) ?? textOf(fieldsOf(value).type)
    if (choice === 'auto' || choice === 'none') to.toolChoice = choice
    else if (choice === 'required' || choice === 'any') to.toolChoice = 'required'
    else return false
    return true
  }
  if (name === 'cache_control') {
    to.cache = 'auto'
    if (fieldsOf(value).ttl === '1h') to.cacheTtl = '1h'
    return true
  }
  return false
}

function takeEffort(to: Draft, value: unknown): boolean {
  const effort = Effort.safeParse(value)
  if (effort.success) to.effort = effort.data
  return effort.success
}

function takeSchema(to: Draft, value: unknown): boolean {
  if (Object.keys(fieldsOf(value)).length === 0) return false
  to.responseSchema = fieldsOf(value) as NonNullable<Parameters['responseSchema']> // parsed JSON has no undefined in it
  return true
}

function toolOf(tool: JsonValue): Fields {
  const fields = fieldsOf(tool)
  const { name, description, parameters } = 'function' in fields ? fieldsOf(fields.function) : fields
  return {
    name,
    description: description ?? '',
    parameters: parameters ?? fields.input_schema ?? null,
  }
}

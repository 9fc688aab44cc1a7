import { JsonObject, type JsonValue } from '../domain/json.ts'
import type { ToolCall, ToolDefinition } from '../domain/tool.ts'
import type { ScorerContext, ScorerInput } from './scorer.ts'

/** The calls of an answer; where none are known, as for a pasted text, those that the text writes as JSON. */
export function toolCallsOf({ answer, output }: Pick<ScorerInput, 'answer' | 'output'>): readonly ToolCall[] {
  if (answer && answer.toolCalls.length > 0) return answer.toolCalls
  const whole = parsed(output)
  if (whole !== undefined) return callsIn(whole)
  return output.split('\n').flatMap((line) => (/^\s*[[{]/.test(line) ? callsIn(parsed(line.trim())) : []))
}

/** What keeps the calls from being ones that the model could make; null when each names a tool and its arguments fit. */
export function callProblem(
  calls: readonly ToolCall[],
  tools: readonly ToolDefinition[],
  validateJson: ScorerContext['validateJson'],
): string | null {
  if (calls.length === 0) return 'The answer calls no tool.'
  if (tools.length === 0) return 'The model was offered no tools.'
  for (const call of calls) {
    const tool = tools.find(({ name }) => name === call.name)
    if (!tool) return `There is no tool "${call.name.slice(0, 64)}".`
    const problems = tool.parameters === null ? [] : validateJson(tool.parameters, call.arguments)
    if (problems.length > 0) return `The call of "${tool.name}" does not fit: ${problems.join('; ').slice(0, 250)}.`
  }
  return null
}

type Fields = Readonly<Record<string, JsonValue | undefined>>

/** In the forms of OpenAI, Anthropic, Google, and Pithy's own. */
function callsIn(value: JsonValue | undefined): readonly ToolCall[] {
  if (Array.isArray(value)) return value.flatMap((item) => oneCall(asFields(item)))
  const fields = asFields(value)
  if (Array.isArray(fields.tool_calls)) return fields.tool_calls.flatMap((item) => oneCall(asFields(item)))
  const { functionCalls } = asFields(fields.toolCall)
  if (Array.isArray(functionCalls)) return functionCalls.flatMap((item) => oneCall(asFields(item)))
  const single = fields.function_call === undefined ? fields : asFields(fields.function_call)
  // A bare name is a call only where its arguments stand beside it.
  const isCall = single.type === 'tool_use' || 'functionCall' in single || typeof single.arguments === 'string'
  return isCall ? oneCall(single) : []
}

function oneCall(item: Fields): readonly ToolCall[] {
  const fields = [item.functionCall, item.function].map(asFields).find(({ name }) => name !== undefined) ?? item
  if (typeof fields.name !== 'string') return []
  const written = fields.arguments ?? fields.input ?? fields.args ?? {}
  const given = typeof written === 'string' ? parsed(written) : written
  return [{ name: fields.name, arguments: given ?? written }]
}

function asFields(value: JsonValue | undefined): Fields {
  const fields = JsonObject.safeParse(value)
  return fields.success ? fields.data : {}
}

function parsed(text: string): JsonValue | undefined {
  try {
    // Holds: the parser gives nothing but JSON.
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

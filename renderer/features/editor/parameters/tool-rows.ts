import type { JsonObject } from '../../../../shared/domain/json.ts'
import { readJson } from '../../../../shared/domain/read-json.ts'
import type { ToolDefinition } from '../../../../shared/domain/tool.ts'
import { readTool } from '../../../../shared/models/read-tool.ts'
import type { TextProblem } from '../../../monaco/text-editor.tsx'
import { problemAt } from './json-field.tsx'

/** A tool as it is being written. */
export interface ToolRow {
  /** Stays with the row when it moves, so that it keeps its editor. */
  readonly id: number
  readonly text: string
  /** The last that could be read; null = none yet. */
  readonly tool: ToolDefinition | null
}

export interface ReadRow {
  readonly tool: ToolDefinition | null
  readonly schema: JsonObject | null
  readonly schemaPointer: string
  readonly problem: TextProblem | null
}

export function toolRows(tools: readonly ToolDefinition[]): ToolRow[] {
  return tools.map((tool, id) => ({ id, text: JSON.stringify(withoutNothing(tool), null, 2), tool }))
}

export function newToolText(taken: readonly string[]): string {
  let name = 'new_tool'
  for (let number = 2; taken.includes(name); number += 1) name = `new_tool_${number}`
  const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false }
  return JSON.stringify({ name, description: '', parameters }, null, 2)
}

/** @param others names of the tools above, none of which it may have */
export function readRow(text: string, others: readonly string[]): ReadRow {
  const nothing = { tool: null, schema: null, schemaPointer: '' }
  const reading = readJson(text)
  if (reading.problem) {
    const { offset, message } = reading.problem
    return { ...nothing, problem: { start: offset, end: offset + 1, message: `${message}.` } }
  }
  const read = readTool(reading.value)
  if (read.problem) return { ...nothing, problem: problemAt(text, read.problem.pointer, read.problem.message) }
  const { tool, schemaPointer } = read
  if (others.includes(tool.name)) {
    const pointer = schemaPointer.startsWith('/function') ? '/function/name' : '/name'
    return { ...nothing, problem: problemAt(text, pointer, `Another tool is named "${tool.name}" already.`) }
  }
  return { tool, schema: tool.parameters, schemaPointer, problem: null }
}

/** What is sent: each row's last readable tool, the first of a name. */
export function toolsOf(rows: readonly ToolRow[]): ToolDefinition[] {
  const tools = rows.flatMap(({ tool }) => (tool ? [tool] : []))
  return tools.filter(({ name }, index) => tools.findIndex((other) => other.name === name) === index)
}

function withoutNothing({ name, description, parameters }: ToolDefinition) {
  return { name, description, ...(parameters ? { parameters } : {}) }
}

import type { Cell } from '../../../../shared/domain/run.ts'

/** An answer as it is read: its text, and below it the tools that it asked for, unless these are the text. */
export function shownOutput({ output, toolCalls = [] }: Pick<Cell, 'output' | 'toolCalls'>): string {
  // Calls without text are the text, as JSON: see Cell.output.
  if (toolCalls.length === 0 || output.startsWith('[{"arguments":')) return output
  const calls = toolCalls.map((call) => `→ ${call.name}(${JSON.stringify(call.arguments)})`)
  return [output, ...calls].join('\n')
}

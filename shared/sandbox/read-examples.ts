import type { Example } from './prompt-model.ts'
import { readFields } from './read-fields.ts'

export interface FoundExamples {
  readonly examples: readonly Example[]
  /** The instructions without them. */
  readonly rest: string
}

const OUTPUT =
  /^[ \t]*(?:[-*][ \t]+)?(?:\*\*)?(answer|output|label|sentiment|category|intent|class|classification|response|result|rating|score|verdict|a|assistant|completion|prediction|spam|decision|reply|stars|topic|json)(?:\*\*)?[ \t]*:(?:\*\*)?[ \t]*(.*)$/i
const ARROW = /^[ \t]*(?:[-*][ \t]+|\d+[.)][ \t]+)?(.{3,400}?)[ \t]*(?:->|=>|→)[ \t]*(\S.{0,200})$/
const HEADING = /^[ \t]*(#{1,6}[ \t]|(?:\*\*)?example\b|-{3,}$|<\/?example)/i
const TAGGED =
  /<(input|text|user|question)>\s*([\s\S]{1,4000}?)\s*<\/\1>\s*<(output|answer|label|assistant)>\s*([\s\S]{1,2000}?)\s*<\/\3>/gi
const MAX_EXAMPLE_LINES = 40
const MAX_LINE = 1000

/** Finds few-shot examples: "Text: … / Answer: …" blocks, "text → label" lines and tagged pairs. */
export function readExamples(instructions: string, cue: string | null): FoundExamples {
  const examples: Example[] = []
  const untagged = instructions.replace(TAGGED, (_all, _tag, input: string, _other, output: string) => {
    examples.push({ input: readFields(input), output: output.trim() })
    return '\n'
  })
  const lines = untagged.split('\n')
  const isUsed = new Uint8Array(lines.length)
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (isUsed[index]) continue
    const arrow = /->|=>|→/.test(line) && line.length <= MAX_LINE ? ARROW.exec(line.trim()) : null
    if (arrow && !line.includes('{{')) {
      examples.push({ input: readFields(unquote(arrow[1] ?? '')), output: unquote(arrow[2] ?? '') })
      isUsed[index] = 1
      continue
    }
    const output = readOutput(lines, index, cue)
    if (!output) continue
    const start = startOfInput(lines, index, isUsed, cue)
    const input = lines.slice(start, index).join('\n').trim()
    if (input === '') continue
    examples.push({ input: readFields(unquote(input)), output: output.text })
    for (let used = start; used < output.end; used++) isUsed[used] = 1
    index = output.end - 1
  }
  const rest = lines.filter((line, index) => !isUsed[index] && !/^[ \t]*(#{1,6}[ \t]*)?(\*\*)?example \d+/i.test(line))
  return { examples, rest: rest.join('\n') }
}

function readOutput(
  lines: readonly string[],
  index: number,
  cue: string | null,
): { readonly text: string; readonly end: number } | null {
  const line = lines[index] ?? ''
  const match = OUTPUT.exec(line) ?? (cue ? matchCue(line, cue) : null)
  if (!match) return null
  let text = (match[2] ?? '').trim()
  let end = index + 1
  const opens = text === '' ? (lines[end]?.trim().startsWith('{') ?? false) : text.startsWith('{')
  while (opens && end < lines.length && end - index < MAX_EXAMPLE_LINES && !isBalanced(text)) {
    text = `${text}\n${lines[end]}`.trim()
    end++
  }
  return text === '' || /^<|^\{\{/.test(text) ? null : { text: unquote(text), end }
}

function matchCue(line: string, cue: string): RegExpExecArray | null {
  if (!line.trim().toLowerCase().startsWith(cue)) return null
  return /^[ \t]*(?:\*\*)?([\w ]+)(?:\*\*)?:[ \t]*(.*)$/.exec(line)
}

/** Goes back to the blank line, heading or other example above. */
function startOfInput(lines: readonly string[], index: number, isUsed: Uint8Array, cue: string | null): number {
  let start = index
  while (start > 0 && index - start < MAX_EXAMPLE_LINES) {
    const above = lines[start - 1] ?? ''
    const isBlank = above.trim() === ''
    if (isUsed[start - 1] || HEADING.test(above) || OUTPUT.test(above) || (cue && matchCue(above, cue))) break
    if (isBlank && start < index) break
    start--
  }
  return start
}

function isBalanced(text: string): boolean {
  return text.startsWith('{') && text.split('{').length <= text.split('}').length
}

function unquote(text: string): string {
  const trimmed = text.trim()
  return /^(["'“`]).*["'”`]$/s.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1) : trimmed
}

import type { TextExample } from './find-examples.ts'

const OUTPUT =
  /^[ \t]*(?:[-*][ \t]+)?(?:\*\*)?(answer|output|label|sentiment|category|intent|class|classification|response|result|rating|score|verdict|a|assistant|completion|prediction|spam|decision|reply|stars|topic|json)(?:\*\*)?[ \t]*:(?:\*\*)?[ \t]*(.*)$/i
const INPUT =
  /^[ \t]*(?:[-*][ \t]+|\d{1,3}[.)][ \t]+)?(?:#+[ \t]*)?\**(?:example(?:[ \t]*\d+)?|input|review|ticket|subject|question|q|text|query|user|message|email|sentence|comment|tweet|article|document|customer)\**[ \t]*(?:\(\d+\)|\d+)?[ \t]*:/i
const ARROW = /^[ \t]*(?:[-*][ \t]+|\d+[.)][ \t]+)?(.{3,400}?)[ \t]*(?:->|=>|→)[ \t]*(\S.{0,200})$/
const HEADING = /^[ \t]*(#{1,6}[ \t]|(?:\*\*)?example\b|-{3,}$|<\/?example)/i
const MAX_EXAMPLE_LINES = 40
const MAX_LINE = 1000

interface Line {
  readonly text: string
  readonly start: number
}

/** `Input: … / Output: …` and `text → label` examples, told line by line. */
export function labelledExamples(text: string, cue: string | null): TextExample[] {
  const lines = toLines(text)
  const examples: (TextExample & { readonly labels: string })[] = []
  const isUsed = new Uint8Array(lines.length)
  const take = (from: number, to: number, found: Omit<TextExample, 'start' | 'end' | 'isSure'>, labels: string) => {
    const end = lines[to - 1]
    const start = (lines[from]?.start ?? 0) + indentOf(lines[from]?.text ?? '')
    isUsed.fill(1, from, to)
    examples.push({
      ...found,
      start,
      end: (end?.start ?? 0) + (end?.text.trimEnd().length ?? 0),
      isSure: false,
      labels,
    })
  }
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]?.text ?? ''
    if (isUsed[index]) continue
    const arrow = /->|=>|→/.test(line) && line.length <= MAX_LINE ? ARROW.exec(line.trim()) : null
    if (arrow && !line.includes('{{')) {
      take(index, index + 1, { form: 'arrow', input: unquote(arrow[1] ?? ''), output: unquote(arrow[2] ?? '') }, '→')
      continue
    }
    const output = readOutput(lines, index, cue)
    if (!output) continue
    const start = startOfInput(lines, index, isUsed, cue)
    const input = lines
      .slice(start, index)
      .map((one) => one.text)
      .join('\n')
      .trim()
    if (input === '') continue
    const labels = `${/^[^:\n]{1,40}:/.exec(input)?.[0] ?? ''}${output.label}`.toLowerCase().replaceAll(/\d/g, '')
    take(start, output.end, { form: 'labelled', input: unquote(input), output: output.text }, labels)
    index = output.end - 1
  }
  const times = new Map<string, number>()
  for (const { labels } of examples) times.set(labels, (times.get(labels) ?? 0) + 1)
  return examples.map(({ labels, ...example }) => {
    const isSure = example.form === 'labelled' && INPUT.test(example.input)
    return { ...example, isSure: isSure || (times.get(labels) ?? 0) > 1 }
  })
}

function toLines(text: string): Line[] {
  let start = 0
  return text.split('\n').map((line) => {
    const own = { text: line, start }
    start += line.length + 1
    return own
  })
}

function readOutput(
  lines: readonly Line[],
  index: number,
  cue: string | null,
): { readonly text: string; readonly end: number; readonly label: string } | null {
  const line = lines[index]?.text ?? ''
  const match = OUTPUT.exec(line) ?? (cue ? matchCue(line, cue) : null)
  if (!match) return null
  let text = (match[2] ?? '').trim()
  let end = index + 1
  const opens = text === '' ? (lines[end]?.text.trim().startsWith('{') ?? false) : text.startsWith('{')
  while (opens && end < lines.length && end - index < MAX_EXAMPLE_LINES && !isBalanced(text)) {
    text = `${text}\n${lines[end]?.text}`.trim()
    end++
  }
  return text === '' || /^<|^\{\{/.test(text) ? null : { text: unquote(text), end, label: match[1] ?? '' }
}

function matchCue(line: string, cue: string): RegExpExecArray | null {
  if (!line.trim().toLowerCase().startsWith(cue)) return null
  return /^[ \t]*(?:\*\*)?([\w ]+)(?:\*\*)?:[ \t]*(.*)$/.exec(line)
}

/** Goes back to the blank line, heading or other example above. */
function startOfInput(lines: readonly Line[], index: number, isUsed: Uint8Array, cue: string | null): number {
  let start = index
  while (start > 0 && index - start < MAX_EXAMPLE_LINES) {
    const above = lines[start - 1]?.text ?? ''
    const isBlank = above.trim() === ''
    if (isUsed[start - 1] || HEADING.test(above) || OUTPUT.test(above) || (cue && matchCue(above, cue))) break
    if (isBlank && start < index) break
    start--
  }
  return start
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function isBalanced(text: string): boolean {
  return text.startsWith('{') && text.split('{').length <= text.split('}').length
}

function unquote(text: string): string {
  const trimmed = text.trim()
  return /^(["'“`]).*["'”`]$/s.test(trimmed) && trimmed.length > 1 ? trimmed.slice(1, -1) : trimmed
}

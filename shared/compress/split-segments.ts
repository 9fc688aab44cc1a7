import type { Segment } from '../domain/compression.ts'
import type { Message } from '../domain/prompt.ts'
import { fencedCode } from './fenced-code.ts'
import { trimSpan } from './split-sentences.ts'

type Kind = Segment['kind']

interface Block {
  readonly kind: Kind
  readonly start: number
  end: number
}

const HEADING =
  /^[ \t]{0,3}#{1,6}[ \t]|^[^\n]{1,80}:[ \t]*$|^[ \t]*\*\*[^*\n]{1,80}\*\*:?[ \t]*$|^[ \t]*[-=*_]{3,}[ \t]*$/
const LIST_ITEM = /^[ \t]*(?:[-*+•]|\d{1,3}[.)]|\([a-z0-9]{1,3}\)|[a-z]\))[ \t]+\S/
const TABLE_ROW = /^[ \t]*\|.*\|[ \t]*$/
const JSON_START = /^[ \t]*(?:\{(?![{%])|\[)/
/** Few-shot examples: a labelled input line, up to its labelled output line. */
const EXAMPLE_INPUT =
  /^[ \t]*(?:#+[ \t]*)?\**(?:example(?:[ \t]*\d+)?|input|review|ticket|subject|plan|question|q|text|query|user|message|email|sentence)\**[ \t]*(?:\(\d+\)|\d+)?[ \t]*:/i
const EXAMPLE_OUTPUT =
  /^[ \t]*\**(?:output|answer|a|label|response|result|sentiment|assistant|classification|category|intent|json)\**[ \t]*(?:\d+)?[ \t]*:/i

/** Cuts messages into the parts that can be kept, cut or reworded; code, JSON, tables and examples stay whole. */
export function splitSegments(messages: readonly Message[]): Segment[] {
  return messages.flatMap(({ role, template }, messageIndex) =>
    splitBlocks(template).map((block, index): Segment => {
      const { start, end } = trimSpan(template, block)
      return {
        id: `m${messageIndex}-s${index}`,
        messageIndex,
        role,
        kind: block.kind,
        start,
        end,
        text: template.slice(start, end),
      }
    }),
  )
}

function splitBlocks(text: string): Block[] {
  const blocks: Block[] = []
  const fences = fencedCode(text)
  let open: Block | null = null
  let lastLine = ''
  let at = 0
  function close(): void {
    if (open) blocks.push(open)
    open = null
  }
  for (const line of text.split(/(?<=\n)/)) {
    const start = at
    at += line.length
    while (fences[0] && fences[0].end <= start) fences.shift()
    const current = open as Block | null // close() changes it where the compiler cannot see
    const isFenced = fences[0] !== undefined && fences[0].start <= start
    const kind = isFenced ? kindInFence(current) : kindOf(line, current)
    if (kind === 'blank') {
      // An example goes on over a blank line only until its answer has come; the case to answer is not one.
      if (current?.kind !== 'example' || EXAMPLE_OUTPUT.test(lastLine) || lastLine.includes('{{')) close()
      continue
    }
    lastLine = line
    if (kind === 'continues' && current) current.end = at
    else {
      close()
      open = { kind: kind === 'continues' ? 'paragraph' : kind, start, end: at }
    }
  }
  close()
  return blocks.filter((block) => text.slice(block.start, block.end).trim() !== '')
}

/** Code inside an example is a part of it. */
function kindInFence(open: Block | null): Kind | 'continues' {
  return open?.kind === 'code' || open?.kind === 'example' ? 'continues' : 'code'
}

function kindOf(line: string, open: Block | null): Kind | 'blank' | 'continues' {
  if (line.trim() === '') return 'blank'
  if (open?.kind === 'example') {
    return EXAMPLE_INPUT.test(line) && !/^[ \t]*\**(?:subject|ticket|message|text|plan|question)\b/i.test(line)
      ? 'example'
      : 'continues'
  }
  if (TABLE_ROW.test(line)) return open?.kind === 'table' ? 'continues' : 'table'
  if (EXAMPLE_INPUT.test(line) && line.includes(':')) return 'example'
  if (LIST_ITEM.test(line)) return 'list-item'
  if (open?.kind === 'json') return 'continues'
  if (JSON_START.test(line)) return 'json'
  if (HEADING.test(line.trimEnd())) return 'heading'
  if (open?.kind === 'list-item' && /^[ \t]+/.test(line)) return 'continues'
  return open?.kind === 'paragraph' ? 'continues' : 'paragraph'
}

import type { RenderedMessage } from '../domain/prompt.ts'
import type { Example, PromptInput } from './prompt-model.ts'
import { readFields } from './read-fields.ts'

export interface SplitPrompt {
  /** All that is the same for every case: earlier messages and the frame around the input. */
  readonly instructions: string
  readonly input: PromptInput
  /** Examples given as earlier turns of the conversation. */
  readonly turns: readonly Example[]
  /** The word before a colon at the very end ("Output:"), lower case; null without one. */
  readonly cue: string | null
}

/** Tells the input from the instructions in rendered messages: by quotes and tags, by fields, or by position. */
export function splitPrompt(messages: readonly RenderedMessage[]): SplitPrompt {
  const last = messages.findLastIndex(({ role }) => role === 'user')
  const index = last < 0 ? messages.length - 1 : last
  const earlier = messages.slice(0, Math.max(0, index))
  const turns = earlier.flatMap(({ role, content }, position) => {
    const reply = earlier[position + 1]
    if (role !== 'user' || reply?.role !== 'assistant') return []
    return [{ input: splitMessage(content, true).input, output: reply.content.trim() }]
  })
  const own = splitMessage(messages[index]?.content ?? '', earlier.length > 0)
  const told = earlier.filter(
    ({ role }, position) => role === 'system' || (role === 'user' && !isTurn(earlier, position)),
  )
  const instructions = [...told.map(({ content }) => content), own.frame].join('\n\n')
  return { instructions, input: own.input, turns, cue: own.cue }
}

function isTurn(messages: readonly RenderedMessage[], position: number): boolean {
  return messages[position + 1]?.role === 'assistant'
}

interface SplitMessage {
  readonly frame: string
  readonly input: PromptInput
  readonly cue: string | null
}

const CUE = /(?:^|\n)[ \t]*(?:\*\*)?([A-Za-z][\w ]{0,24}?)(?:\*\*)?:(?:\*\*)?[ \t]*\s*$/
/** Opening and closing mark of a quoted input. */
const DELIMITERS = [
  ['"""', '"""'],
  ['```', '```'],
  ["'''", "'''"],
  ['<<<', '>>>'],
] as const

function splitMessage(content: string, hasInstructions: boolean): SplitMessage {
  const cueMatch = content.length > 30 ? CUE.exec(content.slice(-60)) : null
  const cue = cueMatch ? (cueMatch[1] ?? '').toLowerCase() : null
  const body = cueMatch ? content.slice(0, content.length - cueMatch[0].length) : content
  const delimited = findDelimited(body)
  if (delimited) {
    const frame = `${body.slice(0, delimited.start)}\n${body.slice(delimited.end)}`
    return { frame, input: readFields(delimited.text), cue }
  }
  return { ...splitByPosition(body, hasInstructions), cue }
}

interface Delimited {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The last quoted part. By plain search, because patterns for this go quadratic on hostile text. */
function findDelimited(body: string): Delimited | null {
  let best = findTagged(body)
  for (const [open, close] of DELIMITERS) {
    const last = body.lastIndexOf(close)
    const start = last < 1 ? -1 : body.lastIndexOf(open, last - open.length)
    if (start < 0 || (best && last < best.end)) continue
    const inner = body.slice(start + open.length, last)
    // A fence may name its language.
    const text = open === '```' ? inner.replace(/^[a-z]{1,12}\n/, '') : inner
    best = { start, end: last + close.length, text: text.trim() }
  }
  return best
}

function findTagged(body: string): Delimited | null {
  const close = body.lastIndexOf('</')
  const name = close < 0 ? undefined : /^<\/([a-z_]{2,20})>/i.exec(body.slice(close, close + 30))?.[1]
  if (name === undefined || /^(example|output|answer|label)s?$/i.test(name)) return null
  const open = `<${name}>`
  const start = body.lastIndexOf(open, close)
  if (start < 0) return null
  return { start, end: close + open.length + 1, text: body.slice(start + open.length, close).trim() }
}

const FIELD_LINE = /^[ \t]*(?:\*\*)?[A-Z][\w ]{0,28}(?:\*\*)?:/
const OUTPUT_LINE =
  /^[ \t]*(?:\*\*)?(answer|output|label|sentiment|category|intent|class|classification|response|result|rating|a|prediction)(?:\*\*)?:[ \t]*\S/i
const CLOSING =
  /^(please|remember|answer|respond|reply|output|return|think|only|do not|don't|always|thank|give|use|write)\b/i
const LEAD_IN = /^([^:\n]{3,160}):[ \t]*/

function splitByPosition(body: string, hasInstructions: boolean): { frame: string; input: PromptInput } {
  const lines = body.split('\n')
  const afterExamples = lines.findLastIndex((line) => OUTPUT_LINE.test(line)) + 1
  const firstField = lines.findIndex((line, index) => index >= afterExamples && FIELD_LINE.test(line))
  const start = firstField >= 0 ? firstField : startOfText(lines, afterExamples, hasInstructions)
  const end = endOfText(lines, start)
  const text = lines.slice(start, end).join('\n').trim()
  const frame = [...lines.slice(0, start), ...lines.slice(end)].join('\n')
  if (firstField >= 0) return { frame, input: readFields(text) }
  const lead = LEAD_IN.exec(text)
  const isLead =
    lead !== null &&
    /\b(classify|following|analy[sz]e|rate|determine|route|review|message|text|ticket|sentence|is|question|summari[sz]e)\b/i.test(
      lead[1] ?? '',
    )
  if (!isLead || !lead || lead[0].length >= text.length) return { frame, input: { text, fields: new Map() } }
  return { frame: `${frame}\n${lead[0]}`, input: { text: text.slice(lead[0].length), fields: new Map() } }
}

/** Beside a system prompt the whole message is the input; alone, its last paragraph is. */
function startOfText(lines: readonly string[], from: number, hasInstructions: boolean): number {
  if (hasInstructions && from === 0) return 0
  let index = lines.length - 1
  while (index > from && (lines[index]?.trim() === '' || CLOSING.test(lines[index]?.trim() ?? ''))) index--
  while (index > from && lines[index - 1]?.trim() !== '') index--
  return index
}

function endOfText(lines: readonly string[], start: number): number {
  let end = lines.length
  for (let index = end - 1; index > start; index--) {
    const line = lines[index]?.trim() ?? ''
    const startsParagraph = lines[index - 1]?.trim() === ''
    if (line === '') end = end === index + 1 ? index : end
    else if (startsParagraph && CLOSING.test(line)) end = index
    else if (startsParagraph) break
  }
  return end
}

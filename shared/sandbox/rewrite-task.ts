import type { RenderedMessage } from '../domain/prompt.ts'
import type { ModelSize } from './model-size.ts'
import { type ShortStyle, shorten } from './shorten.ts'

/** A request to say given texts in fewer words. */
export interface RewriteTask {
  readonly items: readonly RewriteItem[]
  /** The list's key and the keys of its items, as the prompt's JSON shape names them; null when plain text is asked for. */
  readonly shape: { readonly list: string; readonly id: string; readonly text: string } | null
  readonly style: ShortStyle
}

interface RewriteItem {
  readonly id: string | number
  readonly text: string
}

const ASKS = /\b(shorten|compress|condense|rewrite|fewer words|more concise(ly)?|make .{1,40} shorter)\b/i
/** Asked of the instructions only: the texts may speak of telegrams. */
const TELEGRAM = /\b(telegra(?:m|phic)\w*|no articles|without articles)\b/i
const SHAPE = /\{\s*"(\w+)"\s*:\s*\[\s*\{\s*"(\w+)"\s*:[^,{}]{0,80},\s*"(\w+)"\s*:/
const TAGGED = /<(?:segment|text|item)\s+id="?([\w.:-]{1,80})"?\s*>\s*([\s\S]*?)\s*<\/(?:segment|text|item)>/g
const BRACKETED = /^\[([\w.:-]{1,40})\]\s+(.+)$/gm
const MAX_SCANNED = 400_000

/** Recognizes a request to shorten texts by what it says and by the shape of the answer that it asks for; null if it is none. */
export function readRewriteTask(messages: readonly RenderedMessage[]): RewriteTask | null {
  const last = messages.at(-1)?.content.slice(0, MAX_SCANNED) ?? ''
  const instructions =
    messages.length > 1
      ? messages
          .slice(0, -1)
          .map(({ content }) => content)
          .join('\n')
      : last
  const opening = `${instructions.slice(0, 1500)}\n${messages.length > 1 ? last.slice(0, 200) : ''}`
  if (!ASKS.test(opening) || /\b(one of|classif\w+|categor\w+)\b/i.test(opening)) return null
  const style = TELEGRAM.test(instructions) ? 'telegram' : 'plain'
  const shape = SHAPE.exec(instructions)
  if (shape) {
    const [, list = 'edits', id = 'id', text = 'text'] = shape
    const items = readItems(last, id, text)
    return items.length > 0 ? { items, shape: { list, id, text }, style } : null
  }
  const body = messages.length > 1 ? last.replace(/^[^\n]{0,120}:\s*\n/, '') : last.replace(/^[^\n]{0,400}\n+/, '')
  return body.trim() === '' ? null : { items: [{ id: '', text: body.trim() }], shape: null, style }
}

export function writeRewrite({ items, shape, style }: RewriteTask, size: ModelSize): string {
  if (!shape) return items.map(({ text }) => shorten(text, size, style)).join('\n\n')
  const edits = items.map(({ id, text }) => ({ [shape.id]: id, [shape.text]: shorten(text, size, style) }))
  return JSON.stringify({ [shape.list]: edits })
}

/** Items as JSON lines, as a JSON list, in tags or after "[id]". */
function readItems(message: string, idKey: string, textKey: string): RewriteItem[] {
  const lines = message.split('\n').flatMap((line) => toItems(parse(line), idKey, textKey))
  if (lines.length > 0) return lines
  const start = message.search(/[[{]/)
  const whole = start < 0 ? [] : toItems(parse(message.slice(start)), idKey, textKey)
  if (whole.length > 0) return whole
  const tagged = [...message.matchAll(TAGGED)].map(([, id = '', text = '']) => ({ id, text }))
  return tagged.length > 0 ? tagged : [...message.matchAll(BRACKETED)].map(([, id = '', text = '']) => ({ id, text }))
}

function toItems(value: unknown, idKey: string, textKey: string): RewriteItem[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => toItems(one, idKey, textKey))
  if (typeof value !== 'object' || value === null) return []
  // A JSON object that is no list: its values are looked at by key below.
  const record = value as Readonly<Record<string, unknown>>
  const id = record[idKey]
  // Some requests name the source `text` and the answer otherwise.
  const text = record[textKey] ?? record.text
  if ((typeof id === 'string' || typeof id === 'number') && typeof text === 'string') return [{ id, text }]
  return Object.values(record).flatMap((inner) => (Array.isArray(inner) ? toItems(inner, idKey, textKey) : []))
}

function parse(text: string): unknown {
  const trimmed = text.trim().replace(/,$/, '')
  if (!/^[[{]/.test(trimmed)) return null
  try {
    return JSON.parse(trimmed)
  } catch {
    return null
  }
}

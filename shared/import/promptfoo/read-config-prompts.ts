import { allSteps } from '../../all-steps.ts'
import { AppError } from '../../contract/errors.ts'
import type { JsonValue } from '../../domain/json.ts'
import type { Message } from '../../domain/prompt.ts'
import { readMessages } from '../prompts/chat-messages.ts'
import { fieldsOf, listOf, nameOf, textOf } from '../prompts/json-fields.ts'
import { parseYaml } from '../read-document.ts'
import { readTableInSteps } from '../read-table.ts'
import type { ConfigFiles } from './config-files.ts'
import type { Notes } from './notes.ts'
import { nunjucksTemplate } from './nunjucks-template.ts'

export interface ConfigPrompt {
  readonly label: string
  readonly messages: readonly Message[]
}

interface RawPrompt {
  readonly label: string | null
  readonly raw: string
}

const MAX_PROMPTS = 100

/** The prompts of a configuration; those that are not understood are noted with their place. */
export function readConfigPrompts(
  given: JsonValue | undefined,
  files: ConfigFiles,
  notes: Notes,
): readonly ConfigPrompt[] {
  const prompts: ConfigPrompt[] = []
  const labels = new Set<string>()
  for (const [place, entry, label] of entriesOf(given))
    noting(notes, place, () => {
      for (const one of rawPrompts(entry, label, files)) {
        if (prompts.length >= MAX_PROMPTS)
          throw new AppError('bad-input', `Only the first ${MAX_PROMPTS} prompts are taken.`)
        noting(notes, place, () => {
          const { messages, notes: own } = messagesOfRaw(one.raw)
          for (const note of own) notes.add(place, note)
          prompts.push({ label: uniqueLabel(one.label ?? `Prompt ${prompts.length + 1}`, labels), messages })
        })
      }
    })
  return prompts
}

/** Runs a part of the reading; what is refused in it is a note, and the rest goes on. */
export function noting(notes: Notes, place: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    notes.add(place, error.message)
  }
}

/** A list, a lone entry, or the older form `file: label`. */
function entriesOf(given: JsonValue | undefined): readonly (readonly [string, JsonValue, string | null])[] {
  if (Array.isArray(given)) return given.map((one: JsonValue, index) => [`prompts[${index}]`, one, null] as const)
  if (given === undefined || given === null) return []
  if (typeof given === 'object')
    return Object.entries(given).map(
      ([file, label]) => [`prompts.${file}`, { id: `file://${file}` }, textOf(label)] as const,
    )
  return [['prompts', given, null]]
}

function rawPrompts(entry: JsonValue, name: string | null, files: ConfigFiles): readonly RawPrompt[] {
  if (typeof entry === 'string') return textPrompts(entry, name, files)
  const { id, label, raw, content } = fieldsOf(entry)
  const said = textOf(label) ?? name
  const text = textOf(raw) ?? textOf(content)
  if (text?.startsWith('file://')) return textPrompts(text, said ?? textOf(id), files)
  if (text !== null) return [{ label: said ?? textOf(id), raw: text }]
  if (Array.isArray(raw)) return [{ label: said, raw: JSON.stringify(raw) }]
  if (typeof id === 'string') return textPrompts(id.startsWith('file://') ? id : `file://${id}`, said, files)
  throw new AppError('bad-input', 'A prompt is a text, a file, or an object with raw or id.')
}

function textPrompts(text: string, label: string | null, files: ConfigFiles): readonly RawPrompt[] {
  if (/^(?:exec|langfuse|portkey|helicone|python|huggingface):/.test(text))
    throw new AppError(
      'bad-input',
      `"${text.slice(0, 120)}" is not read: Pithy runs no code and asks no service for prompts.`,
    )
  const isFile = text.startsWith('file://') || (!/[\n{}]/.test(text) && /[.*/]/.test(text) && files.has(text))
  if (!isFile && /^[\w./-]+\.(?:js|ts|py|mjs|cjs)(?::\w+)?$/.test(text))
    throw new AppError('bad-input', `"${text.slice(0, 120)}" is code, which Pithy does not run.`)
  if (!isFile) return [{ label: label ?? shortLabel(text), raw: text }]
  return files.paths(text).flatMap((path) => filePrompts(path, label, files))
}

function filePrompts(path: string, label: string | null, files: ConfigFiles): readonly RawPrompt[] {
  const name = label ?? nameOf({ fileName: path, text: '' })
  const text = files.text(path)
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase()
  if (extension === 'csv' || extension === 'tsv') return tablePrompts(text, name)
  if (extension === 'yaml' || extension === 'yml') {
    const document = parseYaml(text) ?? null
    if (document === null) throw new AppError('bad-input', `${path} is empty.`)
    return [{ label: name, raw: JSON.stringify(document) }]
  }
  const pieces =
    extension === 'txt' ? text.split(/^[ \t]*---[ \t]*\r?$/m) : extension === 'jsonl' ? text.split(/\r?\n/) : [text]
  const kept = pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
  if (kept.length === 0) throw new AppError('bad-input', `${path} is empty.`)
  return kept.map((raw, index) => ({ label: kept.length === 1 ? name : `${name} ${index + 1}`, raw }))
}

/** Columns `prompt` and `label`; without a header of that name, the first column of every line. */
function tablePrompts(text: string, name: string): readonly RawPrompt[] {
  const { columns, rows } = allSteps(readTableInSteps({ text, format: 'csv', delimiter: null }))
  const column = columns.find((one) => one.toLowerCase() === 'prompt')
  if (column === undefined) {
    const first = columns[0] ?? ''
    return [first, ...rows.map(({ values }) => String(values[first] ?? ''))].map((raw, index) => ({
      label: `${name} ${index + 1}`,
      raw,
    }))
  }
  return rows
    .map(({ values }, index) => ({
      label: textOf(values.label) || `${name} ${index + 1}`,
      raw: String(values[column] ?? ''),
    }))
    .filter(({ raw }) => raw.trim() !== '')
}

/** A prompt's text as messages: a list of them in JSON or YAML, else one of the user. @throws AppError `bad-input` with the line */
export function messagesOfRaw(raw: string): {
  readonly messages: readonly Message[]
  readonly notes: readonly string[]
} {
  const chat = chatOf(raw)
  if (chat !== null) return readMessages(chat, nunjucksTemplate)
  return { messages: [{ role: 'user', template: nunjucksTemplate(raw) }], notes: [] }
}

/** The form of Pithy's export, and the one of promptfoo's guides: a variable written as a JSON text. */
const DUMPED = /\{\{-?\s*([\w.]+)\s*\|\s*dump\s*\|\s*replace\(r\/\^"\|"\$\/g,\s*""\)\s*\|\s*safe\s*-?\}\}/g
const DUMPED_BARE = /([:,[]\s*)\{\{-?\s*([\w.]+)\s*\|\s*(?:dump|tojson)\s*(?:\|\s*safe\s*)?-?\}\}/g

/** A prompt that is a list of messages; null for plain text. */
function chatOf(raw: string): readonly JsonValue[] | null {
  const text = raw.trim().replaceAll(DUMPED, '{{$1}}').replaceAll(DUMPED_BARE, '$1"{{$2}}"')
  if (/^-\s*role:/.test(text)) return listOrNull(() => parseYaml(text))
  if (/^\{\s*"(?:messages|input)"/.test(text)) return listOrNull(() => fieldsOf(JSON.parse(text)).messages)
  return text.startsWith('[') ? listOrNull(() => JSON.parse(text)) : null
}

function listOrNull(parse: () => unknown): readonly JsonValue[] | null {
  try {
    const list = listOf(parse())
    return list.length > 0 && list.every((one) => fieldsOf(one).role !== undefined) ? list : null
  } catch {
    // Text that only begins like a list is text.
    return null
  }
}

function shortLabel(text: string): string | null {
  const line = text.trim().split('\n', 1)[0] ?? ''
  return line.length > 0 && line.length <= 60 && !/^(?:\[|\{\s*")/.test(line) ? line : null
}

function uniqueLabel(label: string, taken: Set<string>): string {
  const base = label.trim().slice(0, 190) || 'Prompt'
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base} ${number}`
  taken.add(name)
  return name
}

import { parseAllDocuments } from 'yaml'
import { AppError } from '../contract/errors.ts'

/** Larger documents would have to be read in one go, which holds everything else up. */
const MAX_CHARACTERS = { json: 16_000_000, yaml: 1_000_000 } as const
/** Aliases are capped, so that a few lines cannot unfold into gigabytes. */
const MAX_ALIASES = 100
/** Brackets that lie in each other; texts may hold some that close nothing. */
const MAX_BRACKETS = 1000
/** Members under which other tools keep their rows. */
const ROW_MEMBERS = ['rows', 'tests', 'items', 'data', 'examples', 'samples', 'records', 'cases']

/**
 * The rows of a JSON or YAML document: a list, or an object with one under a usual name.
 *
 * @throws AppError `bad-input` with the place of what is wrong
 */
export function readDocument(text: string, format: 'json' | 'yaml'): readonly unknown[] {
  checkLength(text, format)
  const value = format === 'json' ? parseJson(text) : parseYaml(text)
  const list = rowsOf(value)
  if (list) return list
  throw new AppError(
    'bad-input',
    `The file holds no list of cases: a list is expected, or an object with one under ${ROW_MEMBERS.join(', ')}.`,
  )
}

function checkLength(text: string, format: 'json' | 'yaml'): void {
  if (text.length <= MAX_CHARACTERS[format]) return
  const limit = MAX_CHARACTERS[format] / 1e6
  throw new AppError(
    'bad-input',
    `The file is too large to be read as ${format.toUpperCase()}: at most ${limit} million characters. Save it as JSON Lines or CSV.`,
  )
}

function isDeepYaml(text: string): boolean {
  let depth = 0
  for (const { 0: sign } of text.matchAll(/[[\]{}]/g)) {
    depth = sign === '[' || sign === '{' ? depth + 1 : Math.max(0, depth - 1)
    if (depth > MAX_BRACKETS) return true
  }
  return /(?:[-?:] +){100}/.test(text)
}

/** Whether a text is one JSON object that keeps rows under a usual name. */
export function isDocument(text: string): boolean {
  if (text.length > MAX_CHARACTERS.json) return false
  try {
    const [first] = rowsOf(JSON.parse(text)) ?? []
    return typeof first === 'object' && first !== null
  } catch {
    return false
  }
}

/** The list in a document, or the one that its object keeps under a usual name; null when there is none. */
export function rowsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return null
  for (const name of ROW_MEMBERS) {
    const member: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : null
    if (Array.isArray(member)) return member
  }
  return null
}

/** @throws AppError `bad-input` with the place */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.slice(0, 200) : ''
    throw new AppError('bad-input', `The file is not valid JSON: ${message}`, { cause })
  }
}

/** One YAML document, with merge keys as promptfoo and most tools read them. @throws AppError `bad-input` with line and column */
export function parseYaml(text: string): unknown {
  checkLength(text, 'yaml')
  // The parser takes time by the square of the depth: 50,000 brackets hold it up for seconds.
  if (isDeepYaml(text)) throw new AppError('bad-input', 'The file cannot be read as YAML: it is nested too deeply.')
  try {
    const [document, ...others] = parseAllDocuments(text, { prettyErrors: true, merge: true })
    const broken = document?.errors[0]
    if (broken) throw new AppError('bad-input', `The file is not valid YAML: ${broken.message.slice(0, 500)}`)
    if (others.length > 0)
      throw new AppError('bad-input', `The file holds ${others.length + 1} YAML documents; one is expected.`)
    return document?.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const why = cause instanceof RangeError ? 'it is nested too deeply' : 'too many aliases, or one that is not there'
    throw new AppError('bad-input', `The file cannot be read as YAML: ${why}.`, { cause })
  }
}

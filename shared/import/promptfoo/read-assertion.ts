import { ZodError } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { JsonValue } from '../../domain/json.ts'
import { Assertion } from '../../domain/score.ts'
import { fromPromptfoo, PromptfooAssertion } from '../../score/from-promptfoo.ts'
import { type Fields, fieldsOf, listOf, textOf } from '../prompts/json-fields.ts'
import { templateOf } from '../prompts/template-of.ts'
import type { ConfigFiles } from './config-files.ts'
import type { Notes } from './notes.ts'
import { nunjucksTemplate } from './nunjucks-template.ts'
import { readTransform } from './read-transform.ts'

export interface AssertionReading {
  readonly files: ConfigFiles
  readonly notes: Notes
  /** The test's own transform, before the assertion's; null = one that is not plain, so nothing can be judged. */
  readonly transforms: Assertion['transforms'] | null
}

const ALIASES: Readonly<Record<string, string>> = { 'model-graded-factuality': 'factuality' }
/** What changes who judges or how it is shown, but not what is asked. */
const LEFT_OUT = ['provider', 'rubricPrompt', 'config'] as const

/** One of ours for an entry of promptfoo's `assert` list; null where there is none, which is noted with its place. */
export function readAssertion(given: JsonValue, place: string, reading: AssertionReading): Assertion | null {
  const { notes } = reading
  try {
    return read(fieldsOf(given), place, reading)
  } catch (error) {
    if (error instanceof AppError) notes.add(place, error.message.replace(/ Known: .*$/s, ''))
    else if (error instanceof ZodError)
      notes.add(
        place,
        `This assertion is not valid: ${error.issues[0]?.message ?? 'its members are not those expected'}.`,
      )
    else throw error
    return null
  }
}

function read(given: Fields, place: string, reading: AssertionReading): Assertion | null {
  const { notes, transforms } = reading
  const type = textOf(given.type)
  if (type === null) throw new AppError('bad-input', 'An assertion needs a type.')
  if (transforms === null)
    throw new AppError('bad-input', 'What it judges is made by a transform that is not taken, so it is left out.')
  for (const name of LEFT_OUT)
    if (given[name] !== undefined)
      notes.add(`${place}.${name}`, `"${name}" is not taken: a judge is chosen when a run is started.`)
  if (given.contextTransform !== undefined) throw new AppError('bad-input', 'A contextTransform is not taken.')
  const own = readOwnTransform(given)
  if (type === 'assert-set') return readSet(given, place, { ...reading, transforms: [...transforms, ...own] })
  const name = ALIASES[type] ?? type
  if (name === 'javascript')
    notes.add(place, 'Its JavaScript stays off until you allow the code of the eval set, beside its assertions.')
  const assertion = fromPromptfoo(
    PromptfooAssertion.parse(withoutNull({ ...given, type: name, value: givenValue(given, reading) })),
  )
  return { ...assertion, transforms: [...transforms, ...own, ...assertion.transforms] }
}

function readOwnTransform({ transform }: Fields): Assertion['transforms'] {
  if (transform === undefined || transform === null) return []
  const read = typeof transform === 'string' ? readTransform(transform) : null
  if (read === null)
    throw new AppError(
      'bad-input',
      `The transform ${JSON.stringify(transform).slice(0, 120)} is code that Pithy does not run, so the assertion is left out.`,
    )
  return [...read]
}

function readSet(given: Fields, place: string, reading: AssertionReading): Assertion | null {
  const members = listOf(given.assert).map((member, index) =>
    readAssertion(member, `${place}.assert[${index}]`, reading),
  )
  // A set without one of its members would ask something else.
  if (members.length === 0 || members.includes(null))
    throw new AppError('bad-input', 'The set is left out, since not all of its assertions can be taken.')
  const { threshold, weight, metric } = given
  return Assertion.parse({
    scorer: 'assert-set',
    options: { assert: JSON.parse(JSON.stringify(members)), ...(typeof threshold === 'number' ? { threshold } : {}) },
    ...(typeof weight === 'number' ? { weight } : {}),
    ...(typeof metric === 'string' && metric !== '' ? { metric } : {}),
  })
}

function givenValue(given: Fields, { files }: AssertionReading): JsonValue {
  const value =
    typeof given.value === 'string' && given.value.startsWith('file://') ? files.load(given.value) : given.value
  if (given.type === 'javascript') return typeof value === 'string' ? templateOf([value]) : (value ?? null)
  if (typeof value === 'string' && /^(?:not-)?(?:is|contains)-json$/.test(String(given.type))) return jsonOr(value)
  if (typeof value === 'string') return nunjucksTemplate(value)
  if (Array.isArray(value))
    return value.map((one: JsonValue) => (typeof one === 'string' ? nunjucksTemplate(one) : one))
  return value ?? null
}

/** A schema as text. */
function jsonOr(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue // What JSON.parse gives is JSON.
  } catch {
    throw new AppError('bad-input', 'Its schema is no JSON.')
  }
}

function withoutNull(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))
}

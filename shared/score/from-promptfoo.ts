import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import { JsonObject, JsonValue } from '../domain/json.ts'
import { Assertion } from '../domain/score.ts'
import { parseAssertionType } from './parse-assertion-type.ts'
import { scorers } from './registry.ts'

/** An entry of promptfoo's `assert` list; its transforms and providers are not read here. */
export const PromptfooAssertion = z.looseObject({
  type: z.string().min(1),
  value: JsonValue.optional(),
  threshold: z.number().optional(),
  weight: z.number().optional(),
  metric: z.string().optional(),
  /** Of METEOR. */
  alpha: z.number().optional(),
  beta: z.number().optional(),
  gamma: z.number().optional(),
  assert: z.array(JsonObject).optional(),
})
export type PromptfooAssertion = z.infer<typeof PromptfooAssertion>

/**
 * A promptfoo assertion as one of ours, sets with their members.
 *
 * @throws AppError `not-found` for a type that there is no scorer for; `bad-input` for a value or threshold that it cannot take
 */
export function fromPromptfoo(given: PromptfooAssertion): Assertion {
  const { scorer, isNegated } = parseAssertionType(given.type)
  const { threshold, weight = 1, metric } = given
  const { value, options: read } = readValue(scorer, given)
  const options = scorer === 'meteor' ? { ...read, ...weightsOf(given) } : read
  const limits = threshold === undefined ? {} : { threshold }
  const parsed = scorers.get(scorer).options.safeParse({ ...options, ...limits })
  if (!parsed.success)
    throw new AppError('bad-input', `The "${given.type}" assertion has a value or a threshold that Pithy cannot take.`)
  const named = metric === undefined || metric === '' ? {} : { metric }
  return Assertion.parse({ scorer, isNegated, value, options: { ...options, ...limits }, weight, ...named })
}

interface ReadValue {
  readonly value: string | null
  readonly options: JsonObject
}

function readValue(scorer: string, { value = null, assert }: PromptfooAssertion): ReadValue {
  if (scorer === 'assert-set') {
    const members = (assert ?? []).map((member) => fromPromptfoo(PromptfooAssertion.parse(member)))
    // Through JSON, which leaves out what is not given.
    return { value: null, options: { assert: z.array(JsonObject).parse(JSON.parse(JSON.stringify(members))) } }
  }
  if (Array.isArray(value)) return listValue(scorer, value.map(textOf))
  const fields = JsonObject.safeParse(value)
  if (!fields.success || value === null) return { value: value === null ? null : String(value), options: {} }
  if (scorer === 'is-json' || scorer === 'contains-json') return { value: null, options: { schema: value } }
  if (scorer === 'is-sql' || scorer === 'contains-sql' || scorer === 'word-count')
    return { value: null, options: fields.data }
  if (scorer.endsWith('-xml'))
    return listValue(scorer, z.array(z.string()).catch([]).parse(fields.data.requiredElements))
  return { value: JSON.stringify(value), options: {} }
}

function listValue(scorer: string, texts: readonly string[]): ReadValue {
  if (/contains-a(?:ll|ny)$/.test(scorer)) {
    const quoted = texts.map((text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '""')}"`)
    return { value: quoted.join(', '), options: {} }
  }
  const [first = null, ...references] = texts
  if (WITH_REFERENCES.has(scorer) || scorer.startsWith('similar')) return { value: first, options: { references } }
  return { value: texts.length === 0 ? null : texts.join(', '), options: {} }
}

const WITH_REFERENCES = new Set(['bleu', 'gleu', 'meteor'])

function weightsOf({ alpha, beta, gamma }: PromptfooAssertion): JsonObject {
  const given = Object.entries({ alpha, beta, gamma }).filter(([, weight]) => weight !== undefined)
  return JsonObject.parse(Object.fromEntries(given))
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

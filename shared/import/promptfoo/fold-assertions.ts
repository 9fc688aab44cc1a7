import { AppError } from '../../contract/errors.ts'
import type { CaseContent } from '../../domain/eval-set.ts'
import type { JsonValue } from '../../domain/json.ts'
import { Assertion } from '../../domain/score.ts'
import { isAsked } from '../../score/is-asked.ts'
import { parseTemplate } from '../../template/parse-template.ts'
import { renderTemplate } from '../../template/render-template.ts'
import type { Notes } from './notes.ts'

/** A case with the assertions that its test asks of it alone or with others. */
export interface AskedCase {
  readonly content: CaseContent
  readonly assertions: readonly Assertion[]
  readonly place: string
}

export interface Folded {
  readonly cases: readonly CaseContent[]
  readonly assertions: readonly Assertion[]
}

/** An eval set takes 200; what is left is for its own. */
const MAX_SLOTS = 150
/** Whose value is what the answer should be: the case's expected text may hold it. */
const EXPECTING =
  /^(?:equals|i?contains|i?contains-any|i?contains-all|starts-with|levenshtein|rouge-n|bleu|gleu|factuality)$/

/** One assertion of the set, that stands for those of many cases. */
interface Slot {
  readonly assertion: Assertion
  /** Of the variables that are added for it: its values, or only a mark. */
  readonly names: readonly string[]
  /** The variable that its cases have, and no others. */
  readonly mark: string
  readonly isFixed: boolean
  /** Cases that it is asked of. */
  count: number
}

/**
 * Assertions belong to an eval set here, not to a case. What all cases are asked becomes one assertion; what differs by its value only
 * becomes one whose value is a variable of the case; what only some are asked carries `when`.
 *
 * @param taken names of variables that the cases have
 */
export function foldAssertions(asked: readonly AskedCase[], notes: Notes, taken: ReadonlySet<string>): Folded {
  const common = commonOf(asked)
  const slots = slotsFor(asked, common, taken)
  const cases = asked.map((one) => {
    const { content, place } = one
    const variables: Record<string, JsonValue> = { ...content.variables }
    let { expected } = content
    for (const { key, assertion } of ownOf(one, common)) {
      const slot = slots.get(key)
      const values = slot?.isFixed
        ? ['yes']
        : renderedValues(assertion, content, (message) => notes.add(place, message))
      if (!slot)
        notes.add(place, `More than ${MAX_SLOTS} kinds of assertions are asked of single cases; the rest is left out.`)
      if (!slot || values === null) continue
      slot.count += 1
      for (const [at, name] of slot.names.entries())
        if (name === 'expected') expected = values[at] ?? null
        else variables[name] = values[at] ?? ''
    }
    return { ...content, variables, expected }
  })
  const shared = [...common].flatMap(([text, count]) =>
    Array.from({ length: count }, () => Assertion.parse(JSON.parse(text))),
  )
  const own = [...slots.values()]
    .filter(({ count }) => count > 0)
    .map(({ assertion, names, mark, isFixed, count }) => ({
      ...(isFixed ? assertion : withValues(assertion, names)),
      ...(count < asked.length ? { when: mark } : {}),
    }))
  return { cases, assertions: [...shared, ...own] }
}

interface OwnAssertion {
  /** The same for assertions that differ by their values only. */
  readonly key: string
  readonly assertion: Assertion
}

/** What is asked of this case beside what is asked of all. */
function ownOf({ assertions }: AskedCase, common: ReadonlyMap<string, number>): readonly OwnAssertion[] {
  const left = new Map(common)
  const seen = new Map<string, number>()
  return assertions.flatMap((assertion) => {
    const text = JSON.stringify(assertion)
    const count = left.get(text) ?? 0
    if (count > 0) {
      left.set(text, count - 1)
      return []
    }
    const skeleton = JSON.stringify(mapValues(assertion, () => '*'))
    const number = (seen.get(skeleton) ?? 0) + 1
    seen.set(skeleton, number)
    return [{ key: `${skeleton} ${number}`, assertion }]
  })
}

function slotsFor(
  asked: readonly AskedCase[],
  common: ReadonlyMap<string, number>,
  taken: ReadonlySet<string>,
): ReadonlyMap<string, Slot> {
  const found = new Map<string, FoundKind>()
  for (const one of asked)
    for (const { key, assertion } of ownOf(one, common)) {
      const text = JSON.stringify(assertion)
      const known = found.get(key)
      known?.contents.push(one.content)
      if (known && known.text !== text) known.isFixed = false
      else if (!known && found.size < MAX_SLOTS)
        found.set(key, { assertion, text, contents: [one.content], isFixed: true })
    }
  const counts = countNames(asked)
  const names = new Set<string>(['expected', ...taken])
  let isExpectedFree = !taken.has('expected') && asked.every(({ content }) => content.expected === null)
  const slots = new Map<string, Slot>()
  for (const [key, { assertion, isFixed, contents }] of found) {
    const { scorer, isNegated } = assertion
    const mark = isFixed ? markOf(valuesOf(assertion), contents, counts) : null
    if (mark !== null) {
      slots.set(key, { assertion, names: [], mark, isFixed, count: 0 })
      continue
    }
    const mayBeExpected = isExpectedFree && !isNegated && EXPECTING.test(scorer)
    if (mayBeExpected) isExpectedFree = false
    // As the expected text, a value that is the same in some cases is worth keeping with them.
    const isMark = isFixed && !mayBeExpected
    const base = `${isMark ? 'asks' : isNegated ? 'not' : 'expected'}_${scorer.replaceAll('-', '_')}`
    const count = isMark ? 1 : valuesOf(assertion).length
    const own = mayBeExpected ? ['expected'] : Array.from({ length: count }, () => freeName(base, names))
    slots.set(key, { assertion, names: own, mark: own[0] ?? '', isFixed: isMark, count: 0 })
  }
  return slots
}

interface FoundKind {
  readonly assertion: Assertion
  readonly text: string
  readonly contents: CaseContent[]
  isFixed: boolean
}

/** The name of a variable that the values speak of and that these cases have and no others; null when there is none. */
function markOf(
  values: readonly string[],
  contents: readonly CaseContent[],
  counts: ReadonlyMap<string, number>,
): string | null {
  const [first] = contents
  if (!first) return null
  const names = [...(first.expected === null ? [] : ['expected']), ...Object.keys(first.variables)]
  const isMark = (when: string) =>
    values.some((value) => value.includes(`{{${when}}}`)) &&
    counts.get(when) === contents.length &&
    contents.every((content) => isAsked({ when }, content))
  return names.find(isMark) ?? null
}

/** How many cases have something under each name. */
function countNames(asked: readonly AskedCase[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { content } of asked)
    for (const when of new Set(['expected', ...Object.keys(content.variables)]))
      if (isAsked({ when }, content)) counts.set(when, (counts.get(when) ?? 0) + 1)
  return counts
}

function freeName(base: string, names: Set<string>): string {
  let name = base
  for (let number = 2; names.has(name); number++) name = `${base}_${number}`
  names.add(name)
  return name
}

/** How often each assertion, word for word, is asked of every case. */
function commonOf(asked: readonly AskedCase[]): ReadonlyMap<string, number> {
  const [first, ...others] = asked
  let common = countsOf(first?.assertions ?? [])
  for (const { assertions } of others) {
    if (common.size === 0) break
    const counts = countsOf(assertions)
    common = new Map(
      [...common].flatMap(([text, count]) => {
        const least = Math.min(count, counts.get(text) ?? 0)
        return least > 0 ? [[text, least] as const] : []
      }),
    )
  }
  return common
}

function countsOf(assertions: readonly Assertion[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const assertion of assertions) {
    const text = JSON.stringify(assertion)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return counts
}

function valuesOf(assertion: Assertion): readonly string[] {
  const values: string[] = []
  mapValues(assertion, (value) => {
    values.push(value)
    return value
  })
  return values
}

/** Its values as they are for this case; null when one cannot be filled in. */
function renderedValues(
  assertion: Assertion,
  { variables, expected }: CaseContent,
  tell: (message: string) => void,
): readonly string[] | null {
  const all = expected === null ? variables : { ...variables, expected }
  try {
    return valuesOf(assertion).map((value) => renderTemplate(parseTemplate(value), all))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    tell(`The assertion "${assertion.scorer}" is left out: ${error.message}`)
    return null
  }
}

function withValues(assertion: Assertion, names: readonly string[]): Assertion {
  let at = 0
  return mapValues(assertion, () => `{{${names[at++] ?? ''}}}`)
}

/** Every value of the assertion and of those of its set, from the first to the last. */
function mapValues(assertion: Assertion, change: (value: string) => string): Assertion {
  const value = assertion.value === null ? null : change(assertion.value)
  if (assertion.scorer !== 'assert-set') return { ...assertion, value }
  const members = Assertion.array().parse(assertion.options.assert ?? [])
  const changed = members.map((member) => mapValues(member, change))
  return { ...assertion, value, options: { ...assertion.options, assert: JSON.parse(JSON.stringify(changed)) } }
}

import { AppError } from '../../contract/errors.ts'
import type { JsonObject, JsonValue } from '../../domain/json.ts'
import { parseTemplate } from '../../template/parse-template.ts'
import { renderTemplate } from '../../template/render-template.ts'
import { type Fields, fieldsOf, listOf, textOf } from '../prompts/json-fields.ts'
import type { ConfigFiles } from './config-files.ts'
import { expandVars } from './expand-vars.ts'
import type { AskedCase } from './fold-assertions.ts'
import { type LoadedTest, loadTests } from './load-tests.ts'
import type { Notes } from './notes.ts'
import { nunjucksTemplate } from './nunjucks-template.ts'
import { noting } from './read-config-prompts.ts'
import { testAssertions } from './test-assertions.ts'

export interface TestReading {
  readonly files: ConfigFiles
  readonly notes: Notes
  /** Whether a prompt says `{{expected}}`: elsewhere a variable of that name is the expected answer. */
  readonly hasExpectedInPrompt: boolean
}

/** A case, and what its test puts around every prompt. */
export interface ConfigCase extends AskedCase {
  readonly prefix: string
  readonly suffix: string
}

const MAX_CASES = 200_000

/** What Pithy has no place for, and why that may matter. */
const NOT_TAKEN: Readonly<Record<string, string>> = {
  provider: 'A model of its own for one test is not taken: a run asks every case of every model.',
  providers: 'Models for one test only are not taken: a run asks every case of every model.',
  prompts: 'Prompts for one test only are not taken: a run asks every case of every variant.',
  providerOutput: 'An output in place of a call is not taken: import it as a recorded answer.',
  assertScoringFunction: 'A scoring function is code that Pithy does not run: the mean of the assertions is the score.',
  description: 'Descriptions of tests are not kept.',
}
const KNOWN_OPTIONS = new Set([
  'prefix',
  'suffix',
  'transform',
  'postprocess',
  'disableVarExpansion',
  'disableDefaultAsserts',
])

/** The cases of a configuration's tests and scenarios, each with all that is asked of it; pauses after every test. */
export function* readConfigTests(config: Fields, reading: TestReading): Generator<void, readonly ConfigCase[]> {
  const byDefault = defaultsOf(config.defaultTest, reading)
  const cases: ConfigCase[] = []
  for (const loaded of allTests(config, reading)) {
    noting(reading.notes, loaded.place, () => {
      for (const one of toCases(loaded, byDefault, reading)) cases.push(one)
    })
    if (cases.length > MAX_CASES)
      throw new AppError('bad-input', `The tests stand for more than ${MAX_CASES.toLocaleString('en-US')} cases.`)
    yield
  }
  return cases
}

function defaultsOf(given: JsonValue | undefined, { files, notes }: Pick<TestReading, 'files' | 'notes'>): Fields {
  if (typeof given !== 'string') return fieldsOf(given)
  let loaded: JsonValue = null
  noting(notes, 'defaultTest', () => {
    loaded = files.load(given)
  })
  return fieldsOf(loaded)
}

function* allTests(config: Fields, reading: TestReading): Generator<LoadedTest, void> {
  yield* loadTests(config.tests, 'tests', reading)
  let scenarioNo = 0
  for (const { test: scenario, place } of loadTests(config.scenarios, 'scenarios', reading)) {
    scenarioNo += 1
    const { config: configs, tests } = fieldsOf(scenario)
    const own = tests === undefined ? [{ test: {}, place }] : [...loadTests(tests, `${place}.tests`, reading)]
    for (const { test: data } of loadTests(configs, `${place}.config`, reading))
      for (const { test, place: at } of own) yield { test: joined(fieldsOf(data), fieldsOf(test)), place: at }
  }
  if (scenarioNo === 0 && config.tests === undefined && fieldsOf(config.defaultTest).vars !== undefined)
    yield { test: {}, place: 'defaultTest' }
}

/** A scenario's data under a test of it: the test's own members win, and both ask. */
function joined(data: Fields, test: Fields): JsonObject {
  return caseVariables({
    ...data,
    ...test,
    vars: { ...fieldsOf(data.vars), ...fieldsOf(test.vars) } as JsonObject,
    options: { ...fieldsOf(data.options), ...fieldsOf(test.options) } as JsonObject,
    metadata: { ...fieldsOf(data.metadata), ...fieldsOf(test.metadata) } as JsonObject,
    assert: [...listOf(data.assert), ...listOf(test.assert)],
  })
}

function toCases({ test: given, place }: LoadedTest, byDefault: Fields, reading: TestReading): readonly ConfigCase[] {
  const { files, notes } = reading
  const test = fieldsOf(given)
  if (Object.keys(test).length === 0 && Object.keys(byDefault).length === 0)
    throw new AppError('bad-input', 'A test is an object with vars and assert.')
  const options = { ...fieldsOf(byDefault.options), ...fieldsOf(test.options) }
  for (const [name, message] of Object.entries(NOT_TAKEN))
    if (test[name] !== undefined && test[name] !== null) notes.add(`${place}.${name}`, message)
  for (const name of Object.keys(options))
    if (!KNOWN_OPTIONS.has(name)) notes.add(`${place}.options.${name}`, `The option "${name}" is not taken.`)
  const vars = { ...varsOf(byDefault.vars, files), ...varsOf(test.vars, files) }
  const assertions = testAssertions({ test, byDefault, options, place }, reading)
  return expandVars(vars, options.disableVarExpansion === true, files).map((row) => {
    const rendered = renderedVars(row, place, notes)
    const { expected = null, ...others } = rendered
    const isAnswer = typeof expected === 'string' && !reading.hasExpectedInPrompt
    const variables = isAnswer ? others : rendered
    return {
      place,
      assertions,
      prefix: affix(options.prefix, rendered),
      suffix: affix(options.suffix, rendered),
      content: {
        variables,
        expected: isAnswer ? expected : null,
        tags: metadataTags({ ...fieldsOf(byDefault.metadata), ...fieldsOf(test.metadata) }),
        weight: 1,
      },
    }
  })
}

/** An object, or files that hold one each. */
function varsOf(given: JsonValue | undefined, files: ConfigFiles): JsonObject {
  if (given === undefined || given === null) return {}
  const references = typeof given === 'string' ? [given] : Array.isArray(given) ? given.map(String) : null
  if (references === null) return caseVariables(fieldsOf(given))
  const objects = references.flatMap((one) => files.paths(one)).map((path) => fieldsOf(files.document(path)))
  return caseVariables(Object.assign({}, ...objects))
}

/** promptfoo fills variables into variables; here it is done once, now. */
function renderedVars(row: JsonObject, place: string, notes: Notes): JsonObject {
  const changed = Object.entries(row).map(([name, value]) => {
    if (typeof value !== 'string' || !/\{[{%#]/.test(value)) return [name, value] as const
    const { [name]: _self, ...others } = row
    let text = value
    noting(notes, `${place}.vars.${name}`, () => {
      text = renderTemplate(parseTemplate(nunjucksTemplate(value)), others)
    })
    return [name, text] as const
  })
  return Object.fromEntries(changed)
}

function affix(given: JsonValue | undefined, variables: JsonObject): string {
  if (typeof given !== 'string' || given === '') return ''
  return renderTemplate(parseTemplate(nunjucksTemplate(given)), variables)
}

/** `tags` as they are; of other members, short texts and numbers as "name: value". */
export function metadataTags(metadata: Fields): string[] {
  const tags = Object.entries(metadata).flatMap(([name, value]) => {
    if (name === 'tags')
      return (Array.isArray(value) ? value : [value]).map((one) => textOf(one) ?? JSON.stringify(one))
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    return isPlain ? [`${name}: ${value}`] : []
  })
  return [...new Set(tags.map((tag) => tag.trim().slice(0, 200)).filter((tag) => tag !== ''))].slice(0, 50)
}

/** Fields as variables of a case. */
export function caseVariables(fields: Fields): JsonObject {
  const entries = Object.entries(fields).filter(([name, value]) => value !== undefined && name !== '__proto__')
  return Object.fromEntries(entries) as JsonObject // what is undefined was left out
}

import { AppError } from '../../contract/errors.ts'
import type { ImportNote } from '../../domain/config-import.ts'
import type { CaseContent } from '../../domain/eval-set.ts'
import type { JsonValue } from '../../domain/json.ts'
import { usdToNano } from '../../domain/money.ts'
import { defaultParameters, VariantContent } from '../../domain/prompt.ts'
import type { Assertion } from '../../domain/score.ts'
import type { Usage } from '../../domain/usage.ts'
import { type Fields, fieldsOf, listOf, textOf } from '../prompts/json-fields.ts'
import { templateOf } from '../prompts/template-of.ts'
import type { RecordedAnswer } from '../read-answer.ts'
import { parseJson } from '../read-document.ts'
import { ConfigFiles } from './config-files.ts'
import { type AskedCase, foldAssertions } from './fold-assertions.ts'
import { Notes } from './notes.ts'
import { messagesOfRaw } from './read-config-prompts.ts'
import { caseVariables, metadataTags } from './read-config-tests.ts'
import { testAssertions } from './test-assertions.ts'

/** What a result file of promptfoo says; nothing of it is asked again. */
export interface ReadResults {
  readonly name: string
  readonly prompts: readonly { readonly label: string; readonly content: VariantContent }[]
  /** `promptNo` counts the prompts from 0; the model as the file calls it. */
  readonly columns: readonly { readonly promptNo: number; readonly model: string }[]
  readonly cases: readonly CaseContent[]
  readonly assertions: readonly Assertion[]
  /** By case, then by column. */
  readonly answers: readonly (readonly RecordedAnswer[])[]
  readonly notes: readonly ImportNote[]
}

const NOTHING: RecordedAnswer = { output: null, score: null, costNanoUsd: null, latencyMs: null, usage: null }
/** promptfoo's number for a call that gave no answer; a failed assertion is 1. */
const ERROR_REASON = 2
const MAX_COLUMNS = 50

/**
 * Reads the JSON that `promptfoo eval -o results.json` writes (version 3, with or without what surrounds it), with a pause now and then.
 *
 * @throws AppError `bad-input` when it is something else
 */
export function* readResultsInSteps(text: string): Generator<void, ReadResults> {
  const file = fieldsOf(parseJson(text))
  const summary = Array.isArray(file.results) ? file : fieldsOf(file.results)
  const rows = listOf(summary.results).map(fieldsOf)
  if (rows.length === 0 || !rows.every(({ promptIdx }) => typeof promptIdx === 'number'))
    throw new AppError(
      'bad-input',
      'The file is no result file of promptfoo: "results" with "promptIdx" in each is expected, as version 3 writes it.',
    )
  const notes = new Notes()
  const { prompts, columns } = columnsOf(listOf(summary.prompts).map(fieldsOf), rows, notes)
  const tests = new Map<string, { readonly row: Fields; readonly answers: RecordedAnswer[] }>()
  for (const [index, row] of rows.entries()) {
    if (index % 200 === 199) yield
    const key = typeof row.testIdx === 'number' ? `${row.testIdx}` : JSON.stringify(row.vars)
    const known = tests.get(key) ?? { row, answers: columns.map(() => NOTHING) }
    tests.set(key, known)
    known.answers[Number(row.promptIdx)] = answerOf(row)
  }
  const files = new ConfigFiles({ paths: [], read: () => '' }, '')
  const asked: AskedCase[] = []
  for (const [key, { row }] of tests) {
    if (asked.length % 200 === 199) yield
    const test = fieldsOf(row.testCase)
    const place = `test ${key}`
    const options = fieldsOf(test.options)
    // The cases' values have been filled in by then.
    const assertions = testAssertions({ test, byDefault: {}, options, place }, { notes, files })
    const variables = caseVariables({ ...fieldsOf(test.vars), ...fieldsOf(row.vars) })
    const tags = metadataTags(fieldsOf(test.metadata))
    asked.push({ place, assertions, content: { variables, expected: null, tags, weight: 1 } })
  }
  const taken = new Set(asked.flatMap(({ content }) => Object.keys(content.variables)))
  return {
    name: textOf(fieldsOf(file.config).description)?.trim().slice(0, 180) || 'promptfoo results',
    prompts,
    columns,
    ...foldAssertions(asked, notes, taken),
    answers: [...tests.values()].map(({ answers }) => answers),
    notes: notes.list,
  }
}

function columnsOf(
  listed: readonly Fields[],
  rows: readonly Fields[],
  notes: Notes,
): Pick<ReadResults, 'prompts' | 'columns'> {
  const count = Math.max(listed.length, 1 + Math.max(...rows.map(({ promptIdx }) => Number(promptIdx))))
  if (!(count <= MAX_COLUMNS))
    throw new AppError('bad-input', `The file has ${count} columns of answers; at most ${MAX_COLUMNS} come in at once.`)
  const prompts: ReadResults['prompts'][number][] = []
  const byRaw = new Map<string, number>()
  const names = new Set<string>()
  const columns = Array.from({ length: count }, (_, index) => {
    const row = rows.find(({ promptIdx }) => promptIdx === index)
    const prompt = listed[index] ?? fieldsOf(row?.prompt)
    const raw = textOf(prompt.raw) ?? textOf(prompt.label) ?? ''
    const known = byRaw.get(raw)
    if (known === undefined) {
      byRaw.set(raw, prompts.length)
      const label = (textOf(prompt.label) ?? '').split('\n', 1)[0]?.slice(0, 60) || `Prompt ${prompts.length + 1}`
      prompts.push({ label, content: contentOf(raw, `prompts[${index}]`, notes) })
    }
    const promptNo = known ?? prompts.length - 1
    const model = uniqueModel(modelName(prompt.provider ?? row?.provider), promptNo, names)
    return { promptNo, model }
  })
  return { prompts, columns }
}

function modelName(provider: JsonValue | undefined): string {
  const { label, id } = fieldsOf(provider)
  return (textOf(provider) ?? (textOf(label) || textOf(id)) ?? 'model').slice(0, 170)
}

/** Two columns of one prompt need two names. */
function uniqueModel(model: string, promptNo: number, taken: Set<string>): string {
  let name = model
  for (let number = 2; taken.has(`${promptNo} ${name}`); number++) name = `${model}-${number}`
  taken.add(`${promptNo} ${name}`)
  return name
}

/** The prompt as a template; one that has no equivalent as the text that it is, since it is not asked again. */
function contentOf(raw: string, place: string, notes: Notes): VariantContent {
  try {
    return VariantContent.parse({ messages: messagesOfRaw(raw).messages, parameters: defaultParameters })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    notes.add(place, `It is kept as plain text: ${error.message}`)
    const messages = [{ role: 'user', template: templateOf([raw]) }]
    return VariantContent.parse({ messages, parameters: defaultParameters })
  }
}

function answerOf(row: Fields): RecordedAnswer {
  const response = fieldsOf(row.response)
  const { output } = response
  const said =
    output === undefined || output === null ? null : typeof output === 'string' ? output : JSON.stringify(output)
  const failure = textOf(row.error) ?? textOf(response.error)
  const hasFailed = row.failureReason === ERROR_REASON || said === null
  const cost = amount(row.cost ?? response.cost)
  return {
    output: hasFailed ? null : said,
    score: typeof row.score === 'number' ? Math.min(1, Math.max(0, row.score)) : null,
    ...(typeof row.success === 'boolean' ? { hasPassed: row.success } : {}),
    ...(hasFailed && failure !== null ? { failure: failure.split('\n', 1)[0]?.slice(0, 300) ?? '' } : {}),
    costNanoUsd: cost === null ? null : usdToNano(cost),
    latencyMs: amount(row.latencyMs),
    usage: usageOf(fieldsOf(response.tokenUsage ?? row.tokenUsage)),
  }
}

function amount(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : null
}

/** An answer from promptfoo's cache has a total only: how it was made up is not known. */
function usageOf({ prompt, completion, completionDetails }: Fields): Usage | null {
  const input = amount(prompt)
  const output = amount(completion)
  if (input === null || output === null || input + output === 0) return null
  return {
    inputTokens: Math.round(input),
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: Math.round(output),
    reasoningTokens: amount(fieldsOf(completionDetails).reasoning),
    isEstimated: false,
  }
}

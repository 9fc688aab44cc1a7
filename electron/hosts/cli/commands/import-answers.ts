import { AppError } from '../../../../shared/contract/errors.ts'
import type { AnswerColumns, ColumnMapping } from '../../../../shared/domain/import.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { suggestAnswers } from '../../../../shared/import/suggest-answers.ts'
import { parseAssertionType } from '../../../../shared/score/parse-assertion-type.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { projectNamed } from '../project-named.ts'
import { readPromptFile } from '../read-plan.ts'
import { readTableFile } from '../read-table-file.ts'
import { readRunResult, toJson, toText } from '../run-result.ts'
import { mapColumn } from '../store-plan.ts'
import { untilInterrupted } from '../until-interrupted.ts'
import { gradersOf } from './import-graders.ts'

export interface ImportAnswersOptions extends GlobalOptions {
  readonly answers: string
  readonly prompt: string
  readonly project?: string
  readonly name?: string
  readonly column: readonly string[]
  readonly output: readonly string[]
  readonly score: readonly string[]
  readonly cost: readonly string[]
  readonly latency: readonly string[]
  readonly promptTokens: readonly string[]
  readonly outputTokens: readonly string[]
  readonly assert: readonly string[]
  readonly sheet?: string
  readonly graders?: string
}

/** `pithy import --answers FILE --prompt FILE`: a table of answers becomes a run; nothing is sent, and nothing spent. */
export async function importAnswersCommand(options: ImportAnswersOptions): Promise<number> {
  const file = options.answers
  const messages = await readPromptFile(options.prompt, { what: 'The prompt' })
  const assertions = options.assert.map(parseAssertion)
  const name = options.name ?? `${file.split(/[\\/]/).at(-1)} (recorded)`
  const imported = await withClient(options, async (client) => {
    const source = await readTableFile(client, file, 'The table of answers', options.sheet)
    const preview = await client.call('imports.preview', source)
    const answers = answersOf(preview.columns, options)
    const mapping = mappingOf(preview.suggestedMapping, answers, options.column)
    const graders = await gradersOf(options.graders, mapping)
    for (const { place, message } of graders.notes) console.error(`! ${place}: ${message}`)
    const projectId = await projectNamed(client, options.project)
    const content = { messages, parameters: defaultParameters }
    const prompt = await client.call('prompts.create', { projectId, name, content })
    const [variant] = await client.call('variants.list', { promptId: prompt.id })
    if (!variant) throw new Error('A new prompt has a variant.')
    const request = {
      ...source,
      projectId,
      name,
      mapping,
      variantId: variant.id,
      answers: [...answers],
      assertions: [...assertions, ...graders.assertions],
    }
    const made = await untilInterrupted((signal) => client.call('imports.answers', request, { signal })).catch(
      async (error: unknown) => {
        await client.call('prompts.archive', { promptId: prompt.id, isArchived: true })
        throw error
      },
    )
    const job = { state: 'succeeded', error: null } as const
    return { ...made, result: await readRunResult(client, made.runId, job) }
  })
  const { result, imported: count, problems } = imported
  if (options.json) console.log(JSON.stringify({ ...toJson(result), imported: count, problems }, null, 2))
  else {
    for (const { row, message } of problems) console.error(row === null ? message : `Row ${row}: ${message}`)
    console.log(`${count} cases with recorded answers; nothing was spent.\n${toText(result)}`)
  }
  return exitCode.passed
}

/** @throws AppError `bad-input` when nothing says where the answers are, or an option speaks of a model that has none */
function answersOf(columns: readonly string[], options: ImportAnswersOptions): readonly AnswerColumns[] {
  const outputs = options.output.map(pairOf)
  const { score, cost: costUsd, latency: latencyMs, promptTokens, outputTokens } = options
  const figures = { score, costUsd, latencyMs, promptTokens, outputTokens }
  const answers: readonly AnswerColumns[] =
    outputs.length === 0
      ? suggestAnswers(columns)
      : outputs.map(([output, model]) => ({ ...NO_FIGURES, model: model ?? 'model', output }))
  if (answers.length === 0)
    throw new AppError('bad-input', `Say by --output which column holds the answers. There are: ${columns.join(', ')}.`)
  const given = Object.entries(figures).flatMap(([name, texts]) =>
    texts.map((text) => [name, ...pairOf(text)] as const),
  )
  const stranger = given.find(([, , model]) => model !== null && !answers.some((answer) => answer.model === model))
  if (stranger)
    throw new AppError('bad-input', `No answers are of the model "${stranger[2]}": --output column=model names it.`)
  return answers.map((answer) => {
    const own = given.filter(([, , model]) => model === answer.model || (model === null && answers.length === 1))
    return { ...answer, ...Object.fromEntries(own.map(([name, column]) => [name, column])) }
  })
}

const NO_FIGURES = { score: null, costUsd: null, latencyMs: null, promptTokens: null, outputTokens: null } as const

/** `column=model`; a column's own name may hold the sign, so the last one parts. */
function pairOf(text: string): readonly [column: string, model: string | null] {
  const at = text.lastIndexOf('=')
  return at <= 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}

/** What holds answers is no variable of the cases. */
export function mappingOf(
  suggested: readonly ColumnMapping[],
  answers: readonly AnswerColumns[],
  wishes: readonly string[],
): ColumnMapping[] {
  const taken = new Set(answers.flatMap(({ model: _model, ...columns }) => Object.values(columns)))
  const uses = Object.fromEntries(wishes.map(pairOf).map(([column, use]) => [column, use ?? 'variable']))
  const stranger = Object.keys(uses).find((name) => !suggested.some(({ column }) => column === name))
  if (stranger !== undefined) throw new AppError('bad-input', `The table has no column "${stranger}".`)
  return suggested.map((row) => mapColumn(taken.has(row.column) ? { ...row, use: 'ignore' } : row, uses))
}

/** `equals:{{expected}}`, `not-contains:sorry`, `is-json` */
function parseAssertion(text: string): Assertion {
  const [type = '', ...value] = text.split(':')
  return Assertion.parse({ ...parseAssertionType(type), value: value.length === 0 ? null : value.join(':') })
}

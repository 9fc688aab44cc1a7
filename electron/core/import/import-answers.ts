import { AppError } from '../../../shared/contract/errors.ts'
import type { Output, Parsed } from '../../../shared/contract/routes.ts'
import type { ImportProblem } from '../../../shared/domain/import.ts'
import type { Assertion } from '../../../shared/domain/score.ts'
import { type RecordedAnswer, readAnswer } from '../../../shared/import/read-answer.ts'
import { readCasesInSteps } from '../../../shared/import/read-cases.ts'
import { judgedAssertions } from '../../../shared/score/judge/judged-assertions.ts'
import type { CoreContext } from '../core-context.ts'
import { recordRun, scoreRecorded } from '../evaluate/record-run.ts'
import { showWithAssertions, stageCases } from '../store/cases/stage-cases.ts'
import { inSteps } from '../turns/in-steps.ts'

const NOTHING: RecordedAnswer = { output: null, score: null, costNanoUsd: null, latencyMs: null, usage: null }

/**
 * Makes an eval set of a table's cases and a run of its answers.
 *
 * @throws AppError `bad-input` for a column that is not there, a model named twice, an assertion that would have to be paid for
 */
export async function importAnswers(
  core: CoreContext,
  { text, format, delimiter, mapping, answers, projectId, variantId, name, assertions }: Parsed<'imports.answers'>,
  signal: AbortSignal,
): Promise<Output<'imports.answers'>> {
  const { store, changed } = core
  check(core, { projectId, variantId, answers, assertions })
  const recorded: (readonly RecordedAnswer[])[] = []
  const faults: ImportProblem[] = []
  const columnNames = new Set<string>()
  const {
    cases,
    problems,
    assertions: own,
  } = await inSteps(
    readCasesInSteps({ text, format, delimiter, mapping }, (row) => {
      for (const column of Object.keys(row.values)) columnNames.add(column)
      recorded.push(
        answers.map((columns) => {
          const answer = readAnswer(row, columns)
          if (typeof answer !== 'string') return answer
          faults.push({ row: row.row, line: row.line, message: answer })
          return NOTHING
        }),
      )
    }),
    signal,
  )
  if (recorded.length > 0) checkColumns([...columnNames], answers)
  if (!recorded.some((row) => row.some(({ output }) => output !== null))) {
    const why = [...faults, ...problems][0]
    throw new AppError('bad-input', `The table holds no answer, so nothing was changed.${why ? ` ${why.message}` : ''}`)
  }
  const all = [...assertions, ...own]
  checkJudged(own)
  // Whoever stops it stops it here: from the first commit on there is nothing left that takes long.
  const scored = await scoreRecorded(core, { cases, assertions: all, answers: recorded }, signal)
  const showWith = showWithAssertions(store, all)
  const evalSet = await stageCases(store.evalSets, { projectId, name }, cases, { signal, showWith })
  changed('eval-sets')
  const columns = answers.map(({ model }) => ({ variantId, model }))
  const runId = await recordRun(core, { name, evalSet, columns, caseCount: cases.length, answers: scored })
  return { runId, evalSet, imported: cases.length, problems: [...problems, ...faults.slice(0, MAX_FAULTS)] }
}

const MAX_FAULTS = 200

function check(
  { store }: CoreContext,
  {
    projectId,
    variantId,
    answers,
    assertions,
  }: Pick<Parsed<'imports.answers'>, 'projectId' | 'variantId' | 'answers' | 'assertions'>,
): void {
  const { promptId } = store.variants.get(variantId)
  const prompt = store.prompts.get(promptId)
  if (prompt.projectId !== store.projects.get(projectId).id)
    throw new AppError('bad-input', `The prompt "${prompt.name}" belongs to another project.`)
  const names = answers.map(({ model }) => model.replaceAll(/\s+/g, '-'))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new AppError('bad-input', `Two columns hold answers of the model "${twice}": call one of them otherwise.`)
  checkJudged(assertions)
}

/** @throws AppError `bad-input` for an assertion that would have to be paid for */
export function checkJudged(assertions: readonly Assertion[]): void {
  const judged = judgedAssertions(assertions)[0]
  if (judged)
    throw new AppError(
      'bad-input',
      `Assertions that ask a judge cost money, so they do not score recorded answers: leave "${judged.assertion.scorer}" out.`,
    )
}

function checkColumns(known: readonly string[], answers: Parsed<'imports.answers'>['answers']): void {
  const wanted = answers.flatMap(({ model: _model, ...columns }) => Object.values(columns))
  const stranger = wanted.find((column) => column !== null && !known.includes(column))
  if (stranger !== undefined)
    throw new AppError('bad-input', `The table has no column "${stranger}". It has: ${known.join(', ')}.`)
}

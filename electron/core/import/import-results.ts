import { AppError } from '../../../shared/contract/errors.ts'
import type { Output, Parsed } from '../../../shared/contract/routes.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import { type ReadResults, readResultsInSteps } from '../../../shared/import/promptfoo/read-results.ts'
import type { CoreContext } from '../core-context.ts'
import { recordRun, scoreRecorded } from '../evaluate/record-run.ts'
import { showWithAssertions, stageCases } from '../store/cases/stage-cases.ts'
import { inSteps } from '../turns/in-steps.ts'

const SAMPLE_CASES = 20

/** @throws AppError `bad-input` when the text is no result file of promptfoo */
export async function previewResults(text: string, signal: AbortSignal): Promise<Output<'imports.preview-results'>> {
  const read = await inSteps(readResultsInSteps(text), signal)
  const { name, prompts, cases, assertions, notes } = read
  return {
    name,
    prompts: [...prompts],
    columns: read.columns.map(({ promptNo, model }, columnNo) => {
      const answers = read.answers.flatMap((row) => row[columnNo] ?? [])
      const answered = answers.filter(({ output }) => output !== null)
      return {
        promptLabel: prompts[promptNo]?.label ?? '',
        model,
        answered: answered.length,
        passed: answered.filter(({ hasPassed }) => hasPassed).length,
        failed: answers.length - answered.length,
      }
    }),
    caseCount: cases.length,
    sample: cases.slice(0, SAMPLE_CASES),
    assertions: [...assertions],
    notes: [...notes],
  }
}

/** Prompts and eval set show with one commit, the run with the next; an abort comes before both. */
export async function importResults(
  core: CoreContext,
  { text, projectId, name }: Parsed<'imports.results'>,
  signal: AbortSignal,
): Promise<Output<'imports.results'>> {
  const { store, changed } = core
  const project = store.projects.get(projectId)
  const read = await inSteps(readResultsInSteps(text), signal)
  const { cases, assertions } = read
  const answers = await scoreRecorded(core, { cases, assertions, answers: read.answers }, signal)
  const stored: Stored[] = []
  const showSet = showWithAssertions(store, assertions)
  const showWith = (show: () => EvalSet) =>
    store.db
      .transaction(() => {
        stored.push(storePrompts(core, read, { projectId: project.id, name }))
        return showSet(show)
      })
      .immediate()
  const evalSet = await stageCases(store.evalSets, { projectId: project.id, name }, cases, { signal, showWith })
  const [prompt] = stored
  if (!prompt) throw new Error('The prompts are stored with the cases.')
  const { promptId, ids } = prompt
  const columns = read.columns.flatMap(({ promptNo, model }) => {
    const variantId = ids[promptNo]
    return variantId ? [{ variantId, model }] : []
  })
  const runId = await recordRun(core, { name, evalSet, columns, caseCount: cases.length, answers })
  for (const kind of ['prompts', 'eval-sets'] as const) changed(kind)
  return { runId, promptId, evalSet }
}

type Stored = ReturnType<typeof storePrompts>

function storePrompts(
  { store }: CoreContext,
  { prompts }: ReadResults,
  { projectId, name }: Pick<Parsed<'imports.results'>, 'projectId' | 'name'>,
) {
  const [first, ...others] = prompts.map(({ label, content }) => ({
    name: label,
    content,
    origin: 'imported' as const,
    note: 'Imported with its answers from promptfoo',
  }))
  if (!first) throw new AppError('bad-input', 'The results name no prompt.')
  const { id: promptId } = store.prompts.create(projectId, name, first)
  for (const variant of others) store.variants.add(promptId, variant)
  return { promptId, ids: store.variants.list(promptId, { withAll: false }).map(({ id }) => id) }
}

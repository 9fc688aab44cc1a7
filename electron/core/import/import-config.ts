import type { Output, Parsed } from '../../../shared/contract/routes.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { PromptId } from '../../../shared/domain/ids.ts'
import { type ReadConfig, readConfigInSteps } from '../../../shared/import/promptfoo/read-config.ts'
import type { CoreContext } from '../core-context.ts'
import { showWithAssertions, stageCases } from '../store/cases/stage-cases.ts'
import { inSteps } from '../turns/in-steps.ts'

const SAMPLE_CASES = 20

type Source = Pick<Parsed<'imports.preview-config'>, 'files' | 'config'>

/** @throws AppError `bad-input` when there is no configuration among the files, or it cannot be read at all */
export async function previewConfig(
  core: CoreContext,
  source: Source,
  signal: AbortSignal,
): Promise<Output<'imports.preview-config'>> {
  const { cases, prompts, providers, assertions, notes, filesRead, ...read } = await readConfig(source, signal)
  const known = new Set<string>(core.models.all().map(({ id }) => id))
  return {
    ...read,
    prompts: [...prompts],
    providers: providers.map((one) => ({ ...one, isKnown: one.modelId !== null && known.has(one.modelId) })),
    caseCount: cases.length,
    sample: cases.slice(0, SAMPLE_CASES),
    assertions: [...assertions],
    notes: [...notes],
    filesRead: [...filesRead],
  }
}

/** Prompt, variants, eval set, cases and assertions show with one commit; an abort leaves nothing. */
export async function importConfig(
  core: CoreContext,
  { projectId, name, ...source }: Parsed<'imports.config'>,
  signal: AbortSignal,
): Promise<Output<'imports.config'>> {
  const { store, changed } = core
  const project = store.projects.get(projectId)
  const { cases, prompts, assertions, file } = await readConfig(source, signal)
  let promptId: PromptId | null = null
  const storePrompt = () => {
    const [first, ...others] = prompts.map(({ label, content }) => ({
      name: label,
      content,
      origin: 'imported' as const,
      note: `Imported from ${file}`,
    }))
    if (!first) return
    promptId = store.prompts.create(project.id, name, first).id
    for (const variant of others) store.variants.add(promptId, variant)
  }
  if (cases.length === 0) {
    store.db.transaction(storePrompt).immediate()
    changed('prompts')
    return { promptId, evalSet: null }
  }
  const showSet = showWithAssertions(store, assertions)
  const showWith = (show: () => EvalSet) =>
    store.db
      .transaction(() => {
        storePrompt()
        return showSet(show)
      })
      .immediate()
  const evalSet = await stageCases(store.evalSets, { projectId: project.id, name }, cases, { signal, showWith })
  for (const kind of ['prompts', 'variants', 'eval-sets'] as const) changed(kind)
  return { promptId, evalSet }
}

function readConfig({ files, config }: Source, signal: AbortSignal): Promise<ReadConfig> {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  const folder = { paths: [...texts.keys()], read: (path: string) => texts.get(path) ?? '' }
  return inSteps(readConfigInSteps(folder, config), signal)
}

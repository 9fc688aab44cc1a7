import { AppError } from '../../../shared/contract/errors.ts'
import { providerTags } from '../../../shared/domain/call-tag.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import type { ProviderInfo } from '../../../shared/domain/provider.ts'
import type { RunColumn, RunSpec } from '../../../shared/domain/run.ts'
import { requestNotes } from '../../../shared/models/request-notes.ts'
import { judgedAssertions } from '../../../shared/score/judge/judged-assertions.ts'
import { scorers } from '../../../shared/score/registry.ts'
import type { CoreContext } from '../core-context.ts'
import { checkSchema } from '../json/check-schema.ts'
import type { Provider } from '../providers/provider.ts'
import { canBatch } from './batch/batch-access.ts'
import { hasSharedLimit } from './calls/budget-statuses.ts'
import { tagsOfRun } from './calls/tags-of-cell.ts'
import { judgeModels } from './judge/judge-models.ts'

/** A run's spec with what its ids stand for. */
export interface ResolvedSpec {
  readonly spec: RunSpec
  readonly evalSet: EvalSet
  readonly caseCount: number
  /** Models that judge outputs. */
  readonly judges: readonly CatalogModel[]
  /** Without repetitions, in the spec's order; so are the models. */
  readonly variants: readonly Variant[]
  readonly models: readonly CatalogModel[]
  readonly providers: ReadonlyMap<CatalogModel['providerId'], ProviderInfo>
  /** By variant, then by model. */
  readonly columns: readonly RunColumn[]
  /** Models and judges without a price for which a limit holds: the run's own, or one of its project, its tags or their provider. */
  readonly unpriced: readonly CatalogModel[]
  /** Models that cannot be asked in the run's mode: by no batch API, or not at a known flex price. */
  readonly liveOnly: readonly CatalogModel[]
}

/** @throws AppError `not-found`, or `bad-input` when an eval set or a variant belongs to another project */
export async function resolveSpec(core: CoreContext, spec: RunSpec): Promise<ResolvedSpec> {
  const { store, models: directory } = core
  const evalSet = store.evalSets.get(spec.evalSetId)
  if (evalSet.projectId !== spec.projectId)
    throw new AppError('bad-input', `The eval set "${evalSet.name}" belongs to another project.`)
  const variants = [...new Set(spec.variantIds)].map((id) => store.variants.get(id))
  const models = [...new Set(spec.modelIds)].map((id) => directory.get(id))
  const providers = new Map<CatalogModel['providerId'], ProviderInfo>()
  const judgeModelId = judgedAssertions(evalSet.assertions).some(({ modelId }) => modelId === null)
    ? (spec.judgeModelId ?? store.settings.get().compressModelId)
    : null
  const judges = judgeModels(directory, evalSet.assertions, judgeModelId)
  for (const { providerId } of [...models, ...judges])
    providers.set(providerId, await core.providers.infoOf(core.providers.get(providerId)))
  const caseCount = Math.min(evalSet.caseCount, spec.caseLimit ?? Number.POSITIVE_INFINITY)
  const columns = variants.flatMap((variant) => {
    const prompt = store.prompts.get(variant.promptId)
    if (prompt.projectId !== spec.projectId)
      throw new AppError('bad-input', `The prompt "${prompt.name}" belongs to another project.`)
    return models.map((model) => ({
      variantId: variant.id,
      modelId: model.id,
      promptId: prompt.id,
      promptName: prompt.name,
      variantLabel: variantLabel(variant),
      variantName: variant.name,
    }))
  })
  const liveOnly = models.filter((model) => !canAnswer(spec.mode, model, pluginOf(core, model)))
  const tags = tagsOfRun({ spec, columns })
  const unpriced = [...new Set([...models, ...judges])].filter((model) => {
    if (model.price !== null) return false
    const about = { projectId: spec.projectId, tags: [...tags, ...providerTags([model])] }
    return spec.budgetNanoUsd !== null || hasSharedLimit(store, about, core.ports.now())
  })
  // What is stored with the run names the judge that it had.
  return {
    spec: { ...spec, judgeModelId },
    evalSet,
    caseCount,
    variants,
    models,
    judges,
    providers,
    columns,
    unpriced,
    liveOnly,
  }
}

/** What must be mended before the run may start, as far as it can be told without looking at the cases. */
export function specProblems({
  spec,
  evalSet,
  caseCount,
  variants,
  models,
  providers,
  unpriced,
  liveOnly,
}: ResolvedSpec): string[] {
  const problems: string[] = []
  if (caseCount === 0) problems.push(`The eval set "${evalSet.name}" has no cases. Import some, or add one.`)
  for (const variant of variants)
    if (variant.archivedAt !== null)
      problems.push(`Variant ${variantLabel(variant)} is archived. Restore it, or leave it out.`)
  for (const provider of providers.values())
    if (provider.needsKey && !provider.hasKey)
      problems.push(`${provider.label} needs a key${keyHint(provider)}. Set it in Settings, or leave its models out.`)
  for (const { label } of unpriced)
    problems.push(
      `${label} is unpriced, so that no budget can be kept. Enter its price in Models, or take the budget away.`,
    )
  if (judgedAssertions(evalSet.assertions).some(({ modelId }) => modelId === null) && spec.judgeModelId === null)
    problems.push('An assertion needs a judge model. Name one in it, or choose the small model in Settings.')
  for (const { label, embeds } of models)
    if (embeds)
      problems.push(`${label} gives vectors and no answers. Leave it out, or name it in a "similar" assertion.`)
  for (const { label } of liveOnly)
    problems.push(
      spec.mode === 'flex'
        ? `${label} has no flex service, or no known flex price. Run it live, or leave it out.`
        : `${label} has no batch API, or no known batch price. Run it live, or leave it out.`,
    )
  for (const variant of variants) problems.push(...schemaFaults(variant))
  for (const [index, assertion] of evalSet.assertions.entries()) {
    const problem = assertionProblem(assertion)
    if (problem !== null) problems.push(`Assertion ${index + 1}: ${problem}`)
  }
  return problems
}

/** What the models will not do as the variants ask; each said once, with the variants that it is about. */
export function specNotes({ variants, models, providers }: ResolvedSpec): string[] {
  const labels = new Map<string, string[]>()
  for (const variant of variants) {
    for (const model of models) {
      const kind = providers.get(model.providerId)?.kind
      for (const note of kind ? requestNotes(variant.content.parameters, model, kind) : [])
        labels.set(note, [...(labels.get(note) ?? []), variantLabel(variant)])
    }
  }
  return [...labels].map(([note, names]) =>
    names.length === variants.length && names.length > 1 ? note : `${names.join(', ')}: ${note}`,
  )
}

function canAnswer(mode: RunSpec['mode'], model: CatalogModel, plugin: Provider): boolean {
  switch (mode) {
    case 'live':
      return true
    case 'flex':
      return plugin.hasFlex === true && typeof model.price?.flexFactor === 'number'
    case 'batch':
      return canBatch(model, plugin)
    default:
      return mode satisfies never
  }
}

/** A schema that is none is refused by every provider. */
function schemaFaults({ content, ...variant }: Variant): string[] {
  const { responseSchema, tools = [] } = content.parameters
  const schemas = [
    { what: 'The response schema', schema: responseSchema },
    ...tools.map(({ name, parameters }) => ({ what: `The schema of the tool "${name}"`, schema: parameters })),
  ]
  return schemas.flatMap(({ what, schema }) => {
    const [fault] = schema ? checkSchema(schema) : []
    return fault ? [`${what} of variant ${variantLabel(variant)} is not valid: ${fault.message}`] : []
  })
}

function keyHint({ keyVariable }: ProviderInfo): string {
  return keyVariable === null ? '' : ` (environment variable ${keyVariable})`
}

/** Found before anything is paid: a misspelt scorer, options that it refuses, a value that is missing. */
function assertionProblem({ scorer, options, value }: EvalSet['assertions'][number]): string | null {
  if (!scorers.has(scorer)) return `there is no scorer "${scorer}".`
  const plugin = scorers.get(scorer)
  if (value === null && plugin.value.isRequired) return `"${scorer}" needs a value: ${plugin.value.hint}.`
  return plugin.options.safeParse(options).success ? null : `the options of "${scorer}" are not valid.`
}

/** The code that speaks to a model. */
export function pluginOf({ providers }: Pick<CoreContext, 'providers'>, { providerId }: CatalogModel) {
  return providers.pluginOf(providers.get(providerId))
}

import { AppError } from '../../../shared/contract/errors.ts'
import { promptTag, providerTags } from '../../../shared/domain/call-tag.ts'
import type { EvalCase, EvalSet } from '../../../shared/domain/eval-set.ts'
import type { ModelId } from '../../../shared/domain/ids.ts'
import { splitModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { type Prompt, type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import type { SqueezeSpec } from '../../../shared/domain/squeeze.ts'
import type { VerdictRule } from '../../../shared/domain/verdict.ts'
import { remembered } from '../../../shared/remembered.ts'
import { judgedAssertions } from '../../../shared/score/judge/judged-assertions.ts'
import { readSqueezePrompt, type SqueezePrompt } from '../../../shared/squeeze/read-squeeze-prompt.ts'
import type { SqueezeCase } from '../../../shared/squeeze/squeeze-ports.ts'
import { modelTokenCounter } from '../../../shared/tokens/model-token-counter.ts'
import { tokenProfile } from '../../../shared/tokens/token-profile.ts'
import type { SplitPlace } from '../../../shared/verdict/assign-split.ts'
import type { CoreContext } from '../core-context.ts'
import { hasSharedLimit } from '../evaluate/calls/budget-statuses.ts'
import { CaseRenderer } from '../evaluate/forecast/case-problems.ts'
import { AssertionChecks } from '../evaluate/judge/assertion-checks.ts'
import { judgeModels } from '../evaluate/judge/judge-models.ts'
import { lendScoring } from '../evaluate/judge/lend-scoring.ts'
import { splitCases } from '../evaluate/verdicts/split-cases.ts'

/** The same stretches are counted again and again. */
const MAX_COUNTS = 20_000

/** A squeeze's spec with what its ids stand for. */
export interface ResolvedSqueeze {
  readonly spec: SqueezeSpec
  readonly prompt: Prompt
  readonly variant: Variant
  readonly model: CatalogModel
  readonly rewriter: CatalogModel
  /** Judges what no assertion names a judge for; null where none is needed, or none is set. */
  readonly judgeModelId: ModelId | null
  readonly judges: readonly CatalogModel[]
  readonly evalSet: EvalSet | null
  readonly cases: readonly EvalCase[]
  readonly rule: VerdictRule
  readonly development: readonly SqueezeCase[]
  readonly holdOut: readonly SqueezeCase[]
  readonly read: SqueezePrompt
}

/** @throws AppError `not-found`, or `bad-input` when the eval set belongs to another project */
export async function resolveSqueeze(core: CoreContext, spec: SqueezeSpec): Promise<ResolvedSqueeze> {
  const { store, models, engine } = core
  const variant = store.variants.get(spec.variantId)
  const prompt = store.prompts.get(variant.promptId)
  const evalSet = spec.evalSetId === null || spec.mode === 'quick' ? null : store.evalSets.get(spec.evalSetId)
  if (evalSet !== null && evalSet.projectId !== prompt.projectId)
    throw new AppError('bad-input', `The eval set "${evalSet.name}" belongs to another project.`)
  const cases = evalSet === null ? [] : store.evalSets.casesAfter(evalSet.id, 0, evalSet.caseCount)
  const places = evalSet === null ? new Map<string, SplitPlace>() : await splitCases(store, evalSet.id)
  const squeezeCases = cases.map((evalCase, index) => ({
    part: places.get(evalCase.id)?.part ?? 'dev',
    value: toSqueezeCase(evalCase, index, places.get(evalCase.id)?.cluster ?? evalCase.id),
  }))
  const model = models.get(spec.modelId)
  const { providerId, modelName } = splitModelId(model.id)
  const profile = tokenProfile({ providerKind: providerId, modelName })
  const countTokens = modelTokenCounter(profile, await engine.encoders.load(profile.encoding))
  const own = store.verdicts.ruleOf(prompt.projectId)
  const judgeModelId = spec.judgeModelId ?? store.settings.get().compressModelId
  return {
    spec,
    prompt,
    variant,
    model,
    rewriter: models.get(spec.rewriterId),
    judgeModelId,
    judges: judgeModels(models, evalSet?.assertions ?? [], judgeModelId),
    evalSet,
    cases,
    rule: { ...own, margin: spec.margin ?? own.margin, alpha: spec.alpha ?? own.alpha },
    development: squeezeCases.filter(({ part }) => part === 'dev').map(({ value }) => value),
    holdOut: squeezeCases.filter(({ part }) => part === 'hold-out').map(({ value }) => value),
    read: readSqueezePrompt(variant.content.messages, {
      partials: variant.partials ?? {},
      countTokens: remembered(countTokens, MAX_COUNTS),
      ledger: spec.ledger,
      frozenSegmentIds: spec.frozenSegmentIds,
    }),
  }
}

/** What must be mended before anything is asked. */
export async function squeezeProblems(
  core: CoreContext,
  resolved: ResolvedSqueeze,
  assertions = seenAssertions(core, resolved),
): Promise<string[]> {
  const { spec, prompt, variant, model, rewriter, judges, evalSet, cases } = resolved
  const problems: string[] = []
  if (variant.archivedAt !== null)
    problems.push(`Variant ${variantLabel(variant)} is archived. Restore it before squeezing it.`)
  if (spec.mode !== 'quick' && evalSet === null)
    problems.push('Choose an eval set: only the quick mode works without cases.')
  if (evalSet !== null && cases.length === 0)
    problems.push(`The eval set "${evalSet.name}" has no cases. Import some, or add one.`)
  if (evalSet !== null && evalSet.assertions.length === 0)
    problems.push(`The eval set "${evalSet.name}" has no assertions, so that no answer can be scored. Add one.`)
  const isLimited = (one: CatalogModel) => {
    const about = { projectId: prompt.projectId, tags: [promptTag(prompt.id), ...providerTags([one])] }
    return spec.budgetNanoUsd !== null || hasSharedLimit(core.store, about, core.ports.now())
  }
  const asked = judgedAssertions(evalSet?.assertions ?? []).some(({ modelId }) => modelId === null)
  if (asked && resolved.judgeModelId === null)
    problems.push('An assertion needs a judge model. Choose one here, or name it in the assertion.')
  for (const one of new Set(spec.mode === 'quick' ? [rewriter] : [model, rewriter, ...judges])) {
    const provider = await core.providers.infoOf(core.providers.get(one.providerId))
    if (provider.needsKey && !provider.hasKey) problems.push(`${provider.label} needs a key. Set it in Settings.`)
    if (one.price === null && !one.isSimulation && isLimited(one))
      problems.push(`${one.label} is unpriced, so that no budget can be kept. Enter its price in Models.`)
  }
  if (evalSet === null) return problems
  const renderer = new CaseRenderer([variant])
  for (const evalCase of cases) renderer.render(variant, evalCase)
  return [...problems, ...renderer.problems, ...(await assertions.fixed()), ...assertions.problems]
}

/** The eval set's assertions, as all its cases fill them in. */
export function seenAssertions(core: CoreContext, { evalSet, cases }: ResolvedSqueeze): AssertionChecks {
  const scoring = lendScoring(core, evalSet ?? { mayRunCode: false })
  const assertions = new AssertionChecks(evalSet?.assertions ?? [], scoring)
  for (const evalCase of cases) assertions.see(evalCase)
  return assertions
}

function toSqueezeCase(evalCase: EvalCase, index: number, cluster: string): SqueezeCase {
  const { id, position, expected, variables } = evalCase
  return { index, caseId: id, position, expected, cluster, text: JSON.stringify(variables) }
}

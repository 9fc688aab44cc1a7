import { useState } from 'react'
import type { EvalSetId, ModelId } from '../../../../shared/domain/ids.ts'
import { nanoToUsd, usdToNano } from '../../../../shared/domain/money.ts'
import type { Prompt, Variant } from '../../../../shared/domain/prompt.ts'
import {
  type CacheProfile,
  isOptimizeMode,
  type LedgerItem,
  type OptimizeMode,
  type SearchMode,
  type SqueezeMode,
  type SqueezePreview,
  type SqueezeSpec,
} from '../../../../shared/domain/squeeze.ts'
import { judgedAssertions } from '../../../../shared/score/judge/judged-assertions.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'

/** Where the settings name no budget. */
const DEFAULT_LIMIT_USD = 0.5
const MOST_MARGIN_POINTS = 50

export interface SqueezeChoices {
  readonly mode: SearchMode
  /** The last choice of each goal. */
  readonly squeezeMode: SqueezeMode
  readonly optimizeMode: OptimizeMode
  readonly modelId: ModelId | null
  readonly rewriterId: ModelId | null
  readonly judgeModelId: ModelId | null
  readonly evalSetId: EvalSetId | null
  /** Undefined = as the settings say; null = none. */
  readonly limitUsd: number | null | undefined
  /** As typed; what counts is the form's. */
  readonly marginPoints: number | null
  readonly alpha: number | null
  readonly seed: number
  readonly cacheProfile: CacheProfile | null
  readonly mayChangeFormat: boolean
  readonly mayAddRules: boolean
  /** Null = no limit. */
  readonly maxPromptTokens: number | null
}

const INITIAL: SqueezeChoices = {
  mode: 'quick',
  squeezeMode: 'standard',
  optimizeMode: 'medium',
  modelId: null,
  rewriterId: null,
  judgeModelId: null,
  evalSetId: null,
  limitUsd: undefined,
  marginPoints: null,
  alpha: null,
  seed: 1,
  cacheProfile: null,
  mayChangeFormat: true,
  mayAddRules: false,
  maxPromptTokens: null,
}

/** What a new squeeze is told, kept per prompt; the rules and frozen segments belong to the variant's text alone. */
export function useSqueezeForm(prompt: Prompt, variant: Variant, wantedMode: SearchMode | null) {
  const [stored, setStored] = useRemembered<Partial<SqueezeChoices>>(`squeeze.${prompt.id}`, {})
  const [modeNow, setModeNow] = useState(wantedMode)
  const [ledger, setLedger] = useState<readonly LedgerItem[] | null>(null)
  const [frozen, setFrozen] = useState<readonly string[]>([])
  const [editorEvalSet] = useRemembered<EvalSetId | null>(`eval-set.${prompt.id}`, null)
  const models = useRoute('models.list', {})
  const settings = useRoute('settings.get', {})
  const evalSets = useRoute('eval-sets.list', { projectId: prompt.projectId })
  const rule = useRoute('verdicts.rule', { projectId: prompt.projectId })

  const catalog = (models.data ?? []).filter(({ embeds }) => !embeds)
  const sets = evalSets.data ?? []
  const known = (id: ModelId | null | undefined) => catalog.find((model) => model.id === id)
  const model = known(stored.modelId) ?? known(settings.data?.chosenModelIds[0]) ?? catalog[0] ?? null
  const rewriter = known(stored.rewriterId) ?? known(settings.data?.compressModelId) ?? model
  const evalSet = sets.find(({ id }) => id === (stored.evalSetId ?? editorEvalSet)) ?? sets[0] ?? null
  const assertions = evalSet?.assertions ?? []
  const isJudgeAsked = judgedAssertions(assertions).some(({ modelId }) => modelId === null)
  const judge = known(stored.judgeModelId) ?? known(settings.data?.compressModelId) ?? null
  const choices: SqueezeChoices = { ...INITIAL, ...stored, mode: modeNow ?? stored.mode ?? INITIAL.mode }
  const settingNanoUsd = settings.data?.defaultRunBudgetNanoUsd ?? null
  const defaultUsd = settingNanoUsd === null ? DEFAULT_LIMIT_USD : nanoToUsd(settingNanoUsd)
  const limitUsd = choices.limitUsd === undefined ? defaultUsd : choices.limitUsd
  const limitNanoUsd = limitUsd !== null && limitUsd > 0 ? usdToNano(limitUsd) : null
  // Only an empty field is no limit: $0 typed must not mean that anything may be spent.
  const isLimitMissing = limitNanoUsd === null && (choices.mode !== 'quick' || limitUsd !== null)
  const typedPoints = choices.marginPoints ?? 0
  const marginPoints = typedPoints > 0 ? Math.min(MOST_MARGIN_POINTS, typedPoints) : null

  const isOptimize = isOptimizeMode(choices.mode)

  const spec: SqueezeSpec | null =
    model === null || rewriter === null || (choices.mode !== 'quick' && evalSet === null)
      ? null
      : {
          variantId: variant.id,
          mode: choices.mode,
          modelId: model.id,
          rewriterId: rewriter.id,
          judgeModelId: isJudgeAsked && choices.mode !== 'quick' ? (judge?.id ?? null) : null,
          evalSetId: choices.mode === 'quick' ? null : (evalSet?.id ?? null),
          budgetNanoUsd: limitNanoUsd,
          seed: choices.seed,
          margin: marginPoints === null ? null : marginPoints / 100,
          alpha: choices.alpha,
          frozenSegmentIds: [...frozen],
          ledger: ledger === null ? null : [...ledger],
          cacheProfile: choices.cacheProfile,
          mayChangeFormat: choices.mayChangeFormat,
          mayAddRules: isOptimize && choices.mayAddRules,
          maxPromptTokens: isOptimize ? choices.maxPromptTokens : null,
        }
  const preview = useRoute('squeeze.preview', spec, { keepPrevious: true })

  function change(part: Partial<SqueezeChoices>): void {
    const { mode } = part
    if (mode) setModeNow(mode)
    const last = !mode ? {} : isOptimizeMode(mode) ? { optimizeMode: mode } : { squeezeMode: mode }
    setStored({ ...stored, ...part, ...last })
  }

  return {
    choices,
    change,
    catalog,
    model,
    rewriter,
    judge,
    isJudgeAsked,
    evalSets: sets,
    evalSet,
    rule: rule.data ?? null,
    limitUsd,
    limitNanoUsd,
    isLimitMissing,
    marginPoints,
    ledger,
    setLedger,
    frozen,
    setFrozen,
    spec,
    preview: (preview.data ?? null) as SqueezePreview | null,
    previewError: preview.error,
    isPreviewStale: preview.isPlaceholderData || preview.isFetching,
    isLoading: models.isPending || settings.isPending || evalSets.isPending,
    loadError: models.error ?? settings.error ?? evalSets.error,
  }
}

export type SqueezeForm = ReturnType<typeof useSqueezeForm>

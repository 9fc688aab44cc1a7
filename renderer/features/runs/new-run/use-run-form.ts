import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import type { Input } from '../../../../shared/contract/routes.ts'
import { CallTag } from '../../../../shared/domain/call-tag.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { EvalSetId, ModelId, ProjectId, PromptId } from '../../../../shared/domain/ids.ts'
import { nanoToUsd, usdToNano } from '../../../../shared/domain/money.ts'
import type { Prompt, Variant } from '../../../../shared/domain/prompt.ts'
import type { RunMode, RunPreview } from '../../../../shared/domain/run.ts'
import { judgedAssertions } from '../../../../shared/score/judge/judged-assertions.ts'
import type { RunPreset } from '../../../client/router.ts'
import { useServices } from '../../../client/services.tsx'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { modeObstacle } from './mode-obstacle.ts'
import { type ModelOption, useModelOptions } from './use-model-options.ts'

const PREVIEW_AFTER_MS = 250

interface Choices {
  readonly promptId: PromptId | null
  readonly evalSetId: EvalSetId | null
  /** Letters, since saving an edited variant gives it another id. */
  readonly leftOut: readonly string[]
  readonly modelIds: readonly ModelId[] | null
  readonly caseLimit: number | null
  readonly repeats: number
  /** Undefined = as in the settings. */
  readonly budgetUsd: number | null | undefined
  readonly mayUseCache: boolean
  readonly mayStopEarly: boolean
  readonly keepsLogProbabilities: boolean
  readonly mode: RunMode
  /** Null = the small model of the settings. */
  readonly judgeModelId: ModelId | null
  readonly name: string
  /** As typed: name=value, with commas between them. */
  readonly tags: string
}

export interface RunForm {
  readonly prompts: readonly Prompt[]
  readonly promptId: PromptId | null
  readonly variants: readonly Variant[]
  readonly models: readonly ModelOption[]
  readonly modelIds: readonly ModelId[]
  readonly evalSets: readonly EvalSet[]
  readonly evalSetId: EvalSetId | null
  readonly budgetUsd: number | null
  readonly choices: Choices
  /** Why the chosen models cannot run in a mode; null when all can. */
  readonly obstacles: Readonly<Record<RunMode, string | null>>
  /** Flex and batch only while every chosen model can. */
  readonly mode: RunMode
  readonly mayStopEarly: boolean
  /** An assertion of the eval set asks a judge without naming one. */
  readonly isJudgeAsked: boolean
  readonly judgeModelId: ModelId | null
  /** The first of the typed tags that is not name=value; null when all are. */
  readonly badTag: string | null
  readonly change: (part: Partial<Choices>) => void
  /** Null while something must still be chosen. */
  readonly spec: Input<'runs.preview'> | null
  readonly preview: RunPreview | null
  readonly previewError: Error | null
  /** True while the preview is that of an earlier choice. */
  readonly isPreviewStale: boolean
  readonly isLoading: boolean
}

/** What is chosen for a new run, with what it would do and cost. */
export function useRunForm(projectId: ProjectId, wantedPromptId: PromptId | null, preset: RunPreset | null): RunForm {
  const [lastModels, rememberModels] = useRemembered<readonly ModelId[] | null>(`new-run.models.${projectId}`, null)
  const [lastEvalSet, rememberEvalSet] = useRemembered<EvalSetId | null>(`new-run.eval-set.${projectId}`, null)
  const [lastJudge, rememberJudge] = useRemembered<ModelId | null>(`new-run.judge.${projectId}`, null)
  const [choices, setChoices] = useState<Choices>({
    promptId: wantedPromptId,
    evalSetId: preset?.evalSetId ?? lastEvalSet,
    leftOut: preset?.leftOut ?? [],
    modelIds: preset?.modelIds ?? lastModels,
    caseLimit: preset?.caseLimit ?? null,
    repeats: preset?.repeats ?? 1,
    budgetUsd: undefined,
    mayUseCache: true,
    mayStopEarly: false,
    keepsLogProbabilities: false,
    mode: 'live',
    judgeModelId: lastJudge,
    name: '',
    tags: '',
  })
  const { drafts } = useServices()
  // What is typed but not saved yet would otherwise not be what runs.
  useEffect(() => void drafts.getState().flush(), [drafts])

  const settings = useRoute('settings.get', {})
  const prompts = useRoute('prompts.list', { projectId })
  const evalSets = useRoute('eval-sets.list', { projectId })
  const promptId = pick(prompts.data ?? [], choices.promptId)
  const variants = useRoute('variants.list', promptId ? { promptId } : null)
  const evalSetId = pick(evalSets.data ?? [], choices.evalSetId)
  const models = useModelOptions(settings.data?.chosenModelIds ?? [])
  const modelIds = useMemo(() => usable(models, choices.modelIds), [models, choices.modelIds])
  const defaultBudget = settings.data?.defaultRunBudgetNanoUsd ?? null
  const budgetUsd =
    choices.budgetUsd === undefined ? (defaultBudget === null ? null : nanoToUsd(defaultBudget)) : choices.budgetUsd
  const variantIds = (variants.data ?? []).filter(({ letter }) => !choices.leftOut.includes(letter)).map(({ id }) => id)

  const chosenModels = models.filter(({ model }) => modelIds.includes(model.id))
  const obstacles = {
    live: null,
    flex: modeObstacle('flex', chosenModels),
    batch: modeObstacle('batch', chosenModels),
  }
  const mode = obstacles[choices.mode] === null ? choices.mode : 'live'

  // A batch's answers come whole.
  const mayStopEarly = choices.mayStopEarly && mode !== 'batch'

  const assertions = evalSets.data?.find(({ id }) => id === evalSetId)?.assertions ?? []
  const isJudgeAsked = judgedAssertions(assertions).some(({ modelId }) => modelId === null)
  const wantedJudge = choices.judgeModelId ?? settings.data?.compressModelId ?? null
  const judgeModelId = models.some(({ model }) => model.id === wantedJudge) ? wantedJudge : null

  const tags = typedTags(choices.tags)
  const badTag = tags.find((tag) => !CallTag.safeParse(tag).success) ?? null
  const isComplete = evalSetId !== null && variantIds.length > 0 && modelIds.length > 0 && badTag === null
  const spec: Input<'runs.preview'> | null = isComplete
    ? {
        projectId,
        name: choices.name,
        evalSetId,
        variantIds,
        modelIds: [...modelIds],
        repeats: choices.repeats,
        caseLimit: choices.caseLimit,
        budgetNanoUsd: budgetUsd === null ? null : usdToNano(budgetUsd),
        mayUseCache: choices.mayUseCache,
        mayStopEarly,
        keepsLogProbabilities: choices.keepsLogProbabilities,
        mode,
        judgeModelId: isJudgeAsked ? judgeModelId : null,
        ...(tags.length > 0 ? { tags } : {}),
      }
    : null
  // The name changes nothing that the preview tells.
  const asked = spec === null ? null : JSON.stringify({ ...spec, name: '' })
  const [settled] = useDebouncedValue(asked, PREVIEW_AFTER_MS)
  const preview = useRoute('runs.preview', settled === null ? null : (JSON.parse(settled) as Input<'runs.preview'>), {
    keepPrevious: true,
  })

  return {
    prompts: prompts.data ?? [],
    promptId,
    variants: variants.data ?? [],
    models,
    modelIds,
    evalSets: evalSets.data ?? [],
    evalSetId,
    budgetUsd,
    choices,
    obstacles,
    mode,
    mayStopEarly,
    isJudgeAsked,
    judgeModelId,
    badTag,
    change(part) {
      setChoices((before) => ({ ...before, ...part, ...(part.promptId ? { leftOut: [] } : {}) }))
      if (part.modelIds) rememberModels(part.modelIds)
      if (part.evalSetId) rememberEvalSet(part.evalSetId)
      if (part.judgeModelId) rememberJudge(part.judgeModelId)
    },
    spec,
    preview: spec === null ? null : (preview.data ?? null),
    previewError: spec === null ? null : preview.error,
    isPreviewStale: settled !== asked || preview.isPlaceholderData || preview.isFetching,
    isLoading: prompts.isPending || evalSets.isPending || models.length === 0,
  }
}

function typedTags(text: string): string[] {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
}

/** The wanted one if it is still there, else the first. */
function pick<T extends string>(items: readonly { readonly id: T }[], wanted: T | null): T | null {
  return (items.find(({ id }) => id === wanted) ?? items[0])?.id ?? null
}

/** The user's choice as far as the models still exist; at first the chosen models that can be called now. */
function usable(models: readonly ModelOption[], chosen: readonly ModelId[] | null): readonly ModelId[] {
  if (chosen) return chosen.filter((id) => models.some(({ model }) => model.id === id))
  const ready = models.filter(({ isChosen, obstacle }) => isChosen && obstacle === null)
  const first = ready.length > 0 ? ready : models.filter(({ model }) => model.isSimulation).slice(0, 1)
  return first.map(({ model }) => model.id)
}

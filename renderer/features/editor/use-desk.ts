import { useMemo, useRef } from 'react'
import type { EvalCase, EvalSet } from '../../../shared/domain/eval-set.ts'
import type { EvalSetId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { PartialTexts } from '../../../shared/domain/partial.ts'
import type { Prompt, Variant, VariantContent } from '../../../shared/domain/prompt.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import { expandedText } from '../../../shared/template/inline-partials.ts'
import { inspectTemplate, type TemplateInspection } from '../../../shared/template/inspect-template.ts'
import { renderMessages } from '../../../shared/template/render-messages.ts'
import { extrasOf } from '../../../shared/tokens/extras-of.ts'
import { type CalmDraft, useCalmDraft } from '../../client/use-draft.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { useRoute } from '../../client/use-route.ts'
import type { LiveCount, TextCounts } from '../../tokens/text-counts.ts'
import { type ModelCost, modelCost } from './cost/model-costs.ts'
import { useChosenModels } from './cost/use-chosen-models.ts'
import { useWorth, type Worth } from './cost/use-worth.ts'
import { type DeskPartials, usePartialTexts } from './partials/use-partial-texts.ts'
import { type VariableReport, variableReport } from './preview/variable-report.ts'
import { type ExactCounts, useExactCounts } from './tokens/use-exact-counts.ts'
import { useExtraCounts } from './tokens/use-extra-counts.ts'
import { useLiveCounts, useTemplateCounts } from './tokens/use-live-counts.ts'
import { type TokenColors, useTokenColors } from './tokens/use-token-colors.ts'
import { useSettledValue } from './use-settled-value.ts'

/** Everything the panes around one variant show: computed once, handed to all of them. */
export interface Desk {
  readonly prompt: Prompt
  readonly variant: Variant
  /** Follows between keys; what is typed into has the newest. */
  readonly draft: CalmDraft
  readonly partials: DeskPartials
  readonly inspections: readonly TemplateInspection[]
  readonly variables: readonly VariableReport[]
  readonly evalSets: readonly EvalSet[]
  readonly evalSet: EvalSet | null
  readonly chooseEvalSet: (id: EvalSetId) => void
  /** The case whose values are filled in for the request's tokens; null without an eval set. */
  readonly sample: EvalCase | null
  readonly sampleIndex: number
  readonly showSample: (index: number) => void
  /** Tokens of each message's template as written, its partials in place, o200k_base; null while counting. */
  readonly templateTokens: readonly (number | null)[]
  /** The same as soon as they are known, for whoever draws them with the next frame. */
  readonly liveCounts: TextCounts
  readonly totalTokens: number | null
  /** Tokens of each message filled in with the sample, o200k_base; null while counting, empty when it cannot be filled in. */
  readonly filledTokens: readonly (number | null)[]
  readonly models: readonly CatalogModel[]
  /** In the order of the chosen models; null while counting. */
  readonly costs: readonly (ModelCost | null)[]
  readonly exactCounts: ExactCounts
  readonly tokenColors: TokenColors
  readonly worth: Worth
  /** Whether the costs are those of the template filled in with the sample case. */
  readonly isFilledIn: boolean
  readonly settings: Settings | null
}

/** Texts longer than this are looked at once typing pauses; below it, at every key. */
const LONG_TEXT_CHARACTERS = 100_000

/** @param fixed a text in place of the tab's, to compare with: an earlier revision or state */
export function useDesk(prompt: Prompt, variant: Variant, fixed: VariantContent | null = null): Desk {
  const draft = useCalmDraft(variant, fixed)
  const { messages, parameters } = draft.content
  const isLong = messages.reduce((sum, { template }) => sum + template.length, 0) > LONG_TEXT_CHARACTERS
  const settled = useSettledValue(messages, isLong ? 400 : 0)
  const partials = usePartialTexts(prompt.projectId, variant, draft.content)
  const { texts } = partials
  const inspections = useInspections(settled, texts)

  const evalSets = useRoute('eval-sets.list', { projectId: prompt.projectId }).data ?? []
  const [evalSetId, chooseEvalSet] = useRemembered<EvalSetId | null>(`eval-set.${prompt.id}`, null)
  const evalSet = evalSets.find(({ id }) => id === evalSetId) ?? bestEvalSet(evalSets, inspections)
  const [wantedIndex, showSample] = useRemembered(`sample.${evalSet?.id ?? 'none'}`, 0)
  const sampleIndex = Math.min(wantedIndex, Math.max(0, (evalSet?.caseCount ?? 0) - 1))
  const casesInput = evalSet && evalSet.caseCount > 0 ? { evalSetId: evalSet.id, offset: sampleIndex, limit: 1 } : null
  const sample = useRoute('cases.page', casesInput, { keepPrevious: true }).data?.cases[0] ?? null

  const { live, counted: templateCounts } = useTemplateCounts(variant, fixed, texts, messages.length)
  const filledIn = useMemo(() => fillIn(settled, sample, texts), [settled, sample, texts])
  const filledCounts = useLiveCounts(filledIn ?? NO_TEXTS)
  const isFilledIn = filledIn !== null && filledCounts.every((count) => count !== null)
  const counts = isFilledIn ? filledCounts : templateCounts

  const { models, profiles, calibrations, settings } = useChosenModels()
  const tokenColors = useTokenColors(models, profiles)
  const { responseSchema, tools = NO_TOOLS } = parameters
  const extras = useMemo(() => ({ responseSchema, tools }), [responseSchema, tools])
  const countExtra = useExtraCounts(extras, profiles)
  const sent = useMemo(
    () =>
      messages.map(({ role, template }, at) => ({ role, content: filledIn?.[at] ?? expandedText(template, texts) })),
    [messages, texts, filledIn],
  )
  const modelIds = useMemo(() => models.map(({ id }) => id), [models])
  const exactCounts = useExactCounts(modelIds, sent, parameters)
  const costs = models.map((model, index) => {
    const counted = messages.map(({ role }, at) => ({ role, count: counts[at] ?? null }))
    const how = profiles[index]
    if (!how || !settings || !counted.every(isCounted)) return null
    const calibration = calibrations[index] ?? null
    return modelCost(model, {
      tokenProfile: how,
      messages: counted,
      profile: settings.profile,
      parameters,
      calibration,
      extras: { content: extrasOf(parameters, model), count: countExtra },
      exact: exactCounts.knownOf(model.id),
    })
  })
  const worth = useWorth(prompt, variant)
  const templateTokens = templateCounts.map((count) => count?.counts.o200k_base ?? null)
  return {
    prompt,
    variant,
    draft,
    partials,
    inspections,
    variables: useMemo(
      () => variableReport(inspections, evalSet?.variableNames ?? null, sample?.variables ?? null),
      [inspections, evalSet, sample],
    ),
    evalSets,
    evalSet,
    chooseEvalSet,
    sample,
    sampleIndex,
    showSample,
    templateTokens,
    liveCounts: live,
    totalTokens: templateTokens.includes(null)
      ? null
      : templateTokens.reduce((sum: number, one) => sum + (one ?? 0), 0),
    filledTokens: filledCounts.map((count) => count?.counts.o200k_base ?? null),
    models,
    costs,
    exactCounts,
    tokenColors,
    worth,
    isFilledIn,
    settings,
  }
}

/** What did not change is not looked at again, and stays the same object. */
function useInspections(
  messages: Variant['content']['messages'],
  partials: PartialTexts,
): readonly TemplateInspection[] {
  const known = useRef({ partials, byText: new Map<string, TemplateInspection>() })
  return useMemo(() => {
    const before = known.current.partials === partials ? known.current.byText : new Map<string, TemplateInspection>()
    const inspections = messages.map(({ template }) => before.get(template) ?? inspectTemplate(template, partials))
    known.current = { partials, byText: new Map(inspections.map((one, at) => [messages[at]?.template ?? '', one])) }
    return inspections
  }, [messages, partials])
}

/** The template is filled in at every key: a loop that runs away must not hold up the next. */
const LIVE_LIMIT_MS = 500

const NO_TOOLS: readonly never[] = []
const NO_TEXTS: readonly string[] = []

function isCounted<T extends { readonly count: LiveCount | null }>(
  message: T,
): message is T & { readonly count: LiveCount } {
  return message.count !== null
}

/** Until the user chooses: the eval set that has the most of the prompt's variables. */
function bestEvalSet(evalSets: readonly EvalSet[], inspections: readonly TemplateInspection[]): EvalSet | null {
  const wanted = new Set(inspections.flatMap(({ variables }) => variables.map(({ root }) => root)))
  const matches = (set: EvalSet) => set.variableNames.filter((name) => wanted.has(name)).length
  return evalSets.toSorted((a, b) => matches(b) - matches(a))[0] ?? null
}

/** The messages as they would be sent; null without a sample, or while the template or its variables are not right. */
function fillIn(
  messages: Variant['content']['messages'],
  sample: EvalCase | null,
  partials: PartialTexts,
): readonly string[] | null {
  if (!sample) return null
  try {
    return renderMessages(messages, sample.variables, { partials, limitMs: LIVE_LIMIT_MS }).map(
      ({ content }) => content,
    )
  } catch {
    return null // the Variables pane and the marks in the text say what is wrong
  }
}

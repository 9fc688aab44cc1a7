import { setImmediate as nextTick } from 'node:timers/promises'
import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { RenderedMessage, Variant } from '../../../../shared/domain/prompt.ts'
import type { RunPreview, RunSpec } from '../../../../shared/domain/run.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import type { CoreContext } from '../../core-context.ts'
import { cacheKey } from '../calls/cache-key.ts'
import { logProbabilityWish, wantsLogProbabilitiesOf } from '../calls/log-probability-wish.ts'
import { withOutputCap } from '../calls/output-cap.ts'
import type { AssertionChecks } from '../judge/assertion-checks.ts'
import { readCases } from '../read-cases.ts'
import { pluginOf, type ResolvedSpec, resolveSpec, specNotes, specProblems } from '../resolve-spec.ts'
import { assertionChecks, CaseRenderer } from './case-problems.ts'
import { forecastJudge } from './forecast-judge.ts'
import { type ColumnForecast, forecastModel } from './forecast-model.ts'
import { forecastRunTime } from './forecast-run-time.ts'
import { logProbabilityNotes } from './log-probability-notes.ts'
import { TokenSample } from './token-sample.ts'
import { warmNotes } from './warm-notes.ts'

/** Up to so many prompts (cases × variants) all are counted; above, about 2,000 of them. */
const MAX_COUNTED_PROMPTS = 5000
const SAMPLED_PROMPTS = 2000
/** The longest that the census keeps the event loop to itself. */
const MAX_BUSY_MS = 15

interface PreviewColumn {
  readonly variant: Variant
  readonly model: CatalogModel
  readonly cell: ReturnType<typeof keyMaker>
  calls: number
}

/**
 * What a run would do and cost. Duplicates and cache hits are counted cell by cell; tokens too up to 5,000 prompts, above
 * that they are scaled up from about 2,000 drawn by a fixed seed, and marked as inexact.
 */
export async function previewRun(core: CoreContext, spec: RunSpec, signal: AbortSignal): Promise<RunPreview> {
  const resolved = await resolveSpec(core, spec)
  const cells = resolved.caseCount * resolved.columns.length * spec.repeats
  const prompts = resolved.caseCount * resolved.variants.length
  const isSampled = prompts > MAX_COUNTED_PROMPTS
  const census = new Census(core, resolved, isSampled ? SAMPLED_PROMPTS / prompts : 1)
  await census.run(signal)
  const models = resolved.models.map((model) =>
    forecastModel(model, {
      columns: census.forecastsOf(model),
      isSampled,
      hasKey: hasKey(resolved, model),
      mode: spec.mode,
    }),
  )
  const low = sumOrZero(models.map(({ costLowNanoUsd }) => costLowNanoUsd))
  const judge = forecastJudge(resolved, (assertion) => census.longestOf(assertion))
  const high = sumOrZero([...models.map(({ costHighNanoUsd }) => costHighNanoUsd), judge?.costHighNanoUsd ?? null])
  return {
    cells,
    duplicates: census.duplicates,
    expectedCacheHits: census.hits,
    calls: census.calls,
    perModel: models,
    judge,
    costLowNanoUsd: low,
    costHighNanoUsd: high,
    time: forecastRunTime(core, resolved, models),
    unpricedModelIds: resolved.models.filter(({ price }) => price === null).map(({ id }) => id),
    problems: [...specProblems(resolved), ...(await census.problems())],
    notes: [
      ...specNotes(resolved),
      ...logProbabilityNotes(core, resolved),
      ...(await warmNotes(core, resolved, census.columns)),
    ],
  }
}

/** Goes through all cells of a plan once. */
class Census {
  duplicates = 0
  hits = 0
  calls = 0
  readonly #core: CoreContext
  readonly #resolved: ResolvedSpec
  readonly #renderer: CaseRenderer
  readonly #assertions: AssertionChecks
  readonly columns: readonly PreviewColumn[]
  readonly #sample: TokenSample
  readonly #isCounted: () => boolean
  readonly #seen = new Set<string>()

  constructor(core: CoreContext, resolved: ResolvedSpec, sampledShare: number) {
    this.#core = core
    this.#resolved = resolved
    this.#renderer = new CaseRenderer(resolved.variants)
    this.#assertions = assertionChecks(core, resolved)
    this.columns = resolved.variants.flatMap((variant) =>
      resolved.models.map((model) => ({
        variant,
        model,
        cell: keyMaker(core, resolved, { variant, model }),
        calls: 0,
      })),
    )
    this.#sample = new TokenSample(core.engine.encoders, (modelId, kind) => core.calibrations.of(modelId, kind))
    const random = seededRandom(resolved.evalSet.contentHash)
    this.#isCounted = () => random() < sampledShare
  }

  async problems(): Promise<string[]> {
    return [...this.#renderer.problems, ...(await this.#assertions.fixed()), ...this.#assertions.problems]
  }

  longestOf(assertion: Assertion): number {
    return this.#assertions.longestOf(assertion)
  }

  async run(signal: AbortSignal): Promise<void> {
    const { evalSet, caseCount } = this.#resolved
    let turnEndsMs = performance.now() + MAX_BUSY_MS
    for await (const page of readCases(this.#core.store.evalSets, evalSet.id, caseCount)) {
      signal.throwIfAborted()
      for (const evalCase of page) {
        this.#assertions.see(evalCase)
        await this.#see(evalCase, this.#isCounted())
        if (performance.now() < turnEndsMs) continue
        await nextTick()
        signal.throwIfAborted()
        turnEndsMs = performance.now() + MAX_BUSY_MS
      }
    }
  }

  forecastsOf(model: CatalogModel): ColumnForecast[] {
    return this.columns
      .filter((column) => column.model === model)
      .map(({ variant, calls }) => ({
        calls,
        input: this.#sample.meanOf(variant, model),
        outputTokens: this.#core.store.results.outputTokensOf(variant.promptId, model.id),
        maxOutputTokens: withOutputCap(variant.content.parameters, model).maxOutputTokens,
      }))
  }

  async #see(evalCase: EvalCase, isCounted: boolean): Promise<void> {
    for (const variant of this.#resolved.variants) {
      const messages = this.#renderer.render(variant, evalCase)
      if (!messages) continue
      for (const column of this.columns) {
        if (column.variant !== variant) continue
        if (isCounted) await this.#sample.add(variant, this.#kindOf(column.model), column.model, messages)
        for (let repeat = 0; repeat < this.#resolved.spec.repeats; repeat++) this.#ask(column, messages, repeat)
      }
    }
  }

  #ask(column: PreviewColumn, messages: readonly RenderedMessage[], repeat: number): void {
    const key = column.cell(messages, repeat)
    const text = key.toString('latin1')
    if (this.#seen.has(text)) {
      this.duplicates++
      return
    }
    this.#seen.add(text)
    if (this.#resolved.spec.mayUseCache && this.#core.store.replies.has(key)) {
      this.hits++
      return
    }
    this.calls++
    column.calls++
  }

  #kindOf(model: CatalogModel): string {
    return this.#resolved.providers.get(model.providerId)?.kind ?? ''
  }
}

function keyMaker(
  core: CoreContext,
  { providers, spec, evalSet }: ResolvedSpec,
  { variant, model }: Pick<PreviewColumn, 'variant' | 'model'>,
) {
  const { providerId } = model
  const baseUrl = providers.get(providerId)?.baseUrl ?? null
  const { modelName } = splitModelId(model.id)
  const parameters = withOutputCap(variant.content.parameters, model)
  const isAsked = wantsLogProbabilitiesOf(spec, evalSet.assertions)
  const asked = isAsked ? logProbabilityWish(pluginOf(core, model), model, parameters) : {}
  return (messages: readonly RenderedMessage[], repeat: number) =>
    cacheKey({ providerId, baseUrl, modelName, messages, parameters, repeat, ...asked })
}

function hasKey({ providers }: ResolvedSpec, { providerId }: CatalogModel): boolean {
  const provider = providers.get(providerId)
  return provider !== undefined && (provider.hasKey || !provider.needsKey)
}

function sumOrZero(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
}

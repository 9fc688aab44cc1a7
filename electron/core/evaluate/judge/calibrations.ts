import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../../../shared/contract/errors.ts'
import { type ModelId, splitModelId } from '../../../../shared/domain/ids.ts'
import type { Variant, VariantContent } from '../../../../shared/domain/prompt.ts'
import { promptTokensOf } from '../../../../shared/domain/usage.ts'
import { renderMessages } from '../../../../shared/template/render-messages.ts'
import { calibrate, type UsageSample } from '../../../../shared/tokens/calibrate.ts'
import type { Encoder } from '../../../../shared/tokens/encoder.ts'
import type { EncoderStore } from '../../../../shared/tokens/encodings.ts'
import type { EstimatorState } from '../../../../shared/tokens/estimator.ts'
import { type TokenProfile, tokenProfile } from '../../../../shared/tokens/token-profile.ts'
import { usageSample } from '../../../../shared/tokens/usage-sample.ts'
import type { Store } from '../../store/open-store.ts'
import type { AskedColumn } from '../../store/usage-store.ts'

/** Of each model the newest columns, some rows of each, and at most so many calls at a time. */
const MAX_COLUMNS = 20
const ROWS_PER_COLUMN = 60
const MAX_CALLS = 300
/** The longest that learning keeps the event loop to itself. */
const MAX_BUSY_MS = 12

interface Learned {
  /** Which runs were looked at, and how far they were. */
  stamp: string
  state: EstimatorState | null
  readonly seenReplies: Set<number>
  /** Day and time of the newest exact count learned from. */
  countedUntil: string
}

type Templates = Pick<Variant, 'partials'> & Pick<VariantContent, 'messages'>

export interface CalibrationSources {
  readonly store: Pick<Store, 'usage' | 'snapshots' | 'variants' | 'tokenCounts'>
  readonly encoders: EncoderStore
}

/**
 * What the library's past calls, and the providers' own counts, say about how each model counts; kept in memory, and added to
 * as answers come in.
 *
 * Prompts are not stored with their cells: they are rendered again from the variant and the run's own case. Calls with a
 * response schema or tools are left out, and so is usage that is our own count: neither says how the text is split.
 */
export class Calibrations {
  readonly #sources: CalibrationSources
  readonly #learned = new Map<ModelId, Learned>()
  readonly #running = new Map<ModelId, Promise<EstimatorState | null>>()

  constructor(sources: CalibrationSources) {
    this.#sources = sources
  }

  /** Null where the model is counted exactly, or no call of it can be learned from. */
  of(modelId: ModelId, providerKind: string): Promise<EstimatorState | null> {
    const running = this.#running.get(modelId)
    if (running) return running
    const started = this.#learn(modelId, providerKind).finally(() => this.#running.delete(modelId))
    this.#running.set(modelId, started)
    return started
  }

  async #learn(modelId: ModelId, providerKind: string): Promise<EstimatorState | null> {
    const profile = tokenProfile({ providerKind, modelName: splitModelId(modelId).modelName })
    if (!profile.ratioPrior) return null
    const columns = this.#sources.store.usage.columnsOf(modelId, MAX_COLUMNS)
    const newest = this.#sources.store.tokenCounts.newestSampleOf(modelId)
    const stamp = `${profile.familyId} ${newest} ${columns.map(({ runNo, columnNo, doneCount }) => `${runNo}.${columnNo}.${doneCount}`).join(' ')}`
    const learned = this.#learned.get(modelId) ?? {
      stamp: '',
      state: null,
      seenReplies: new Set<number>(),
      countedUntil: '',
    }
    if (learned.stamp === stamp) return learned.state
    const encoder = await this.#sources.encoders.load(profile.encoding)
    const samples = await this.#samplesOf(columns, learned.seenReplies, profile, encoder)
    const counted = this.#sources.store.tokenCounts.samplesOf(modelId, learned.countedUntil, MAX_CALLS)
    learned.countedUntil = newest ?? ''
    // Columns come newest first; learning forgets, so the newest must come last.
    const all = [...samples.reverse(), ...counted]
    if (all.length > 0) learned.state = calibrate(profile.ratioPrior, all, learned.state)
    learned.stamp = stamp
    this.#learned.set(modelId, learned)
    return learned.state
  }

  async #samplesOf(columns: readonly AskedColumn[], seen: Set<number>, profile: TokenProfile, encoder: Encoder) {
    const samples: UsageSample[] = []
    let turnEndsMs = performance.now() + MAX_BUSY_MS
    for (const column of columns) {
      const messages = this.#textsOf(column)
      if (!messages) continue
      const rows = Math.min(ROWS_PER_COLUMN, column.caseCount)
      for (let index = 0; index < rows && samples.length < MAX_CALLS; index++) {
        const sample = this.#sample(column, Math.floor((index * column.caseCount) / rows), messages, {
          seen,
          profile,
          encoder,
        })
        if (sample) samples.push(sample)
        if (performance.now() < turnEndsMs) continue
        await nextTurn()
        turnEndsMs = performance.now() + MAX_BUSY_MS
      }
    }
    return samples
  }

  /** The templates of a variant whose calls can be learned from. */
  #textsOf({ variantId }: AskedColumn) {
    try {
      const { content, partials } = this.#sources.store.variants.get(variantId)
      const { messages, parameters } = content
      if (parameters.responseSchema !== null || parameters.tools !== undefined) return null
      return partials ? { messages, partials } : { messages }
    } catch (error) {
      if (error instanceof AppError) return null // the variant is gone, and what it said with it
      throw error
    }
  }

  #sample(
    column: AskedColumn,
    rowNo: number,
    templates: Templates,
    { seen, profile, encoder }: { seen: Set<number>; profile: TokenProfile; encoder: Encoder },
  ): UsageSample | null {
    const answer = this.#sources.store.usage.usageOf(column, rowNo)
    if (!answer || answer.usage.isEstimated || seen.has(answer.replyNo)) return null
    seen.add(answer.replyNo)
    const [found] = this.#sources.store.snapshots.page(column.snapshotNo, rowNo, 1)
    if (found?.rowNo !== rowNo) return null
    const messages = rendered(templates, found.evalCase.variables)
    if (!messages) return null
    return usageSample(messages, promptTokensOf(answer.usage), profile, encoder)
  }
}

/** Null for a text that an older build rendered and this one refuses. */
function rendered({ messages, partials }: Templates, variables: Parameters<typeof renderMessages>[1]) {
  try {
    return renderMessages(messages, variables, { partials })
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

import { type ModelId, splitModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { RenderedMessage, Variant } from '../../../../shared/domain/prompt.ts'
import { countRequest } from '../../../../shared/tokens/count-tokens.ts'
import type { EncoderStore } from '../../../../shared/tokens/encodings.ts'
import type { EstimatorState } from '../../../../shared/tokens/estimator.ts'
import { extrasOf } from '../../../../shared/tokens/extras-of.ts'
import { type TokenProfile, tokenProfile } from '../../../../shared/tokens/token-profile.ts'

export interface MeanTokens {
  /** Null when nothing was counted. */
  readonly tokens: number | null
  /** False where the model's tokenizer is only estimated. */
  readonly isExact: boolean
  /** Mean half width of the 90 % bands as a fraction of `tokens`; null when exact. */
  readonly bandRatio: number | null
}

interface Sum {
  prompts: number
  tokens: number
  /** Half widths of the bands, in tokens. */
  bands: number
}

/** How a model counts, and under which name its sums are kept: models that split text alike share them. */
interface Counting {
  readonly profile: TokenProfile
  readonly calibration: EstimatorState | null
  readonly key: string
}

type CalibrationOf = (modelId: ModelId, providerKind: string) => Promise<EstimatorState | null>

/** Mean prompt lengths of variants; models that split text alike are counted once for each prompt. */
export class TokenSample {
  readonly #encoders: EncoderStore
  readonly #calibrationOf: CalibrationOf
  readonly #countings = new Map<CatalogModel, Counting>()
  readonly #sums = new Map<string, Sum>()
  #lastMessages: readonly RenderedMessage[] | null = null
  #countedFamilies = new Set<string>()

  /** @param calibrationOf what usage has taught of a model; null where there is nothing */
  constructor(encoders: EncoderStore, calibrationOf: CalibrationOf) {
    this.#encoders = encoders
    this.#calibrationOf = calibrationOf
  }

  /** The same messages may be added for several models, one after the other. */
  async add(
    variant: Variant,
    providerKind: string,
    model: CatalogModel,
    messages: readonly RenderedMessage[],
  ): Promise<void> {
    const { profile, calibration, key } = await this.#countingOf(providerKind, model)
    if (this.#lastMessages !== messages) this.#countedFamilies = new Set()
    this.#lastMessages = messages
    if (this.#countedFamilies.has(key)) return
    this.#countedFamilies.add(key)
    const encoder = this.#encoders.loaded(profile.encoding) ?? (await this.#encoders.load(profile.encoding))
    const extras = extrasOf(variant.content.parameters, model)
    const { tokens, bandRatio } = countRequest({
      messages,
      encoder,
      profile,
      extras,
      ...(calibration ? { calibration } : {}),
    })
    const sum = this.#sumOf(variant, key)
    sum.prompts++
    sum.tokens += tokens
    sum.bands += tokens * (bandRatio ?? 0)
  }

  meanOf(variant: Variant, model: CatalogModel): MeanTokens {
    const counting = this.#countings.get(model)
    const { prompts, tokens, bands } = this.#sumOf(variant, counting?.key ?? '')
    const isExact = counting?.profile.exactness === 'exact'
    return {
      tokens: prompts === 0 ? null : tokens / prompts,
      isExact,
      bandRatio: isExact || tokens === 0 ? null : bands / tokens,
    }
  }

  async #countingOf(providerKind: string, model: CatalogModel): Promise<Counting> {
    const known = this.#countings.get(model)
    if (known) return known
    const profile = tokenProfile({ providerKind, modelName: splitModelId(model.id).modelName })
    const calibration = await this.#calibrationOf(model.id, providerKind)
    // What is not sent to a model is not counted for it.
    const takes = `${model.capabilities.structuredOutput} ${model.capabilities.tools}`
    const counting = { profile, calibration, key: calibration ? model.id : `${profile.familyId} ${takes}` }
    this.#countings.set(model, counting)
    return counting
  }

  #sumOf(variant: Variant, key: string): Sum {
    const name = `${variant.id} ${key}`
    const known = this.#sums.get(name)
    if (known) return known
    const sum = { prompts: 0, tokens: 0, bands: 0 }
    this.#sums.set(name, sum)
    return sum
  }
}

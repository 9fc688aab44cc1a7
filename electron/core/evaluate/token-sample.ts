import { splitModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { RenderedMessage, Variant } from '../../../shared/domain/prompt.ts'
import { countRequest } from '../../../shared/tokens/count-tokens.ts'
import type { EncoderStore } from '../../../shared/tokens/encodings.ts'
import { type TokenProfile, tokenProfile } from '../../../shared/tokens/token-profile.ts'

export interface MeanTokens {
  /** Null when nothing was counted. */
  readonly tokens: number | null
  /** False where the model's tokenizer is only estimated. */
  readonly isExact: boolean
}

interface Sum {
  prompts: number
  tokens: number
}

/** Mean prompt lengths of variants; models that split text alike are counted once for each prompt. */
export class TokenSample {
  readonly #encoders: EncoderStore
  readonly #profiles = new Map<CatalogModel, TokenProfile>()
  readonly #sums = new Map<string, Sum>()
  #lastMessages: readonly RenderedMessage[] | null = null
  #countedFamilies = new Set<string>()

  constructor(encoders: EncoderStore) {
    this.#encoders = encoders
  }

  /** The same messages may be added for several models, one after the other. */
  async add(
    variant: Variant,
    providerKind: string,
    model: CatalogModel,
    messages: readonly RenderedMessage[],
  ): Promise<void> {
    const profile = this.#profileOf(providerKind, model)
    if (this.#lastMessages !== messages) this.#countedFamilies = new Set()
    this.#lastMessages = messages
    if (this.#countedFamilies.has(profile.familyId)) return
    this.#countedFamilies.add(profile.familyId)
    const encoder = this.#encoders.loaded(profile.encoding) ?? (await this.#encoders.load(profile.encoding))
    const sum = this.#sumOf(variant, profile)
    sum.prompts++
    sum.tokens += countRequest({ messages, encoder, profile }).tokens
  }

  meanOf(variant: Variant, providerKind: string, model: CatalogModel): MeanTokens {
    const profile = this.#profileOf(providerKind, model)
    const { prompts, tokens } = this.#sumOf(variant, profile)
    return { tokens: prompts === 0 ? null : tokens / prompts, isExact: profile.exactness === 'exact' }
  }

  #profileOf(providerKind: string, model: CatalogModel): TokenProfile {
    const known = this.#profiles.get(model)
    if (known) return known
    const profile = tokenProfile({ providerKind, modelName: splitModelId(model.id).modelName })
    this.#profiles.set(model, profile)
    return profile
  }

  #sumOf(variant: Variant, profile: TokenProfile): Sum {
    const key = `${variant.id} ${profile.familyId}`
    const known = this.#sums.get(key)
    if (known) return known
    const sum = { prompts: 0, tokens: 0 }
    this.#sums.set(key, sum)
    return sum
  }
}

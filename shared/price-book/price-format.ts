import type { ModelId, ProviderId } from '../domain/ids.ts'
import type { Capabilities, PriceTier, TokenPrices } from '../domain/model.ts'
import type { Plugin } from '../plugin-registry.ts'

/** What a price list says of a model: only what it says, so that our own knowledge is not overwritten by silence. */
export interface ListedModel {
  readonly id: ModelId
  readonly providerId: ProviderId
  /** Null where the list gives no name but the id. */
  readonly label: string | null
  readonly contextTokens: number | null
  readonly maxOutputTokens: number | null
  readonly prices: TokenPrices
  readonly tiers: readonly PriceTier[]
  readonly batchFactor: number | null
  readonly flexFactor: number | null
  readonly usOnlyFactor: number | null
  /** Set where the model answers over the Responses interface only. */
  readonly api: 'responses' | null
  /** Used for models that are new to us; those of the shipped catalog were checked by hand. */
  readonly capabilities: Capabilities
}

export interface SkippedEntry {
  /** As the file calls it. */
  readonly name: string
  /** Why, in a clause: "not a chat model (mode image_generation)". */
  readonly reason: string
}

export interface PriceReading {
  readonly models: readonly ListedModel[]
  readonly skipped: readonly SkippedEntry[]
}

export interface ReadOptions {
  /** Models of other providers cannot be called, and are left out. */
  readonly providerIds: ReadonlySet<string>
  /** YYYY-MM-DD; what was retired before is left out. */
  readonly today: string
}

/** A kind of price list that can be imported: pure, given the parsed JSON. */
export interface PriceFormat extends Plugin {
  /** What the user opens, for the file picker's note. */
  readonly fileName: string
  readonly matches: (json: unknown) => boolean
  readonly read: (json: unknown, options: ReadOptions) => PriceReading
}

import { z } from 'zod'
import { ModelId, ProviderId } from './ids.ts'

const Price = z.number().min(0).nullable()

/** Prices in USD per million tokens, by token class; null where the class has no known price. */
export const TokenPrices = z.object({
  input: z.number().min(0),
  output: z.number().min(0),
  cacheRead: Price,
  cacheWrite5m: Price,
  cacheWrite1h: Price,
})
export type TokenPrices = z.infer<typeof TokenPrices>

/** Prices that hold for a whole request once its prompt is longer than `aboveInputTokens`. */
export const PriceTier = z.object({ aboveInputTokens: z.number().int().positive(), prices: TokenPrices })
export type PriceTier = z.infer<typeof PriceTier>

/** The share of the list price that a contract takes off: 0.1 is 10 % off. */
export const DiscountRatio = z.number().min(0).max(0.99)

export const PriceRow = z.object({
  prices: TokenPrices,
  tiers: z.array(PriceTier).default([]),
  /** What a batch call costs as a share of the normal price; null where there is no batch API. */
  batchFactor: z.number().min(0).max(1).nullable(),
  /** What a call of the slower "flex" service costs as a share of the normal price; null or absent where it is unknown. */
  flexFactor: z.number().min(0).max(1).nullable().optional(),
  /** What a call that must stay in the United States costs as a multiple of the normal price; null or absent: unknown. */
  usOnlyFactor: z.number().min(1).max(10).nullable().optional(),
  /** What the provider takes off the list price for this user, 0 to 1; absent = nothing. Set per provider, see Settings. */
  discountRatio: DiscountRatio.optional(),
  /** Where the price was read: a page's title or address, or "entered by you". */
  source: z.string(),
  /** The day it was read or entered, as YYYY-MM-DD. */
  readOn: z.iso.date(),
})
export type PriceRow = z.infer<typeof PriceRow>

export const Effort = z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])
export type Effort = z.infer<typeof Effort>

/** What a model takes; a parameter that it refuses is not sent, and the interface says so. */
export const Capabilities = z.object({
  temperature: z.boolean(),
  stop: z.boolean(),
  efforts: z.array(Effort),
  structuredOutput: z.boolean(),
  tools: z.boolean(),
  /** Whether it can be made to call a tool (`required`); absent = if it calls tools at all. */
  forcedTools: z.boolean().optional(),
})
export type Capabilities = z.infer<typeof Capabilities>

export const CatalogModel = z.object({
  id: ModelId,
  providerId: ProviderId,
  label: z.string(),
  contextTokens: z.number().int().positive().nullable(),
  maxOutputTokens: z.number().int().positive().nullable(),
  /** Null = "unpriced": its cost is unknown, never zero. */
  price: PriceRow.nullable(),
  capabilities: Capabilities,
  /** OpenAI only: which of its two interfaces answers; absent = the plug-in's own rule. */
  api: z.enum(['chat', 'responses']).optional(),
  /** It gives vectors instead of answers; absent = it answers. */
  embeds: z.boolean().optional(),
  /** True for the sandbox models: their answers say nothing about a real model. */
  isSimulation: z.boolean(),
  /** catalog: shipped; user: entered in Settings; discovered: listed by an endpoint. */
  origin: z.enum(['catalog', 'user', 'discovered']),
})
export type CatalogModel = z.infer<typeof CatalogModel>

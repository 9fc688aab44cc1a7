import { ModelId, ProviderId } from '../domain/ids.ts'
import type { Capabilities, CatalogModel, Effort, PriceTier, TokenPrices } from '../domain/model.ts'

/** A row of the shipped catalog, short enough that a table of them can be read and checked against its source. */
export interface ModelRow {
  readonly name: string
  readonly label: string
  readonly contextTokens: number | null
  readonly maxOutputTokens: number | null
  /** Input, output, cache read, cache write 5 min, cache write 1 h: USD per million tokens; null = not known or not offered. */
  readonly prices: readonly [number, number, number | null, number | null, number | null]
  /** Prices of a whole request longer than the first number. */
  readonly tier?: readonly [number, readonly [number, number, number | null, number | null, number | null]]
  readonly batchFactor?: number | null
  readonly flexFactor?: number
  readonly efforts?: readonly Effort[]
  readonly temperature?: boolean
  readonly stop?: boolean
  readonly structuredOutput?: boolean
  readonly tools?: boolean
  readonly forcedTools?: boolean
  readonly embeds?: boolean
  readonly source: string
  /** YYYY-MM-DD */
  readonly readOn: string
}

export function describeModel(provider: string, row: ModelRow): CatalogModel {
  const capabilities: Capabilities = {
    temperature: row.temperature ?? false,
    stop: row.stop ?? false,
    efforts: [...(row.efforts ?? [])],
    structuredOutput: row.structuredOutput ?? true,
    tools: row.tools ?? true,
    ...(row.forcedTools === undefined ? {} : { forcedTools: row.forcedTools }),
  }
  return {
    id: ModelId.parse(`${provider}/${row.name}`),
    providerId: ProviderId.parse(provider),
    label: row.label,
    contextTokens: row.contextTokens,
    maxOutputTokens: row.maxOutputTokens,
    price: {
      prices: tokenPrices(row.prices),
      tiers: row.tier ? [priceTier(row.tier)] : [],
      batchFactor: row.batchFactor ?? null,
      ...(row.flexFactor === undefined ? {} : { flexFactor: row.flexFactor }),
      source: row.source,
      readOn: row.readOn,
    },
    capabilities,
    ...(row.embeds ? { embeds: true } : {}),
    isSimulation: provider === 'sandbox',
    origin: 'catalog',
  }
}

function tokenPrices([input, output, cacheRead, cacheWrite5m, cacheWrite1h]: ModelRow['prices']): TokenPrices {
  return { input, output, cacheRead, cacheWrite5m, cacheWrite1h }
}

function priceTier([aboveInputTokens, prices]: NonNullable<ModelRow['tier']>): PriceTier {
  return { aboveInputTokens, prices: tokenPrices(prices) }
}

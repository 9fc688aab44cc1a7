import { z } from 'zod'
import { CatalogModel } from './model.ts'

const PriceValue = z.union([z.number(), z.string()]).nullable()

/** One figure of a model that an import would change. */
export const PriceChange = z.object({
  /** "prices.input", "tiers.200000.output", "batchFactor", "contextTokens", "capabilities.efforts". */
  field: z.string(),
  label: z.string(),
  unit: z.enum(['usd-per-million', 'tokens', 'factor', 'text']),
  /** Null = not known. */
  before: PriceValue,
  after: PriceValue,
  /** Null unless both are numbers and the old one is not 0. */
  changePercent: z.number().nullable(),
})
export type PriceChange = z.infer<typeof PriceChange>

export const PriceDiffEntry = z.object({
  /** `same`: taking it only renews source and date. */
  status: z.enum(['added', 'changed', 'same']),
  /** What would be stored. */
  model: CatalogModel,
  changes: z.array(PriceChange),
  /** The model as it is now; null when it is new. An own entry of the user would be replaced. */
  current: z
    .object({
      origin: CatalogModel.shape.origin,
      source: z.string().nullable(),
      readOn: z.iso.date().nullable(),
    })
    .nullable(),
})
export type PriceDiffEntry = z.infer<typeof PriceDiffEntry>

/** What a price list would change, to be approved model by model. */
export const PriceImportPreview = z.object({
  formatId: z.string(),
  formatLabel: z.string(),
  /** The day that the prices will carry. */
  readOn: z.iso.date(),
  entries: z.array(PriceDiffEntry),
  skipped: z.array(z.object({ reason: z.string(), names: z.array(z.string()) })),
})
export type PriceImportPreview = z.infer<typeof PriceImportPreview>

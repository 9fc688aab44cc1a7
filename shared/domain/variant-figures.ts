import { z } from 'zod'
import { ModelId, RunId, VariantId } from './ids.ts'
import { NanoUsd } from './money.ts'

/** What the latest run with answers of a variant says about it, model by model in the order of the run's columns. */
export const VariantFigures = z.object({
  variantId: VariantId,
  runId: RunId,
  runName: z.string(),
  ranAt: z.iso.datetime(),
  models: z.array(
    z.object({
      modelId: ModelId,
      answered: z.number().int().positive(),
      /** Mean of the scores, 0 to 1; null = nothing was scored. */
      meanScore: z.number().nullable(),
      /** Mean cost of one call; null = unpriced. */
      callNanoUsd: NanoUsd.nullable(),
    }),
  ),
})
export type VariantFigures = z.infer<typeof VariantFigures>

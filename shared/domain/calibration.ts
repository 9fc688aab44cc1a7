import { z } from 'zod'
import { CONTENT_CLASSES } from './content-class.ts'
import { ModelId } from './ids.ts'

const DIMENSIONS = CONTENT_CLASSES.length + 1
const Vector = z.array(z.number()).length(DIMENSIONS).readonly()

/** What past calls have taught about how a model counts; see `EstimatorState`. */
export const Calibration = z.object({
  modelId: ModelId,
  state: z.object({
    weights: Vector,
    covariance: z.array(Vector).length(DIMENSIONS).readonly(),
    priorVariances: Vector,
    standardErrors: z.array(z.number()).max(200).readonly(),
    calls: z.number().int().min(0),
  }),
})
export type Calibration = z.infer<typeof Calibration>

/** A provider's own count of one request's input. */
export const ExactCount = z.object({ tokens: z.number().int().min(0), countedAt: z.iso.datetime() })
export type ExactCount = z.infer<typeof ExactCount>

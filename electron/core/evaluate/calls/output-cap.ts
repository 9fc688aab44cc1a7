import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { Parameters } from '../../../../shared/domain/prompt.ts'

/** Sent where a prompt sets no limit: without one, no worst case could be reserved for a call. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 4096

/** The parameters as they are sent: always with an output limit, and never above the model's own. */
export function withOutputCap(parameters: Parameters, model: CatalogModel): Parameters & { maxOutputTokens: number } {
  const ownLimit = model.maxOutputTokens ?? Number.POSITIVE_INFINITY
  // Half of a small context, so that a local model with 4k of it does not refuse every prompt.
  const roomy = Math.max(1, Math.floor((model.contextTokens ?? Number.POSITIVE_INFINITY) / 2))
  const wanted = parameters.maxOutputTokens ?? Math.min(DEFAULT_MAX_OUTPUT_TOKENS, roomy)
  return { ...parameters, maxOutputTokens: Math.min(wanted, ownLimit) }
}

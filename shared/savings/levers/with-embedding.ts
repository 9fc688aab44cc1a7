import type { PlannedCall } from '../planned-call.ts'
import type { EmbeddingUse } from '../savings-input.ts'

/** The same calls, each with what embedding its request takes before it is known where it goes. */
export function withEmbedding({ requestNanoUsd }: EmbeddingUse, calls: readonly PlannedCall[]): readonly PlannedCall[] {
  if (requestNanoUsd === null || requestNanoUsd === 0) return calls
  return calls.map((call) => ({ ...call, extraNanoUsd: call.extraNanoUsd + call.share * requestNanoUsd }))
}

/** What is to be known of a model that embeds every request. */
export function embeddingNotes({ modelId, requestNanoUsd }: EmbeddingUse): readonly string[] {
  if (modelId === null) return []
  const whatItTakes =
    requestNanoUsd === null
      ? `${modelId} is unpriced: what embedding a request takes is not in the figure.`
      : `Embedding every request with ${modelId} is in the figure.`
  return [whatItTakes]
}

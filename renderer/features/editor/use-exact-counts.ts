import { useState } from 'react'
import type { ExactCount } from '../../../shared/domain/calibration.ts'
import type { ModelId } from '../../../shared/domain/ids.ts'
import type { Parameters, RenderedMessage } from '../../../shared/domain/prompt.ts'
import { useCommand } from '../../client/use-command.ts'
import { useRoute } from '../../client/use-route.ts'
import { useSettledValue } from './use-settled-value.ts'

/** What a provider has counted of the text on the screen, and the way to ask it. */
export interface ExactCounts {
  /** Null = not counted yet. */
  readonly knownOf: (modelId: ModelId) => ExactCount | null
  /** Null where the provider has no endpoint for it, or no key. */
  readonly askFor: (modelId: ModelId) => (() => void) | null
  readonly asking: ModelId | null
}

const PAUSE_MS = 500
/** Longer texts are not sent to and fro at each pause; the button is there all the same. */
const MAX_LOOKED_UP_CHARACTERS = 400_000

export function useExactCounts(
  modelIds: readonly ModelId[],
  messages: readonly RenderedMessage[],
  parameters: Parameters,
): ExactCounts {
  const [asking, setAsking] = useState<ModelId | null>(null)
  const settled = useSettledValue(messages, PAUSE_MS)
  const isSettled = settled === messages
  const characters = settled.reduce((sum, { content }) => sum + content.length, 0)
  const isLookedUp = characters > 0 && characters <= MAX_LOOKED_UP_CHARACTERS && modelIds.length > 0
  const content = { messages: settled.map((message) => ({ ...message })), parameters }
  const route = useRoute('tokens.exact-counts', isLookedUp ? { ...content, modelIds: [...modelIds] } : null)
  const count = useCommand('tokens.count-exactly')
  const found = (modelId: ModelId) => route.data?.find((one) => one.modelId === modelId)
  return {
    knownOf: (modelId) => (isSettled ? (found(modelId)?.known ?? null) : null),
    askFor: (modelId) => {
      if (!isSettled || !found(modelId)?.canCount) return null
      return () => {
        setAsking(modelId)
        void count
          .run({ ...content, modelId })
          .then(() => route.refetch())
          .finally(() => setAsking(null))
      }
    },
    asking,
  }
}

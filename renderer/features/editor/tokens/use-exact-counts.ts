import { useMemo, useState } from 'react'
import type { ExactCount } from '../../../../shared/domain/calibration.ts'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { Parameters, RenderedMessage } from '../../../../shared/domain/prompt.ts'
import { useServices } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { useSettledValue } from '../use-settled-value.ts'

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
const MAX_LOOKED_UP_CHARACTERS = 60_000
const NO_TEXT = [{ role: 'user' as const, content: ' ' }]

export function useExactCounts(
  modelIds: readonly ModelId[],
  messages: readonly RenderedMessage[],
  parameters: Parameters,
): ExactCounts {
  const [asking, setAsking] = useState<ModelId | null>(null)
  const settled = useSettledValue(messages, PAUSE_MS)
  const isSettled = settled === messages
  const characters = settled.reduce((sum, { content }) => sum + content.length, 0)
  const isLookedUp = characters <= MAX_LOOKED_UP_CHARACTERS
  const lookedUp = useMemo(
    () => ({
      messages: isLookedUp ? settled.map((message) => ({ ...message })) : NO_TEXT,
      parameters,
      modelIds: [...modelIds],
    }),
    [isLookedUp, settled, parameters, modelIds],
  )
  const route = useRoute('tokens.exact-counts', modelIds.length > 0 ? lookedUp : null)
  const [counted, setCounted] = useState<{ modelId: ModelId; of: typeof settled; count: ExactCount } | null>(null)
  const count = useCommand('tokens.count-exactly')
  const { queries } = useServices()
  const found = (modelId: ModelId) => route.data?.find((one) => one.modelId === modelId)
  return {
    knownOf: (modelId) => {
      if (!isSettled) return null
      if (counted?.modelId === modelId && counted.of === settled) return counted.count
      return isLookedUp ? (found(modelId)?.known ?? null) : null
    },
    askFor: (modelId) => {
      if (!isSettled || !found(modelId)?.canCount) return null
      return () => {
        setAsking(modelId)
        const content = { messages: settled.map((message) => ({ ...message })), parameters }
        void count
          .run({ ...content, modelId })
          .then((answer) => answer && setCounted({ modelId, of: settled, count: answer }))
          // The count teaches the estimate too.
          .then(() => Promise.all([route.refetch(), queries.invalidateQueries({ queryKey: ['tokens.calibrations'] })]))
          .finally(() => setAsking(null))
      }
    },
    asking,
  }
}

import { useState } from 'react'
import type { PromptId } from '../../../shared/domain/ids.ts'
import type { RunPreset } from '../../client/router.ts'
import { useNavigate, usePlace } from '../../client/services.tsx'

/** Whether the dialog for a new run is open: by its button, or because another page sent the user here for it. */
export function useNewRun(): {
  readonly isOpen: boolean
  readonly promptId: PromptId | null
  readonly preset: RunPreset | null
  readonly open: () => void
  readonly close: () => void
} {
  const place = usePlace()
  const { replace } = useNavigate()
  const [isAsked, setIsAsked] = useState(false)
  const promptId = place.page === 'runs' ? (place.newRunFor ?? null) : null
  return {
    isOpen: isAsked || promptId !== null,
    promptId,
    preset: place.page === 'runs' ? (place.preset ?? null) : null,
    open: () => setIsAsked(true),
    close() {
      setIsAsked(false)
      // Otherwise "back" would open the dialog again.
      if (promptId && place.page === 'runs') replace({ page: 'runs', ...(place.runId ? { runId: place.runId } : {}) })
    },
  }
}

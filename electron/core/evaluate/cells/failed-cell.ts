import type { WireError } from '../../../../shared/domain/wire-error.ts'
import type { NewCell } from '../../store/cell-store.ts'

/** A cell whose answer never came. */
export function failedCell({
  error,
  attempts,
  mayHaveBeenBilled,
}: Pick<NewCell, 'attempts' | 'mayHaveBeenBilled'> & { readonly error: WireError }): NewCell {
  return {
    error,
    attempts,
    mayHaveBeenBilled,
    state: 'failed',
    replyNo: null,
    outputHash: null,
    promptTokens: null,
    outputTokens: null,
    costNanoUsd: null,
    latencyMs: null,
    isCached: false,
    score: null,
    hasPassed: null,
    assertions: [],
  }
}

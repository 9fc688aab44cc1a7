import { proposeEdits } from '../../compress/propose-edits.ts'
import { compressors } from '../../compress/registry.ts'
import type { SqueezeEdit } from '../../domain/squeeze.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { editOf } from './edit-of.ts'

/** What the plain compressors propose: white space, repetition, politeness, wordy phrases. */
export async function losslessEdits(prompt: SqueezePrompt, signal: AbortSignal): Promise<SqueezeEdit[]> {
  const { edits } = await proposeEdits(prompt.messages, {
    compressors: compressors.all.filter(({ needsModel, risk }) => !needsModel && risk !== 'R2'),
    countTokens: prompt.countTokens,
    context: {
      signal,
      segmentIds: null,
      onProgress: () => undefined,
      complete: () => Promise.reject(new Error('No model is asked.')),
    },
  })
  return edits.flatMap(({ id, messageIndex, start, end, replacement, compressor, reason, risk }) => {
    const label = compressors.has(compressor) ? compressors.get(compressor).label : compressor
    const segmentIds = prompt.segments
      .filter((segment) => segment.messageIndex === messageIndex && segment.start < end && start < segment.end)
      .map((segment) => segment.id)
    const changes = [{ messageIndex, start, end, replacement }]
    const edit = editOf(prompt, { id, kind: 'lossless', risk, label, reason, segmentIds, changes })
    return edit ? [edit] : []
  })
}

import { applyEdits } from '../../../shared/compress/apply-edits.ts'
import { compressors } from '../../../shared/compress/registry.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { type Edit, Proposal } from '../../../shared/domain/compression.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { startCompression } from '../evaluate/compress-job.ts'

type Names = 'compress.start' | 'compress.proposal' | 'compress.take'

export function compressHandlers(core: CoreContext): Pick<Handlers, Names> {
  const { store, jobs, changed } = core
  return {
    'compress.start': async (wish) => ({ jobId: await startCompression(core, wish) }),
    'compress.proposal': ({ jobId }) => {
      const stored = store.jobs.proposal(jobId)
      if (stored !== null) return Proposal.parse(stored)
      const { state, error } = jobs.get(jobId)
      const why = state === 'running' ? 'It is still running.' : (error?.message ?? 'It was cancelled.')
      throw new AppError('conflict', `This compression has no proposal. ${why}`)
    },
    'compress.take': ({ variantId, edits }) => {
      const { content } = store.variants.get(variantId)
      const messages = applyEdits(content.messages, edits)
      const variant = store.variants.fork(variantId, {
        content: { ...content, messages },
        origin: 'compressed',
        note: noteOf(edits),
      })
      changed('variants')
      return variant
    },
  }
}

/** "7 edits taken: Repeated sentences 2, White space 5; about 41 tokens saved." */
function noteOf(edits: readonly Edit[]): string {
  const counts = new Map<string, number>()
  for (const { compressor } of edits) counts.set(compressor, (counts.get(compressor) ?? 0) + 1)
  const parts = [...counts].map(([id, count]) => `${compressors.has(id) ? compressors.get(id).label : id} ${count}`)
  const saved = edits.reduce((sum, { savedTokens }) => sum + savedTokens, 0)
  return `${edits.length} ${edits.length === 1 ? 'edit' : 'edits'} taken: ${parts.join(', ')}; about ${saved} tokens saved.`
}

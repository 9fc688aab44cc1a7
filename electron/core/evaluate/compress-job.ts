import type { CompressorContext } from '../../../shared/compress/compressor.ts'
import { proposeEdits } from '../../../shared/compress/propose-edits.ts'
import { compressors } from '../../../shared/compress/registry.ts'
import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import type { Parsed } from '../../../shared/contract/routes.ts'
import { type CallTag, promptTag, providerTags } from '../../../shared/domain/call-tag.ts'
import type { JobId, ProjectId } from '../../../shared/domain/ids.ts'
import type { RenderedMessage } from '../../../shared/domain/prompt.ts'
import type { CoreContext } from '../core-context.ts'
import type { JobContext } from '../jobs/job-runner.ts'
import { hasSharedLimit } from './calls/budget-statuses.ts'
import type { CallTarget } from './calls/call-model.ts'
import { callTarget } from './calls/call-target.ts'
import { completeOnce } from './calls/complete-once.ts'
import { holdOpenAttempts } from './cells/hold-open-attempts.ts'

type Wish = Parsed<'compress.start'>

/**
 * Lets a compressor work on a variant in a job; its proposal is kept with the job, and nothing is changed yet.
 *
 * @throws AppError `bad-input` when a budget is set for an unpriced model
 */
export async function startCompression(core: CoreContext, wish: Wish): Promise<JobId> {
  const variant = core.store.variants.get(wish.variantId)
  const compressor = compressors.get(wish.compressorId)
  const model = core.models.get(wish.modelId)
  const { projectId } = core.store.prompts.get(variant.promptId)
  const tags = [promptTag(variant.promptId)]
  const about = { projectId, tags: [...tags, ...providerTags([model])] }
  const isLimited = wish.budgetNanoUsd !== null || hasSharedLimit(core.store, about, core.ports.now())
  if (model.price === null && isLimited && !model.isSimulation)
    throw new AppError('bad-input', `${model.label} is unpriced, so that no budget can be kept. Enter its price first.`)
  const target = await callTarget(core, model)
  const { messages } = variant.content
  const work = { kind: 'compress', subjectId: variant.id, title: compressor.label, total: 0 } as const
  return core.jobs.start(work, async (job) => {
    const scope = `job:${job.id}`
    core.store.ledger.openBudget(scope, wish.budgetNanoUsd)
    const encoder = await core.engine.encoders.load('o200k_base')
    try {
      const proposal = await proposeEdits(messages, {
        compressors: [compressor],
        countTokens: (text) => encoder.count(text),
        context: compressorContext(core, { job, wish, target, scope, projectId, tags }),
      })
      core.store.jobs.saveProposal(job.id, proposal)
    } finally {
      const error = toWireError(new AppError('interrupted', 'The compression broke off.'))
      holdOpenAttempts(core.store, job.id, { error, nowMs: core.ports.now() })
    }
  })
}

interface Compression {
  readonly job: JobContext
  readonly wish: Wish
  readonly target: CallTarget
  readonly scope: string
  readonly projectId: ProjectId
  readonly tags: readonly CallTag[]
}

function compressorContext(core: CoreContext, { job, wish, target, ...payer }: Compression): CompressorContext {
  let spentNanoUsd = 0
  return {
    signal: job.signal,
    segmentIds: wish.segmentIds === null ? null : new Set(wish.segmentIds),
    onProgress: (done, total) => job.report({ done, total }),
    async complete({ system, user, maxOutputTokens }) {
      const messages: RenderedMessage[] = [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ]
      const call = { ...payer, target, jobId: job.id, messages, maxOutputTokens }
      const { output, paidNanoUsd } = await completeOnce(core, call, job.signal)
      spentNanoUsd += paidNanoUsd ?? 0
      job.report(paidNanoUsd === null ? { spentNanoUsd, hasUnpriced: true } : { spentNanoUsd })
      return output
    },
  }
}

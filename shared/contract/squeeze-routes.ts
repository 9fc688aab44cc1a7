import { z } from 'zod'
import { JobId, PromptId, SqueezeId } from '../domain/ids.ts'
import { NanoUsd } from '../domain/money.ts'
import { Variant } from '../domain/prompt.ts'
import { SqueezeCheck, SqueezePreview, SqueezeSnapshot, SqueezeSpec, SqueezeSummary } from '../domain/squeeze.ts'
import { command, query, type Route } from './route.ts'

const SqueezeRef = z.object({ squeezeId: SqueezeId })
const EditChoice = SqueezeRef.extend({ editIds: z.array(z.string()).max(2000) })

/** Auto-compression under a budget. The work is a job of kind `squeeze`; its subject is the squeeze's id. */
export const squeezeRoutes = {
  'squeeze.preview': query(SqueezeSpec, SqueezePreview),
  'squeeze.start': command(SqueezeSpec, z.object({ squeezeId: SqueezeId, jobId: JobId })),
  /** Read again at every `job.changed` of its job. */
  'squeeze.get': query(SqueezeRef, SqueezeSnapshot),
  /** Newest first. */
  'squeeze.list': query(z.object({ promptId: PromptId }), z.array(SqueezeSummary)),
  /** Waits until what is under way is settled; everything paid for is kept. */
  'squeeze.pause': command(SqueezeRef, SqueezeSnapshot),
  /** Goes on where it was, also after a restart: answered calls are not sent again. */
  'squeeze.resume': command(
    SqueezeRef.extend({ budgetNanoUsd: NanoUsd.positive().nullable().optional() }),
    z.object({ jobId: JobId }),
  ),
  /** Ends the race and takes the best so far; its verdict is "unverified" unless it was confirmed. */
  'squeeze.stop': command(SqueezeRef, SqueezeSnapshot),
  /** Ends it without a winner. */
  'squeeze.cancel': command(SqueezeRef, SqueezeSnapshot),
  /** What a choice of edits makes of the prompt, and which gates it fails. */
  'squeeze.check': query(EditChoice, SqueezeCheck),
  /** Makes the variant of a choice of edits; refused when a gate fails. */
  'squeeze.take': command(EditChoice.extend({ name: z.string().max(200).default('') }), Variant),
} as const satisfies Record<string, Route>

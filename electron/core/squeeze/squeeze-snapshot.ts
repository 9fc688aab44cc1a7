import {
  type SqueezeSnapshot,
  SqueezeSnapshot as SqueezeSnapshotShape,
  type SqueezeState,
} from '../../../shared/domain/squeeze.ts'
import { callsAllowed } from '../../../shared/optimize/calls-allowed.ts'
import type { CoreContext } from '../core-context.ts'
import type { StoredSqueeze } from '../store/squeeze-store.ts'
import type { LiveSqueeze } from './squeeze-job.ts'

const StoredView = SqueezeSnapshotShape.pick({
  stage: true,
  segments: true,
  ledger: true,
  edits: true,
  rejected: true,
  worth: true,
  arms: true,
  bestArmId: true,
  verdict: true,
  confirmations: true,
  hypervolumes: true,
  proof: true,
  notes: true,
  promptTokens: true,
}).extend({ callsUsed: SqueezeSnapshotShape.shape.promptTokens })

/** Where a squeeze stands: what this process knows of it, else what was stored last. */
export function toSnapshot(core: CoreContext, stored: StoredSqueeze, live: LiveSqueeze | null): SqueezeSnapshot {
  const { store } = core
  const { id, projectId, promptId, variantId, spec, jobId, winnerVariantId, error, createdAt, updatedAt } = stored
  const view = live?.view ?? (stored.view === null ? null : StoredView.parse(stored.view))
  const budget = store.ledger.budget(`squeeze:${id}`)
  const split = spec.evalSetId === null ? null : store.verdicts.statusOf(spec.evalSetId)
  const { callsUsed = 0, ...shown } = view ?? EMPTY
  return {
    ...shown,
    id,
    projectId,
    promptId,
    variantId,
    spec,
    state: stateOf(core, stored),
    jobId,
    calls: {
      used: callsUsed,
      allowed: callsAllowed(spec.mode).all,
      cached: live?.cached ?? stored.counts.cached,
      failed: live?.failed ?? stored.counts.failed,
    },
    spentNanoUsd: budget.settledNanoUsd,
    hasUnpriced: stored.counts.hasUnpriced,
    cases: { development: split?.devCases ?? 0, holdOut: split?.holdOutCases ?? 0 },
    winnerVariantId,
    error,
    createdAt,
    updatedAt,
  }
}

/** A process that died leaves "running" behind; its job says what became of it. */
function stateOf({ jobs }: CoreContext, { state, jobId }: StoredSqueeze): SqueezeState {
  if (state !== 'running' || jobId === null) return state
  return jobs.get(jobId).state === 'running' ? 'running' : 'interrupted'
}

const EMPTY = {
  stage: 'reading' as const,
  segments: [],
  ledger: [],
  edits: [],
  rejected: [],
  worth: [],
  arms: [],
  bestArmId: null,
  verdict: null,
  confirmations: [],
  hypervolumes: [],
  proof: 'none' as const,
  notes: [],
  promptTokens: 0,
  callsUsed: 0,
}

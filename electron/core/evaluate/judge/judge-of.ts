import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { RefusedCall } from '../calls/call-model.ts'
import type { RunStores, RunWork } from '../cells/run-cells.ts'
import type { Engine } from '../engine.ts'
import { type LentJudge, lendJudge } from './lend-judge.ts'

export interface JudgeEars {
  readonly signal: AbortSignal
  /** Null = unpriced. */
  readonly onPaid: (nanoUsd: NanoUsd | null) => void
  readonly onRefused: (refused: RefusedCall) => void
}

/** The judge of a run, paid as the run is; null where no assertion asks one. */
export function judgeOf(
  engine: Engine,
  { replies, runs }: Pick<RunStores, 'replies' | 'runs'>,
  { stored, jobId, scope, judges }: Pick<RunWork, 'stored' | 'jobId' | 'scope' | 'judges'>,
  ears: JudgeEars,
): LentJudge | null {
  if (judges === undefined || judges.size === 0) return null
  const { projectId, spec } = stored.run
  return lendJudge({
    engine,
    replies,
    targets: judges,
    defaultModelId: spec.judgeModelId,
    payer: { jobId, scope, projectId, tags: spec.tags ?? [], runNo: stored.no, mayUseCache: spec.mayUseCache },
    book(nanoUsd, other) {
      runs.addCost(stored.no, nanoUsd)
      runs.noteOther(stored.no, other)
    },
    ...ears,
  })
}

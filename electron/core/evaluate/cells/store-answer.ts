import { hash } from 'node:crypto'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { OtherModel } from '../../../../shared/domain/run.ts'
import type { ServiceTier } from '../../../../shared/domain/service-tier.ts'
import { promptTokensOf, type Usage } from '../../../../shared/domain/usage.ts'
import type { OutputScore } from '../../../../shared/evaluate/score-output.ts'
import type { ProviderReply } from '../../providers/provider.ts'
import type { NewCell } from '../../store/cell-store.ts'
import type { CellRef } from '../../store/ledger-store.ts'
import type { StoredReply } from '../../store/reply-cache.ts'
import type { StoredRun } from '../../store/run-store.ts'
import type { RunStores } from './run-cells.ts'

/** An answer that was paid for, scored. */
export interface PaidAnswer {
  readonly ref: CellRef
  /** Under which later cells find it: see cacheKey. */
  readonly key: Buffer
  readonly reply: ProviderReply
  readonly usage: Usage
  /** How it was billed. */
  readonly service: ServiceTier
  readonly costNanoUsd: NanoUsd | null
  /** Who answered, when it was not the model that was asked. */
  readonly other: OtherModel | null
  /** Null where nobody knows how long the model took: in a batch. */
  readonly latencyMs: number | null
  readonly attempts: number
  readonly mayHaveBeenBilled: boolean
  readonly scored: OutputScore
}

/** Stores the reply and the run's cost without a cell, which follows once a judge has spoken. */
export function storeUnjudged(
  { runs, replies }: Pick<RunStores, 'runs' | 'replies'>,
  stored: StoredRun,
  answer: Omit<PaidAnswer, 'scored'>,
  nowMs: number,
): number {
  const { key, reply, usage, service, costNanoUsd, latencyMs } = answer
  const { finishReason, answeredBy, firstTokenMs, output, toolCalls, logProbability, earlyStop } = reply
  const raw = earlyStop ? { stoppedEarly: earlyStop.reason, reply: reply.raw } : reply.raw
  const content = {
    finishReason,
    usage,
    service,
    answeredBy,
    costNanoUsd,
    latencyMs,
    firstTokenMs,
    output,
    toolCalls,
    logProbability,
    raw,
  }
  runs.addCost(stored.no, costNanoUsd)
  runs.noteOther(stored.no, answer.other)
  return replies.add({ ...content, cacheKey: key, runNo: stored.no }, nowMs)
}

/** The cell of an answer whose reply is stored. */
export function judgedCell(answer: PaidAnswer, replyNo: number): NewCell {
  const { reply, usage, costNanoUsd, latencyMs, attempts, mayHaveBeenBilled, scored } = answer
  const how = { replyNo, isCached: false, attempts, mayHaveBeenBilled }
  return { ...answeredCell({ output: reply.output, usage, costNanoUsd, latencyMs }, how), ...scored }
}

/** Stores reply, cell and the run's cost; called inside the commit that settles the money. */
export function storeAnswer(
  { runs, replies, cells }: Pick<RunStores, 'runs' | 'replies' | 'cells'>,
  stored: StoredRun,
  answer: PaidAnswer,
  nowMs: number,
): void {
  const replyNo = storeUnjudged({ runs, replies }, stored, answer, nowMs)
  cells.put(answer.ref, judgedCell(answer, replyNo))
}

/** A cell that an earlier reply answers. */
export function cachedCell(known: StoredReply, scored: OutputScore): NewCell {
  const how = { replyNo: known.no, isCached: true, attempts: 0, mayHaveBeenBilled: false }
  return { ...answeredCell(known, how), ...scored }
}

function answeredCell(
  { output, usage, costNanoUsd, latencyMs }: Pick<StoredReply, 'output' | 'usage' | 'costNanoUsd' | 'latencyMs'>,
  how: Pick<NewCell, 'replyNo' | 'isCached' | 'attempts' | 'mayHaveBeenBilled'>,
): Omit<NewCell, 'score' | 'hasPassed' | 'assertions'> {
  return {
    ...how,
    state: 'answered',
    outputHash: hash('sha256', output.trim(), 'buffer').subarray(0, 16),
    promptTokens: promptTokensOf(usage),
    outputTokens: usage.outputTokens,
    costNanoUsd,
    latencyMs,
    error: null,
  }
}

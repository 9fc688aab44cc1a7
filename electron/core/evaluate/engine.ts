import { EncoderStore } from '../../../shared/tokens/encodings.ts'
import type { Ports } from '../ports.ts'
import type { Deadlines } from '../providers/provider.ts'
import type { CommitQueue } from '../store/commit-queue.ts'
import type { LedgerStore } from '../store/ledger-store.ts'
import { abortableSleep } from './abortable-sleep.ts'
import { ProviderLanes } from './provider-lane.ts'
import { SpendDesk } from './spend-desk.ts'

/** What every paid call of this process shares. */
export interface Engine {
  readonly commits: CommitQueue
  readonly desk: SpendDesk
  readonly lanes: ProviderLanes
  readonly encoders: EncoderStore
  readonly deadlines: Deadlines
  readonly fetch: typeof fetch
  readonly now: () => number
  readonly random: () => number
  /** Ends early, without an error, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly log: Ports['log']
}

export interface EngineOptions {
  readonly ports: Pick<Ports, 'fetch' | 'now' | 'random' | 'log'>
  readonly commits: CommitQueue
  readonly ledger: LedgerStore
  readonly sleep?: Engine['sleep']
}

/** Time limits of a call: to connect, to the first byte, between pieces, and in all. */
const DEADLINES: Deadlines = { connectMs: 10_000, firstByteMs: 120_000, idleMs: 60_000, totalMs: 15 * 60_000 }

export function createEngine({ ports, commits, ledger, sleep = abortableSleep }: EngineOptions): Engine {
  return {
    commits,
    desk: new SpendDesk(ledger, commits, ports.now),
    lanes: new ProviderLanes({ now: ports.now, sleep }),
    encoders: new EncoderStore(),
    deadlines: DEADLINES,
    fetch: ports.fetch,
    now: ports.now,
    random: ports.random,
    sleep,
    log: ports.log,
  }
}

import { EncoderStore } from '../../../shared/tokens/encodings.ts'
import type { Ports } from '../ports.ts'
import { type Post, postByFetch } from '../providers/exchange/post.ts'
import type { LedgerStore } from '../store/ledger-store.ts'
import type { CommitQueue } from '../store/sqlite/commit-queue.ts'
import { abortableSleep } from './calls/abortable-sleep.ts'
import { ProviderLanes } from './calls/provider-lane.ts'
import { RateGates } from './calls/rate-gates.ts'
import { SpendDesk } from './calls/spend-desk.ts'
import { CellStreams, type CellStreamsOptions } from './cells/cell-streams.ts'

/** What every paid call of this process shares. */
export interface Engine {
  readonly commits: CommitQueue
  readonly desk: SpendDesk
  readonly lanes: ProviderLanes
  readonly rates: RateGates
  readonly encoders: EncoderStore
  readonly streams: CellStreams
  readonly fetch: typeof fetch
  readonly post: Post
  readonly now: () => number
  readonly random: () => number
  /** Ends early, without an error, when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly log: Ports['log']
}

export interface EngineOptions {
  readonly ports: Pick<Ports, 'fetch' | 'post' | 'now' | 'random' | 'log'>
  readonly commits: CommitQueue
  readonly ledger: LedgerStore
  readonly sleep?: Engine['sleep']
  readonly onStreamed?: CellStreamsOptions['publish']
}

export function createEngine(options: EngineOptions): Engine {
  const { ports, commits, ledger, sleep = abortableSleep, onStreamed: publish = () => undefined } = options
  return {
    commits,
    desk: new SpendDesk({ ledger, commits, now: ports.now, sleep }),
    lanes: new ProviderLanes({ now: ports.now, sleep }),
    rates: new RateGates({ now: ports.now }),
    encoders: new EncoderStore(),
    streams: new CellStreams({ now: ports.now, publish }),
    fetch: ports.fetch,
    post: ports.post ?? postByFetch(ports.fetch),
    now: ports.now,
    random: ports.random,
    sleep,
    log: ports.log,
  }
}

import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { BudgetState } from '../../store/budget-store.ts'
import type { LedgerStore, Reservation } from '../../store/ledger-store.ts'
import type { CommitQueue } from '../../store/sqlite/commit-queue.ts'

/** An attempt whose worst case is reserved. */
export interface OpenAttempt {
  readonly no: number
  /** Every budget that it is charged to. */
  readonly scopes: readonly string[]
}

export type OpenResult =
  | { readonly isOpen: true; readonly attempt: OpenAttempt }
  /** With the budget that would not bear it. */
  | { readonly isOpen: false; readonly scope: string; readonly budget: BudgetState }

export interface SpendDeskOptions {
  readonly ledger: LedgerStore
  readonly commits: CommitQueue
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

interface ScopeState {
  open: number
  /** How many attempts have ended; tells whether a refusal is still true when it is heard. */
  closed: number
  readonly waiting: Set<() => void>
}

/** Answers that end sooner are settled without ever being noted as streaming: nobody could have seen it. */
const STREAM_AFTER_MS = 250
/** How often to look whether another process has given something back. */
const LOOK_EVERY_MS = 200
/** Attempts of other processes that are under way for longer are not waited for: batches take up to a day. */
const MAX_FOREIGN_AGE_MS = 120_000

/**
 * The ledger for many calls at once: every step is a group commit, and a call that does not fit into a budget waits while
 * others of the same budget are under way, here or in another process, since most of them end far below their worst case.
 */
export class SpendDesk {
  readonly #options: SpendDeskOptions
  readonly #scopes = new Map<string, ScopeState>()
  /** Attempts whose answer has begun, and that is not stored yet. */
  readonly #streaming = new Set<number>()
  #streamTimer: NodeJS.Timeout | null = null

  constructor(options: SpendDeskOptions) {
    this.#options = options
  }

  /**
   * Reserves the worst case and records the attempt as sent. Nothing may leave before this resolves.
   *
   * @returns not open when a budget would not bear it although nothing else is under way
   * @throws the signal's reason when it is aborted while waiting
   */
  async open(reservation: Reservation, signal: AbortSignal): Promise<OpenResult> {
    const { ledger, now, sleep } = this.#options
    for (;;) {
      signal.throwIfAborted()
      const nowMs = now()
      const scopes = ledger.scopesOf(reservation, nowMs)
      let closedBefore = 0
      // Counted before the commit, so that no one gives up while this one is on its way to the disk.
      const sent = await this.#commit(scopes, () => {
        const result = ledger.send(reservation, nowMs)
        if (typeof result !== 'number') closedBefore = this.#stateOf(result.refusedBy).closed
        return result
      })
      if (typeof sent === 'number') return { isOpen: true, attempt: { no: sent, scopes } }
      this.#withdraw(scopes)
      const scope = sent.refusedBy
      const state = this.#stateOf(scope)
      // In the same commit another attempt may have given back what this one needs.
      if (state.closed !== closedBefore) continue
      if (state.open > 0) await this.#untilClosed(state, signal)
      else if (ledger.isOpen(scope, now() - MAX_FOREIGN_AGE_MS)) await sleep(LOOK_EVERY_MS, signal)
      else return { isOpen: false, scope, budget: ledger.budget(scope) }
    }
  }

  /** The answer has begun; stored soon, with others', if it has not ended by then. */
  stream({ no }: OpenAttempt): void {
    this.#streaming.add(no)
    this.#streamTimer ??= setTimeout(() => this.#storeStreaming(), STREAM_AFTER_MS).unref()
  }

  /** Books the true cost, together with what it bought. */
  settle<T>(
    attempt: OpenAttempt,
    cost: { readonly nanoUsd: NanoUsd | null; readonly isEstimated: boolean },
    store: () => T,
  ): Promise<T> {
    const { ledger, now } = this.#options
    return this.#close(attempt, () => {
      ledger.settle(attempt.no, cost.nanoUsd, cost.isEstimated, now())
      return store()
    })
  }

  /** No money was taken. */
  reject(attempt: OpenAttempt): Promise<void> {
    const { ledger, now } = this.#options
    return this.#close(attempt, () => ledger.reject(attempt.no, now()))
  }

  /** May have been billed: the worst case stays held. */
  keep(attempt: OpenAttempt): Promise<void> {
    const { ledger, now } = this.#options
    return this.#close(attempt, () => ledger.keep(attempt.no, now()))
  }

  #storeStreaming(): void {
    this.#streamTimer = null
    const begun = [...this.#streaming]
    this.#streaming.clear()
    if (begun.length === 0) return
    const { commits, ledger } = this.#options
    commits
      .add(() => {
        for (const no of begun) ledger.stream(no)
      })
      .catch(() => undefined)
  }

  async #close<T>({ no, scopes }: OpenAttempt, write: () => T): Promise<T> {
    this.#streaming.delete(no)
    try {
      return await this.#options.commits.add(write)
    } finally {
      for (const scope of scopes) {
        const state = this.#stateOf(scope)
        state.open--
        state.closed++
      }
      this.#wake(scopes)
    }
  }

  async #commit<T>(scopes: readonly string[], write: () => T): Promise<T> {
    for (const scope of scopes) this.#stateOf(scope).open++
    try {
      return await this.#options.commits.add(write)
    } catch (error) {
      this.#withdraw(scopes)
      throw error
    }
  }

  /** Takes back what was counted before its commit. Whoever waited for nothing but that must look again. */
  #withdraw(scopes: readonly string[]): void {
    for (const scope of scopes) this.#stateOf(scope).open--
    this.#wake(scopes.filter((scope) => this.#stateOf(scope).open === 0))
  }

  #stateOf(scope: string): ScopeState {
    const known = this.#scopes.get(scope)
    if (known) return known
    const state: ScopeState = { open: 0, closed: 0, waiting: new Set() }
    this.#scopes.set(scope, state)
    return state
  }

  #wake(scopes: readonly string[]): void {
    for (const scope of scopes) {
      const { waiting } = this.#stateOf(scope)
      const resumes = [...waiting]
      waiting.clear()
      for (const resume of resumes) resume()
    }
  }

  #untilClosed(state: ScopeState, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const resume = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        state.waiting.delete(resume)
        reject(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      state.waiting.add(resume)
    })
  }
}

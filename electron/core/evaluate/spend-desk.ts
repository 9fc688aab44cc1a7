import type { NanoUsd } from '../../../shared/domain/money.ts'
import type { CommitQueue } from '../store/commit-queue.ts'
import type { BudgetState, LedgerStore, Reservation } from '../store/ledger-store.ts'

/** An attempt whose worst case is reserved. */
export interface OpenAttempt {
  readonly no: number
  readonly scope: string
}

export type OpenResult =
  | { readonly isOpen: true; readonly attempt: OpenAttempt }
  | { readonly isOpen: false; readonly budget: BudgetState }

interface ScopeState {
  open: number
  /** How many attempts have ended; tells whether a refusal is still true when it is heard. */
  closed: number
  readonly waiting: Set<() => void>
}

/**
 * The ledger for many calls at once: every step is a group commit, and a call that does not fit into the budget waits
 * while others of the same budget are under way, since most of them end far below their worst case.
 */
export class SpendDesk {
  readonly #ledger: LedgerStore
  readonly #commits: CommitQueue
  readonly #now: () => number
  readonly #scopes = new Map<string, ScopeState>()

  constructor(ledger: LedgerStore, commits: CommitQueue, now: () => number) {
    this.#ledger = ledger
    this.#commits = commits
    this.#now = now
  }

  /**
   * Reserves the worst case and records the attempt as sent. Nothing may leave before this resolves.
   *
   * @returns not open when the budget would not bear it although nothing else is under way
   * @throws the signal's reason when it is aborted while waiting
   */
  async open(reservation: Reservation, signal: AbortSignal): Promise<OpenResult> {
    const { scope } = reservation
    const state = this.#stateOf(scope)
    for (;;) {
      signal.throwIfAborted()
      // Counted before the commit, so that no one gives up while this one is on its way to the disk.
      state.open++
      let closedBefore = 0
      const no = await this.#commit(() => {
        closedBefore = state.closed
        return this.#ledger.send(reservation, this.#now())
      }, scope)
      if (no !== null) return { isOpen: true, attempt: { no, scope } }
      state.open--
      // In the same commit another attempt may have given back what this one needs.
      if (state.closed !== closedBefore) continue
      if (state.open === 0) {
        this.#wake(scope)
        return { isOpen: false, budget: this.#ledger.budget(scope) }
      }
      await this.#untilClosed(state, signal)
    }
  }

  /** The answer has begun; stored with the next commit, which nobody waits for. */
  stream(attempt: OpenAttempt): void {
    this.#commits.add(() => this.#ledger.stream(attempt.no)).catch(() => undefined)
  }

  /** Books the true cost, together with what it bought. */
  settle<T>(
    attempt: OpenAttempt,
    cost: { readonly nanoUsd: NanoUsd | null; readonly isEstimated: boolean },
    store: () => T,
  ): Promise<T> {
    return this.#close(attempt, () => {
      this.#ledger.settle(attempt.no, cost.nanoUsd, cost.isEstimated, this.#now())
      return store()
    })
  }

  /** No money was taken. */
  reject(attempt: OpenAttempt): Promise<void> {
    return this.#close(attempt, () => this.#ledger.reject(attempt.no, this.#now()))
  }

  /** May have been billed: the worst case stays held. */
  keep(attempt: OpenAttempt): Promise<void> {
    return this.#close(attempt, () => this.#ledger.keep(attempt.no, this.#now()))
  }

  async #close<T>({ scope }: OpenAttempt, write: () => T): Promise<T> {
    try {
      return await this.#commits.add(write)
    } finally {
      const state = this.#stateOf(scope)
      state.open--
      state.closed++
      this.#wake(scope)
    }
  }

  async #commit<T>(write: () => T, scope: string): Promise<T> {
    try {
      return await this.#commits.add(write)
    } catch (error) {
      this.#stateOf(scope).open--
      this.#wake(scope)
      throw error
    }
  }

  #stateOf(scope: string): ScopeState {
    const known = this.#scopes.get(scope)
    if (known) return known
    const state: ScopeState = { open: 0, closed: 0, waiting: new Set() }
    this.#scopes.set(scope, state)
    return state
  }

  #wake(scope: string): void {
    const state = this.#scopes.get(scope)
    if (!state) return
    const waiting = [...state.waiting]
    state.waiting.clear()
    for (const resume of waiting) resume()
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

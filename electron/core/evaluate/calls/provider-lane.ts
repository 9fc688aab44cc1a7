import type { ProviderId } from '../../../../shared/domain/ids.ts'

export interface LaneClock {
  /** Milliseconds; only differences count. */
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

/** The calls to one provider: so many at once, and none while it asked us to wait. All jobs share it. */
export class ProviderLane {
  readonly #clock: LaneClock
  readonly #closed: AbortSignal
  readonly #waiting: (() => void)[] = []
  #limit: number
  #active = 0
  #pausedUntilMs = Number.NEGATIVE_INFINITY

  /** @param closed ends pauses when the application does, so that no timer keeps the process alive */
  constructor(limit: number, clock: LaneClock, closed: AbortSignal) {
    this.#limit = limit
    this.#clock = clock
    this.#closed = closed
  }

  setLimit(limit: number): void {
    this.#limit = limit
    this.#admit()
  }

  /**
   * Waits for a free place.
   *
   * @returns the function that gives the place back
   * @throws the signal's reason when it is aborted first
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    if (this.#isOpen() && this.#waiting.length === 0) this.#active++
    else await this.#wait(signal)
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      this.#active--
      this.#admit()
    }
  }

  /** Holds back every call for so long; a shorter pause never ends a longer one. */
  pause(ms: number): void {
    const untilMs = this.#clock.now() + ms
    if (untilMs <= this.#pausedUntilMs) return
    this.#pausedUntilMs = untilMs
    // Ended by its own timer and never by comparing clocks, which may be set back meanwhile.
    const end = () => {
      if (this.#pausedUntilMs !== untilMs) return
      this.#pausedUntilMs = Number.NEGATIVE_INFINITY
      this.#admit()
    }
    this.#clock.sleep(ms, this.#closed).then(end, end)
  }

  #isOpen(): boolean {
    return this.#active < this.#limit && this.#pausedUntilMs === Number.NEGATIVE_INFINITY
  }

  #admit(): void {
    while (this.#isOpen()) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#active++
      next()
    }
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const admit = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(admit), 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(admit)
    })
  }
}

/** One lane for each provider. */
export class ProviderLanes {
  readonly #clock: LaneClock
  readonly #closed = new AbortController()
  readonly #lanes = new Map<ProviderId, ProviderLane>()

  constructor(clock: LaneClock) {
    this.#clock = clock
  }

  get(providerId: ProviderId, limit: number): ProviderLane {
    const known = this.#lanes.get(providerId)
    if (known) {
      known.setLimit(limit)
      return known
    }
    const lane = new ProviderLane(limit, this.#clock, this.#closed.signal)
    this.#lanes.set(providerId, lane)
    return lane
  }

  /** Ends every pause; for shutting down, after the work has stopped. */
  close(): void {
    this.#closed.abort()
  }
}

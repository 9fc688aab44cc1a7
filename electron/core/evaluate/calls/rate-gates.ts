import type { RateLimits } from '../../providers/provider.ts'
import { type RateCaps, RateGate } from './rate-gate.ts'

export interface RateTarget {
  readonly providerId: string
  readonly modelId: string
  /** The user's own limits of the provider. */
  readonly caps: RateCaps
  /** The user's own limits of the model. */
  readonly modelCaps: RateCaps
}

export interface RateClock {
  /** Milliseconds; only differences count. */
  readonly now: () => number
}

/** How a request ended, as far as rates go. */
export interface RateResult {
  /** Null = not known: it counts as it was expected to. */
  readonly usedTokens: number | null
  readonly limits: RateLimits | null
  /** Refused for its rate. */
  readonly isRefused: boolean
}

/** A request that was let through. */
export interface RatePass {
  /** Call once, whichever way the request ended. */
  readonly ended: (result: RateResult) => void
}

const NO_CAPS: RateCaps = { requests: null, tokens: null }

/**
 * One gate for each provider and one for each model. Both keep the user's limits, and that of the model learns: the limits of OpenAI and
 * Anthropic are per model (2026-10). All jobs share them.
 */
export class RateGates {
  readonly #clock: RateClock
  readonly #gates = new Map<string, RateGate>()

  constructor(clock: RateClock) {
    this.#clock = clock
  }

  /** Milliseconds until a request of about so many tokens may be sent; 0 = now, by `pass` within the same turn. */
  waitMs(target: RateTarget, tokens: number): number {
    const nowMs = this.#clock.now()
    // A fraction of a millisecond that is left over would only be waited for twice.
    return Math.ceil(Math.max(...this.#gatesOf(target).map((gate) => gate.waitMs(tokens, nowMs))))
  }

  /** Lets a request through. */
  pass(target: RateTarget, tokens: number): RatePass {
    const { now } = this.#clock
    const [provider, model] = this.#gatesOf(target)
    const nowMs = now()
    provider.take(tokens, nowMs)
    model.take(tokens, nowMs)
    return {
      ended({ usedTokens, limits, isRefused }) {
        const use = { taken: tokens, used: usedTokens ?? tokens }
        provider.ended(use)
        model.ended(use)
        if (limits) model.told(limits, now())
        if (isRefused) model.refused(now())
      },
    }
  }

  /** The server refused a request for its rate and told for how long, or we did: the other models go on. */
  pause(modelId: string, ms: number): void {
    this.#gateOf(modelId).pause(ms, this.#clock.now())
  }

  /** Requests per minute that a model's calls are held to now; null = no limit. */
  requestsPerMinute(modelId: string): number | null {
    return this.#gates.get(modelId)?.requestsPerMinute ?? null
  }

  #gatesOf({ providerId, modelId, caps, modelCaps }: RateTarget): readonly [provider: RateGate, model: RateGate] {
    const provider = this.#gateOf(providerId)
    provider.setCaps(caps)
    const model = this.#gateOf(modelId)
    model.setCaps(modelCaps)
    return [provider, model]
  }

  #gateOf(id: string): RateGate {
    const known = this.#gates.get(id)
    if (known) return known
    const gate = new RateGate(NO_CAPS)
    this.#gates.set(id, gate)
    return gate
  }
}

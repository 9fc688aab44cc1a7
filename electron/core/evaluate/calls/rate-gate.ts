import type { RateLimits } from '../../providers/provider.ts'

/** Per minute; null = no limit known. */
export interface RateCaps {
  readonly requests: number | null
  readonly tokens: number | null
}

const MINUTE_MS = 60_000
/** A bucket holds what comes in during this time: short bursts pass, long ones are spread. */
const BURST_MS = 6000
/** Fewer sendings than this in the last minute say nothing about the rate that was too much. */
const MIN_SENT = 10
/** Of the rate that was refused. */
const DECREASE = 0.7
/** Of the refused rate, for each second: back there after a minute, the time over which servers count. */
const INCREASE_PER_SECOND = 0.005
/** So far above the rate that was refused, a learnt limit is forgotten. */
const FORGET_ABOVE = 2

/**
 * Spreads the calls to one model, or to one provider, over time: token buckets for requests and tokens per minute.
 *
 * The user's caps always hold. Below them the gate adapts to what the server says: headers that tell what is left are
 * obeyed until their reset, and a refusal (429) lowers the learnt rate by 30 %, which then rises again step by step
 * (additive increase, multiplicative decrease). Pure: time comes in, waits go out.
 */
export class RateGate {
  readonly #requests: Bucket
  readonly #tokens: Bucket
  readonly #sent = new MinuteCount()
  readonly #refused = new MinuteCount()
  #learnt: { perMinute: number; refusedPerMinute: number; changedAtMs: number } | null = null
  /** What the server said is left, and until when. */
  #window: { left: number; tokensLeft: number; endsAtMs: number } | null = null
  /** The server asked for it. Kept as a length, so that a clock that is set back cannot stretch it. */
  #pause: { fromMs: number; readonly ms: number } | null = null
  #underWay = 0

  constructor(caps: RateCaps) {
    this.#requests = new Bucket(caps.requests)
    this.#tokens = new Bucket(caps.tokens)
  }

  /** Requests per minute that it lets through now; null = as many as come. */
  get requestsPerMinute(): number | null {
    return least(this.#requests.cap, this.#learnt?.perMinute ?? null)
  }

  setCaps({ requests, tokens }: RateCaps): void {
    this.#requests.cap = requests
    this.#tokens.cap = tokens
  }

  /** Milliseconds until a request of so many tokens may be sent; takes nothing, so that the caller can wait elsewhere. */
  waitMs(tokens: number, nowMs: number): number {
    this.#recover(nowMs)
    return Math.max(
      this.#requests.waitMs(1, this.requestsPerMinute, nowMs),
      this.#tokens.waitMs(tokens, this.#tokens.cap, nowMs),
      this.#windowMs(tokens, nowMs),
      this.#pauseMs(nowMs),
    )
  }

  /** Lets nothing through for so long; a shorter pause never ends a longer one. */
  pause(ms: number, nowMs: number): void {
    if (ms > this.#pauseMs(nowMs)) this.#pause = { fromMs: nowMs, ms }
  }

  /** Takes a place for one request; it may be sent after so many milliseconds. */
  take(tokens: number, nowMs: number): number {
    this.#recover(nowMs)
    const bucketMs = Math.max(
      this.#requests.take(1, this.requestsPerMinute, nowMs),
      this.#tokens.take(tokens, this.#tokens.cap, nowMs),
    )
    const waitMs = Math.max(bucketMs, this.#windowMs(tokens, nowMs), this.#pauseMs(nowMs))
    if (this.#window) {
      this.#window.left--
      this.#window.tokensLeft -= tokens
    }
    this.#underWay++
    this.#sent.add(nowMs + waitMs)
    return waitMs
  }

  /** A request has ended, whichever way; the tokens that it was taken for are corrected to what it used. */
  ended({ taken, used }: { readonly taken: number; readonly used: number }): void {
    this.#underWay = Math.max(0, this.#underWay - 1)
    this.#tokens.give(taken - used)
  }

  /** The server told what is left; calls that are under way may not be counted in it yet. */
  told({ remainingRequests, remainingTokens, resetMs }: RateLimits, nowMs: number): void {
    if (resetMs === null) return
    const infinite = Number.POSITIVE_INFINITY
    const left = remainingRequests === null ? infinite : remainingRequests - this.#underWay
    this.#window = { left, tokensLeft: remainingTokens ?? infinite, endsAtMs: nowMs + resetMs }
  }

  /** The server refused a request for its rate. Many refusals of one moment count once. */
  refused(nowMs: number): void {
    this.#refused.add(nowMs)
    const sent = this.#sent.upTo(nowMs)
    if (sent < MIN_SENT) return
    const known = this.#learnt
    if (known && nowMs >= known.changedAtMs && nowMs - known.changedAtMs < 1000) return
    const refusedPerMinute = Math.min(this.#sent.ratePerMinute(nowMs), known?.perMinute ?? Number.POSITIVE_INFINITY)
    // What the server did take in the last minute it will take again: no lower than a little below that.
    const accepted = sent - this.#refused.upTo(nowMs)
    const perMinute = Math.max(1, DECREASE * Math.max(refusedPerMinute, accepted))
    this.#learnt = { perMinute, refusedPerMinute: Math.max(refusedPerMinute, accepted), changedAtMs: nowMs }
    this.#requests.empty(nowMs)
  }

  #recover(nowMs: number): void {
    const learnt = this.#learnt
    if (!learnt) return
    const seconds = Math.floor((nowMs - learnt.changedAtMs) / 1000)
    if (seconds < 1) return
    learnt.perMinute += learnt.refusedPerMinute * INCREASE_PER_SECOND * seconds
    learnt.changedAtMs += seconds * 1000
    if (learnt.perMinute > FORGET_ABOVE * learnt.refusedPerMinute) this.#learnt = null
  }

  #windowMs(tokens: number, nowMs: number): number {
    const window = this.#window
    if (!window) return 0
    if (nowMs >= window.endsAtMs) {
      this.#window = null
      return 0
    }
    return window.left < 1 || window.tokensLeft < tokens ? window.endsAtMs - nowMs : 0
  }

  #pauseMs(nowMs: number): number {
    const pause = this.#pause
    if (!pause) return 0
    pause.fromMs = Math.min(pause.fromMs, nowMs)
    const leftMs = pause.fromMs + pause.ms - nowMs
    if (leftMs <= 0) this.#pause = null
    return Math.max(0, leftMs)
  }
}

/** Fills at the rate of its cap; a level below zero is a wait. */
class Bucket {
  cap: number | null
  #level: number | null = null
  #atMs = 0

  constructor(cap: number | null) {
    this.cap = cap
  }

  take(amount: number, perMinute: number | null, nowMs: number): number {
    const waitMs = this.waitMs(amount, perMinute, nowMs)
    if (this.#level !== null) this.#level -= amount
    return waitMs
  }

  waitMs(amount: number, perMinute: number | null, nowMs: number): number {
    if (perMinute === null || perMinute <= 0) {
      this.#level = null
      return 0
    }
    const perMs = perMinute / MINUTE_MS
    const full = Math.max(1, perMs * BURST_MS)
    // A clock that was set back adds nothing.
    const filled = this.#level === null ? full : this.#level + Math.max(0, nowMs - this.#atMs) * perMs
    this.#atMs = nowMs
    // One request that is larger than the bucket passes once the bucket is full, and is paid off afterwards.
    this.#level = Math.min(full, filled)
    const wanted = Math.min(amount, full)
    return this.#level >= wanted ? 0 : (wanted - this.#level) / perMs
  }

  give(amount: number): void {
    if (this.#level !== null) this.#level += amount
  }

  empty(nowMs: number): void {
    this.#level = 0
    this.#atMs = nowMs
  }
}

/** How many happened in each second of the last minute. */
class MinuteCount {
  readonly #counts = new Map<number, number>()

  add(atMs: number): void {
    const second = Math.floor(atMs / 1000)
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + 1)
    if (this.#counts.size <= 120) return
    for (const old of this.#counts.keys()) if (old < second - 60) this.#counts.delete(old)
  }

  upTo(nowMs: number): number {
    let sum = 0
    for (const count of this.#last(nowMs).values()) sum += count
    return sum
  }

  /** In a run that has just begun: the rate of its first seconds. */
  ratePerMinute(nowMs: number): number {
    const last = this.#last(nowMs)
    const seconds = Math.floor(nowMs / 1000) - Math.min(...last.keys()) + 1
    return last.size === 0 ? 0 : (this.upTo(nowMs) * 60) / Math.min(60, seconds)
  }

  #last(nowMs: number): ReadonlyMap<number, number> {
    const second = Math.floor(nowMs / 1000)
    return new Map([...this.#counts].filter(([at]) => at <= second && at > second - 60))
  }
}

function least(a: number | null, b: number | null): number | null {
  if (a === null) return b
  return b === null ? a : Math.min(a, b)
}

import type { Message } from '../domain/prompt.ts'
import type { CaseResult, ModelRequest, SqueezePorts } from './squeeze-ports.ts'

/**
 * Every answer of a squeeze, asked for once, and the calls that it may make. Calls are counted whether or not they come from
 * a cache, so that a squeeze that goes on after a restart takes the same way.
 */
export class Answers {
  readonly #ports: Pick<SqueezePorts, 'complete' | 'evaluate'>
  readonly #maxCalls: number
  readonly #results = new Map<string, Map<number, CaseResult | null>>()
  readonly #leftOut = new Set<number>()
  #used = 0

  constructor(ports: Pick<SqueezePorts, 'complete' | 'evaluate'>, maxCalls: number) {
    this.#ports = ports
    this.#maxCalls = maxCalls
  }

  get used(): number {
    return this.#used
  }

  get left(): number {
    return this.#maxCalls - this.#used
  }

  /** Cases that a limit refused to some version: none is asked about them any more, and what others answered does not count. */
  get leftOut(): ReadonlySet<number> {
    return this.#leftOut
  }

  /** What a candidate answered so far, by case. */
  of(messages: readonly Message[]): ReadonlyMap<number, CaseResult | null> {
    return this.#resultsOf(messages)
  }

  /** By case: of the other versions that were asked about it, how many got another score than this one. */
  changesFrom(
    messages: readonly Message[],
  ): ReadonlyMap<number, { readonly changed: number; readonly versions: number }> {
    const own = this.#resultsOf(messages)
    const changes = new Map<number, { changed: number; versions: number }>()
    for (const results of this.#results.values()) {
      if (results === own) continue
      for (const [index, result] of results) {
        const before = own.get(index)
        if (!before || !result) continue
        const count = changes.get(index) ?? { changed: 0, versions: 0 }
        count.versions += 1
        if (Math.abs(result.score - before.score) > 1e-9) count.changed += 1
        changes.set(index, count)
      }
    }
    return changes
  }

  /** Null without asking when the calls are used up. */
  async complete(request: ModelRequest): Promise<string | null> {
    if (this.left < 1) return null
    this.#used += 1
    return await this.#ports.complete(request)
  }

  /** How many calls it would take that were not made yet. */
  missing(
    wanted: readonly { readonly messages: readonly Message[]; readonly caseIndexes: readonly number[] }[],
  ): number {
    const keys = new Set<string>()
    for (const { messages, caseIndexes } of wanted) {
      const key = keyOf(messages)
      const known = this.#results.get(key)
      for (const index of caseIndexes) if (!known?.has(index) && !this.#leftOut.has(index)) keys.add(`${index} ${key}`)
    }
    return keys.size
  }

  /** Asks what is missing; false when the calls that are left do not suffice, and then asks nothing. */
  async ask(
    wanted: readonly { readonly messages: readonly Message[]; readonly caseIndexes: readonly number[] }[],
  ): Promise<boolean> {
    const calls: { readonly messages: readonly Message[]; readonly caseIndex: number }[] = []
    const asked = new Set<string>()
    for (const { messages, caseIndexes } of wanted) {
      const key = keyOf(messages)
      const known = this.#resultsOf(messages)
      for (const caseIndex of caseIndexes) {
        if (this.#leftOut.has(caseIndex)) known.set(caseIndex, null)
        if (known.has(caseIndex) || asked.has(`${caseIndex} ${key}`)) continue
        asked.add(`${caseIndex} ${key}`)
        calls.push({ messages, caseIndex })
      }
    }
    if (calls.length > this.left) return false
    this.#used += calls.length
    const results = await this.#ports.evaluate(calls)
    for (const [index, { messages, caseIndex }] of calls.entries()) {
      const result = results[index] ?? null
      if (result === 'left-out') this.#leftOut.add(caseIndex)
      this.#resultsOf(messages).set(caseIndex, result === 'left-out' ? null : result)
    }
    for (const known of this.#results.values())
      for (const caseIndex of this.#leftOut) if (known.has(caseIndex)) known.set(caseIndex, null)
    return true
  }

  #resultsOf(messages: readonly Message[]): Map<number, CaseResult | null> {
    const key = keyOf(messages)
    const known = this.#results.get(key)
    if (known) return known
    const fresh = new Map<number, CaseResult | null>()
    this.#results.set(key, fresh)
    return fresh
  }
}

function keyOf(messages: readonly Message[]): string {
  return JSON.stringify(messages.map(({ role, template }) => [role, template]))
}

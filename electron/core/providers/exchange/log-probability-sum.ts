import type { LogProbability } from '../../../../shared/domain/log-probability.ts'
import { asList, asRecord } from './loose-json.ts'

/** Sums the log-probabilities of an answer's tokens, as they arrive. */
export class LogProbabilitySum {
  #sum = 0
  #tokens = 0

  /** As a reply has it: absent where the provider told none. */
  get field(): { readonly logProbability?: LogProbability } {
    if (this.#tokens === 0) return {}
    return { logProbability: { mean: this.#sum / this.#tokens, tokens: this.#tokens } }
  }

  /** @param told OpenAI's list of `{ token, logprob }`, or the plain numbers of servers that keep the older form */
  add(told: unknown): void {
    for (const one of asList(told)) {
      const value = typeof one === 'number' ? one : asRecord(one)?.logprob
      if (typeof value !== 'number' || !Number.isFinite(value)) continue
      this.#sum += value
      this.#tokens += 1
    }
  }

  clear(): void {
    this.#sum = 0
    this.#tokens = 0
  }
}

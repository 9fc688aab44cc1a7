import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { JobProgress } from '../../jobs/job-runner.ts'
import type { NewCell } from '../../store/cell-store.ts'

/** Counts what a job has stored so far. */
export class RunTally {
  #done = 0
  #failed = 0
  #cached = 0
  #spentNanoUsd = 0
  #hasUnpriced = false

  /** An answer that was paid for; null = unpriced. */
  answered(costNanoUsd: NanoUsd | null): void {
    this.#done++
    this.#spentNanoUsd += costNanoUsd ?? 0
    if (costNanoUsd === null) this.#hasUnpriced = true
  }

  /** Paid for something that fills no cell yet: an answer that is still to be judged, or the judge. */
  spent(costNanoUsd: NanoUsd | null): void {
    this.#spentNanoUsd += costNanoUsd ?? 0
    if (costNanoUsd === null) this.#hasUnpriced = true
  }

  /** A cell that cost nothing: cached, or failed. */
  free({ state, isCached }: Pick<NewCell, 'state' | 'isCached'>): void {
    this.#done++
    if (state === 'failed') this.#failed++
    if (isCached) this.#cached++
  }

  /** An answer that was stored before has its judge's word now, or was tried in vain. */
  judged(): void {
    this.#done++
  }

  /** Cells that now wait with a provider's batch API. */
  handedOver(count: number): void {
    this.#done += count
  }

  get progress(): Omit<JobProgress, 'total'> {
    return {
      done: this.#done,
      failed: this.#failed,
      cached: this.#cached,
      spentNanoUsd: this.#spentNanoUsd,
      hasUnpriced: this.#hasUnpriced,
    }
  }
}

/** Lets through what comes to it: all, none, or so many. Open at first. */
export class Valve {
  #permits = Number.POSITIVE_INFINITY
  readonly #waiting = new Set<() => void>()

  /** Resolves when it may go through; never, when it is `gone` before. */
  async pass(gone?: Promise<unknown>): Promise<void> {
    if (this.#permits > 0) {
      this.#permits -= 1
      return
    }
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve)
      void gone?.then(() => this.#waiting.delete(resolve))
    })
  }

  open(): void {
    this.let(Number.POSITIVE_INFINITY)
  }

  close(): void {
    this.#permits = 0
  }

  /** Closes behind so many more. */
  let(count: number): void {
    this.#permits = count
    for (const go of this.#waiting) {
      if (this.#permits === 0) return
      this.#permits -= 1
      this.#waiting.delete(go)
      go()
    }
  }
}

/** Runs work that pauses by itself to its end, without the pauses. */
export function allSteps<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

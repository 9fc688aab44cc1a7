import type { StopChecker } from '../../evaluate/early-stop/stop-checker.ts'

/** What is stopped after, about as tokens arrive. */
const CHUNK_CHARACTERS = 80
const OUTPUTS_PER_STEP = 50

export interface RecordedOutput {
  readonly text: string
  readonly outputTokens: number
  readonly hasPassed: boolean
  /** Tokens that arrive while the stop takes effect. */
  readonly overshootTokens: number
}

export interface StopReplay {
  /** Stops of answers that failed anyway, and of answers that had passed: these are lost. */
  readonly trueStops: number
  readonly falseStops: number
  /** By answer: output tokens that would not have been written. */
  readonly savedTokens: readonly number[]
  /** By answer: whether a stop took away an answer that had passed. */
  readonly isLost: readonly boolean[]
}

/**
 * Reads recorded outputs as they would have arrived, 20 tokens at a time, and stops where the checker says so. Saved is
 * (L − t − overshoot)⁺: what was written until then is billed.
 *
 * @param checkerFor makes the checker anew for each answer; null = the answer is not watched
 */
export function* replayStops(
  outputs: readonly RecordedOutput[],
  checkerFor: (index: number) => StopChecker | null,
): Generator<undefined, StopReplay> {
  const stops: (number | null)[] = []
  for (const [index, output] of outputs.entries()) {
    if (index % OUTPUTS_PER_STEP === 0) yield
    stops.push(stopOf(output, checkerFor(index)))
  }
  return {
    trueStops: stops.filter((stop, index) => stop !== null && outputs[index]?.hasPassed === false).length,
    falseStops: stops.filter((stop, index) => stop !== null && outputs[index]?.hasPassed === true).length,
    savedTokens: stops.map((saved) => saved ?? 0),
    isLost: stops.map((stop, index) => stop !== null && outputs[index]?.hasPassed === true),
  }
}

/** Tokens saved by a stop; null = read to its end. */
function stopOf(output: RecordedOutput, check: StopChecker | null): number | null {
  if (check === null) return null
  const { text, outputTokens, overshootTokens } = output
  for (let end = CHUNK_CHARACTERS; ; end += CHUNK_CHARACTERS) {
    const isWhole = end >= text.length
    if (check(text.slice(0, end)) !== null) {
      const written = outputTokens * Math.min(1, end / Math.max(1, text.length))
      // A stop at the very end saves nothing, and still fails the answer.
      return isWhole ? 0 : Math.max(0, outputTokens - written - overshootTokens)
    }
    if (isWhole) return null
  }
}

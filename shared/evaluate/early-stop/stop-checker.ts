/**
 * Reads an answer while it arrives, and says why it need not be read to its end; null = go on. Made anew for each attempt:
 * it remembers how far it has read, so that every call must bring the same text, grown.
 */
export type StopChecker = (textSoFar: string) => string | null

/** Asks several checkers; the first with a reason wins. */
export function anyChecker(checkers: readonly StopChecker[]): StopChecker {
  return (textSoFar) => {
    for (const check of checkers) {
      const reason = check(textSoFar)
      if (reason !== null) return reason
    }
    return null
  }
}

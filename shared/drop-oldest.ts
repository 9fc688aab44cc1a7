/** Keeps a cache small: of more than `most` entries those that were put in first go. */
export function dropOldest(known: Map<unknown, unknown>, most: number): void {
  for (const oldest of known.keys()) {
    if (known.size <= most) return
    known.delete(oldest)
  }
}

/** The same ids, in whatever order. */
export function isSame(a: readonly string[], b: readonly string[]): boolean {
  const set = new Set(a)
  return set.size === b.length && b.every((id) => set.has(id))
}

/** The same function, which reads a text once while at most so many others were read since; with more it begins anew. */
export function remembered<T>(read: (text: string) => T, mostKept: number): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= mostKept) known.clear()
    const fresh = read(text)
    known.set(text, fresh)
    return fresh
  }
}

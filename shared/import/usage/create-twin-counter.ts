/** Rows of a file that lie further apart than this are not told to be the same: memory stays bounded. */
const GENERATION = 50_000

/**
 * Numbers the rows of a file that say exactly the same, so that two equal calls of one second are two, while a row that comes in with
 * the file for the second time is the same one.
 *
 * @returns 0 for the first of its kind, 1 for the next …
 */
export function createTwinCounter(): (hash: number) => number {
  let young = new Map<number, number>()
  let old = new Map<number, number>()
  return (hash) => {
    const before = young.get(hash) ?? old.get(hash)
    const nth = before === undefined ? 0 : before + 1
    if (young.size >= GENERATION) {
      old = young
      young = new Map()
    }
    young.set(hash, nth)
    return nth
  }
}

/**
 * Place of a case in its eval set, counted from 0, by its position: positions rise, but have gaps where cases were removed.
 *
 * @param positionAt position of the case at an offset; null beyond the end
 * @returns null when there is no such case any more
 */
export async function caseOffset(
  position: number,
  caseCount: number,
  positionAt: (offset: number) => Promise<number | null>,
): Promise<number | null> {
  let low = 0
  let high = Math.min(position, caseCount) - 1
  // Without gaps the first look finds it.
  let offset = high
  while (low <= high) {
    const found = await positionAt(offset)
    if (found === position) return offset
    if (found === null || found > position) high = offset - 1
    else low = offset + 1
    offset = Math.floor((low + high) / 2)
  }
  return null
}

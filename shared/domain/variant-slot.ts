/** So many colours there are for variants, in tokens.css and in the charts' themes. */
export const VARIANT_SLOTS = 8

/**
 * Which of the colours is a variant's, by its letter, the same wherever it appears; revisions of a letter share it.
 *
 * @param label "A", "B2", "AA": what variantLabel gives
 * @returns 0 to 7
 */
export function variantSlot(label: string): number {
  const letters = label.replace(/\d+$/, '')
  let index = 0
  for (const letter of letters) index = index * 26 + (letter.charCodeAt(0) - 64)
  return (Math.max(index, 1) - 1) % VARIANT_SLOTS
}

/** A, B … Z, AA, AB … for 0, 1 … 25, 26, 27 … */
export function variantLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : variantLetter(Math.floor(index / 26) - 1) + last
}

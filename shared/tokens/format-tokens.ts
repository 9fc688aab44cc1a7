/** Made once: `toLocaleString` makes one at every call. */
const GROUPED = new Intl.NumberFormat('en-US')

/** A token count with what is known of its error: "1,240", or "≈ 1,240 ± 3 %" with a 90 % band of that half width. */
export function formatTokens(tokens: number, bandRatio: number | null): string {
  const number = GROUPED.format(Math.round(tokens))
  if (bandRatio === null) return number
  // A handful of tokens has a band wider than itself, which tells nobody anything.
  if (bandRatio > 1) return `≈ ${number}`
  return `≈ ${number} ± ${Math.max(1, Math.round(100 * bandRatio))} %`
}

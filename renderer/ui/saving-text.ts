/** Tokens saved, as a change of the prompt: "−12", "+3" where it became longer, "0". */
export function savingText(savedTokens: number): string {
  if (savedTokens === 0) return '0'
  return `${savedTokens > 0 ? '−' : '+'}${GROUPED.format(Math.abs(savedTokens))}`
}

/** Made once: `toLocaleString` makes one at every call. */
const GROUPED = new Intl.NumberFormat('en-US')

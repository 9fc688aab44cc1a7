/** Made once: `toLocaleString` makes one at every call, which a pane full of figures pays for at every key. */
const GROUPED = new Intl.NumberFormat('en-US')

/** A count as people read it: "12,480"; "…" while it is not known yet. */
export function formatCount(count: number | null): string {
  return count === null ? '…' : GROUPED.format(count)
}

/** How much more or less, with its sign: "−52 %"; null when there is nothing to compare with. */
export function formatChange(value: number, baseline: number): string | null {
  if (baseline === 0) return null
  const percent = Math.round((100 * (value - baseline)) / baseline)
  if (percent === 0) return '±0 %'
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`
}

export interface IntervalStripInput {
  readonly low: number
  readonly high: number
  readonly value: number
  /** Where it is decided: beyond it on the good side all is well. */
  readonly limit: number
  /** A second line to read the interval against: no difference at all. */
  readonly reference: number | null
  readonly isHighGood: boolean
}

/** Places in the picture, from 0 (left) to `intervalStripWidth`. */
export interface IntervalStrip {
  readonly low: number
  readonly high: number
  readonly value: number
  readonly limit: number
  readonly reference: number | null
  /** The side on which the whole interval must lie. */
  readonly good: readonly [from: number, to: number]
}

export const intervalStripWidth = 400
const PAD = 44

/** Lays an interval out against its limit; both, and the reference, always lie within the picture. */
export function intervalStrip(input: IntervalStripInput): IntervalStrip {
  const seen = [input.low, input.high, input.limit, ...(input.reference === null ? [] : [input.reference])]
  const from = Math.min(...seen)
  const span = Math.max(...seen) - from || 1
  const place = (value: number) => PAD + ((value - from) / span) * (intervalStripWidth - 2 * PAD)
  const limit = place(input.limit)
  return {
    low: place(input.low),
    high: place(input.high),
    value: place(input.value),
    limit,
    reference: input.reference === null ? null : place(input.reference),
    good: input.isHighGood ? [limit, intervalStripWidth] : [0, limit],
  }
}

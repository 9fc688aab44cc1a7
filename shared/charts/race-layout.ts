import { placeLabels } from './place-labels.ts'

/** A contestant that has answered cases. */
export interface RacePoint {
  readonly id: string
  /** What its row in the table is called. */
  readonly label: string
  /** Cost ÷ the original's. */
  readonly costRatio: number
  /** Score minus the original's, −1 to 1. */
  readonly difference: number
  readonly isAlive: boolean
  readonly isOnFront: boolean
  readonly isBest: boolean
  /** Given up after few cases: a small mark without a name, which may lie outside the picture. */
  readonly isMinor?: boolean
  /** What it came to on the hold-out, where it was looked at. */
  readonly confirmed?: RaceConfirmation
}

export interface RaceConfirmation {
  readonly costRatio: number
  readonly difference: number
  /** Bounds of the difference. */
  readonly low: number
  readonly high: number
}

export interface RaceMark extends RacePoint {
  readonly x: number
  readonly y: number
  /** It lies below the picture, and is drawn at its lower edge. */
  readonly isBelow: boolean
  /** Null where there is no room. */
  readonly labelAt: { readonly x: number; readonly y: number } | null
  /** On the hold-out; its bar ends at the picture's edges. */
  readonly confirmedAt: { readonly x: number; readonly y: number; readonly lowY: number; readonly highY: number } | null
}

export interface RaceLayout {
  readonly marks: readonly RaceMark[]
  /** Of the cheapest to the best, as x and y. */
  readonly front: readonly (readonly [x: number, y: number])[]
  readonly xTicks: readonly { readonly at: number; readonly text: string }[]
  readonly yTicks: readonly { readonly at: number; readonly text: string }[]
  /** Where the original stands, and the line below which too much is lost. */
  readonly original: { readonly x: number; readonly y: number }
  readonly marginY: number
}

export interface RaceFrame {
  readonly width: number
  readonly height: number
  /** How much worse is still fine, as a fraction. */
  readonly margin: number
}

const PAD = { left: 46, right: 16, top: 12, bottom: 30 }
const DOT = 6

/**
 * Lays a race out: cost from 0 to the right, score difference upwards.
 *
 * A candidate that lost nearly everything would press all others into one line, so the picture ends some margins below
 * the original and shows such a one at its edge.
 */
export function raceLayout(points: readonly RacePoint[], { width, height, margin }: RaceFrame): RaceLayout {
  const major = points.filter(({ isMinor }) => !isMinor)
  const looked = points.flatMap(({ confirmed }) => confirmed ?? [])
  const right = Math.max(1.1, ...[...major, ...looked].map(({ costRatio }) => costRatio * 1.05))
  const lowest = -Math.max(4 * margin, 0.08)
  const differences = [...major, ...looked].map(({ difference }) => difference)
  const low = Math.max(lowest, Math.min(-2 * margin, ...differences.map((difference) => difference - margin / 2)))
  const high = Math.max(margin, ...differences.map((difference) => difference + margin / 2))
  const x = (ratio: number) => PAD.left + (Math.min(ratio, right) / right) * (width - PAD.left - PAD.right)
  const y = (difference: number) => {
    const share = (Math.min(high, Math.max(low, difference)) - low) / (high - low)
    return height - PAD.bottom - share * (height - PAD.bottom - PAD.top)
  }
  const places = points.map((point) => ({ x: x(point.costRatio), y: y(point.difference) }))
  const box = (place: { readonly x: number; readonly y: number }) => ({
    left: place.x - DOT,
    top: place.y - DOT,
    right: place.x + DOT,
    bottom: place.y + DOT,
  })
  const labels = placeLabels(
    major.map(({ label, isBest, isAlive, costRatio, difference }) => ({
      x: x(costRatio),
      y: y(difference),
      width: 7 * label.length + 2,
      height: 12,
      isImportant: isBest || isAlive,
    })),
    {
      bounds: { left: PAD.left, top: 0, right: width, bottom: height - PAD.bottom + 4 },
      obstacles: [...places, ...looked.map((look) => ({ x: x(look.costRatio), y: y(look.difference) }))].map(box),
    },
  )
  const confirmedAt = ({ confirmed }: RacePoint): RaceMark['confirmedAt'] =>
    confirmed === undefined
      ? null
      : {
          x: x(confirmed.costRatio),
          y: y(confirmed.difference),
          lowY: y(confirmed.low),
          highY: y(confirmed.high),
        }
  const marks = points.map((point, index): RaceMark => {
    const label = labels[major.indexOf(point)]
    return {
      ...point,
      x: places[index]?.x ?? 0,
      y: places[index]?.y ?? 0,
      isBelow: point.difference < low,
      confirmedAt: confirmedAt(point),
      labelAt: label ? { x: (label.left + label.right) / 2, y: (label.top + label.bottom) / 2 } : null,
    }
  })
  return {
    marks,
    front: marks
      .filter(({ isOnFront, isBelow }) => isOnFront && !isBelow)
      .toSorted((a, b) => a.costRatio - b.costRatio)
      .map((mark) => [mark.x, mark.y] as const),
    xTicks: [0, 0.25, 0.5, 0.75, 1, 1.5, 2]
      .filter((ratio) => ratio <= right)
      .map((ratio) => ({ at: x(ratio), text: `${ratio * 100} %` })),
    yTicks: yTicks(low, high)
      .map((difference) => ({ at: y(difference), text: pointsText(difference) }))
      // One at the very bottom would run into the names of the other axis.
      .filter(({ at }) => at <= height - PAD.bottom - 6),
    original: { x: x(1), y: y(0) },
    marginY: y(-margin),
  }
}

/** About five round numbers of points, zero always among them. */
function yTicks(low: number, high: number): readonly number[] {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((size) => (high - low) / size <= 6) ?? 0.5
  const ticks: number[] = []
  for (let index = Math.ceil(low / step); index * step <= high; index += 1) ticks.push(index * step)
  return ticks
}

function pointsText(difference: number): string {
  const points = Math.round(difference * 100)
  if (points === 0) return '0'
  return `${points < 0 ? '−' : '+'}${Math.abs(points)}`
}

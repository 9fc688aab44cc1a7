/** A rectangle in pixels; y grows downwards. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface LabelledPoint {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Placed before the others, and shown even where it must cover something. */
  readonly isImportant: boolean
}

export interface PlacedLabel extends Box {
  /** True when it stands so far off that a line should lead to its point. */
  readonly needsLine: boolean
}

export interface PlaceOptions {
  /** Labels stay inside. */
  readonly bounds: Box
  /** What labels should not cover: markers, error bars. */
  readonly obstacles: readonly Box[]
}

const GAP = 9
/** Directions to try, best first: as [horizontal, vertical] shares of the label's own size, seen from the point. */
const DIRECTIONS = [
  [1, 0],
  [1, -0.8],
  [1, 0.8],
  [-1, 0],
  [-1, -0.8],
  [-1, 0.8],
  [0, -1],
  [0, 1],
] as const
const REACHES = [1, 2.4, 4]

/**
 * Puts a label beside each point so that labels do not cover one another, nor, where it can be had, markers and error bars.
 *
 * @returns in the order of the points; null where there is no room for an unimportant label
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  { bounds, obstacles }: PlaceOptions,
): readonly (PlacedLabel | null)[] {
  const placed: (PlacedLabel | null)[] = points.map(() => null)
  const taken: Taken = { labels: [], leaders: [] }
  const order = points.map((_, index) => index).sort((a, b) => rank(points[a]) - rank(points[b]) || a - b)
  for (const index of order) {
    const point = points[index]
    if (!point) continue
    const best = bestPlace(point, bounds, taken, obstacles)
    if (best.overlap > 0 && !point.isImportant) continue
    placed[index] = best.label
    taken.labels.push(best.label)
    if (best.label.needsLine) taken.leaders.push(leaderOf(point, best.label))
  }
  return placed
}

function rank(point: LabelledPoint | undefined): number {
  return point?.isImportant ? 0 : 1
}

interface Taken {
  readonly labels: Box[]
  /** The lines from labels to their points. */
  readonly leaders: (readonly Spot[])[]
}

interface Spot {
  readonly x: number
  readonly y: number
}

function bestPlace(point: LabelledPoint, bounds: Box, { labels, leaders }: Taken, obstacles: readonly Box[]) {
  let best: { label: PlacedLabel; cost: number; overlap: number } | null = null
  for (const [step, reach] of REACHES.entries()) {
    for (const [turn, [across, down]] of DIRECTIONS.entries()) {
      const label = labelAt(point, { across, down, reach })
      const overlap = labels.reduce((sum, box) => sum + overlapOf(label, box), 0)
      const outside =
        label.left < bounds.left || label.right > bounds.right || label.top < bounds.top || label.bottom > bounds.bottom
      const covered = obstacles.reduce((sum, box) => sum + overlapOf(label, box), 0)
      const leader = label.needsLine ? leaderOf(point, label) : []
      const crossed =
        labels.filter((box) => leader.some((spot) => isInside(spot, box))).length +
        leaders.filter((line) => line.some((spot) => isInside(spot, label))).length
      const cost = overlap * 100 + (outside ? 100_000 : 0) + crossed * 2000 + covered * 4 + step * 60 + turn * 2
      if (best === null || cost < best.cost) best = { label, cost, overlap: overlap + (outside ? 1 : 0) }
    }
  }
  // There is always at least one direction.
  return best ?? { label: labelAt(point, { across: 1, down: 0, reach: 1 }), cost: 0, overlap: 0 }
}

function labelAt(
  { x, y, width, height }: LabelledPoint,
  { across, down, reach }: { across: number; down: number; reach: number },
): PlacedLabel {
  const centreX = x + across * (GAP * reach + width / 2)
  const centreY = y + down * (GAP * reach + height / 2)
  return {
    left: centreX - width / 2,
    right: centreX + width / 2,
    top: centreY - height / 2,
    bottom: centreY + height / 2,
    needsLine: reach > 2,
  }
}

/** The line from a point to the nearest place of its label, as spots along it. */
function leaderOf({ x, y }: LabelledPoint, label: Box): readonly Spot[] {
  const toX = Math.min(Math.max(x, label.left), label.right)
  const toY = Math.min(Math.max(y, label.top), label.bottom)
  return Array.from({ length: 12 }, (_, at) => ({ x: x + ((toX - x) * at) / 12, y: y + ((toY - y) * at) / 12 }))
}

function isInside({ x, y }: Spot, { left, right, top, bottom }: Box): boolean {
  return x > left && x < right && y > top && y < bottom
}

function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return width > 0 && height > 0 ? width * height : 0
}

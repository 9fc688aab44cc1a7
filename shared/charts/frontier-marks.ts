import type { CustomSeriesOption } from 'echarts'
import type { ChartTheme } from './chart-theme.ts'
import type { FrontierPoint } from './frontier-points.ts'
import { type Box, type PlacedLabel, placeLabels } from './place-labels.ts'

const CAP_PX = 4
const MARKER_PX = 7
const LABEL_HEIGHT_PX = 14
/** Mean width of a character of the system's interface fonts at 11 px; drawing has no way to measure in every host. */
const CHARACTER_PX = 6.2
const BOLD_CHARACTER_PX = 6.8

interface MarkOptions {
  readonly colourOf: (point: FrontierPoint) => string
  readonly theme: ChartTheme
}

interface Spot {
  readonly x: number
  readonly y: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** How much is left of what another point beats. */
export const BEATEN_OPACITY = 0.4

/** Error bars both ways, quality's 95 % interval upright and the other axis' across, and the names beside the points. */
export function frontierMarks(points: readonly FrontierPoint[], { colourOf, theme }: MarkOptions): CustomSeriesOption {
  return {
    type: 'custom',
    name: '95 % intervals',
    silent: true,
    z: 2,
    clip: false,
    data: points.map((point) => [point.x, point.quality]),
    renderItem: (params, api) => {
      const spots = points.map((point) => spotOf(point, (value) => api.coord(value)))
      const bounds = boundsOf(params.coordSys)
      const point = points[params.dataIndex]
      const spot = spots[params.dataIndex]
      if (!point || !spot) return null
      // All labels are placed anew for each point: they depend on one another, and there are few.
      const label = placeLabels(
        points.map((each, index) => ({
          x: spots[index]?.x ?? 0,
          y: spots[index]?.y ?? 0,
          width: nameOf(each).length * (each.isOnFront ? BOLD_CHARACTER_PX : CHARACTER_PX) + 4,
          height: LABEL_HEIGHT_PX,
          isImportant: each.isOnFront,
        })),
        { bounds, obstacles: [...spots.flatMap(obstaclesOf), ...frontLines(points, spots, bounds.right)] },
      )[params.dataIndex]
      return {
        type: 'group',
        children: [
          ...errorBars(spot, { stroke: colourOf(point), opacity: point.isOnFront ? 0.65 : 0.65 * BEATEN_OPACITY }),
          ...(label ? labelMarks({ spot, label, point, theme }) : []),
        ],
      }
    },
  }
}

function nameOf({ shortLabel, isKnee }: FrontierPoint): string {
  return isKnee ? `${shortLabel} · knee` : shortLabel
}

function spotOf(point: FrontierPoint, coord: (value: number[]) => number[]): Spot {
  const [x = 0, y = 0] = coord([point.x, point.quality])
  // A logarithmic axis has no place for zero.
  const [left = x] = coord([point.xLow > 0 ? point.xLow : point.x, point.quality])
  const [right = x] = coord([point.xHigh, point.quality])
  const [, bottom = y] = coord([point.x, point.qualityLow])
  const [, top = y] = coord([point.x, point.qualityHigh])
  return { x, y, left, right, top, bottom }
}

function errorBars(
  { x, y, left, right, top, bottom }: Spot,
  style: { readonly stroke: string; readonly opacity: number },
) {
  const bar = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line' as const,
    shape: { x1, y1, x2, y2 },
    style: { ...style, lineWidth: 1.25 },
  })
  return [
    bar(x, top, x, bottom),
    bar(x - CAP_PX, top, x + CAP_PX, top),
    bar(x - CAP_PX, bottom, x + CAP_PX, bottom),
    bar(left, y, right, y),
    bar(left, y - CAP_PX, left, y + CAP_PX),
    bar(right, y - CAP_PX, right, y + CAP_PX),
  ]
}

function labelMarks(given: {
  readonly spot: Spot
  readonly label: PlacedLabel
  readonly point: FrontierPoint
  readonly theme: ChartTheme
}) {
  const { spot, label, point, theme } = given
  const line = {
    type: 'line' as const,
    shape: {
      x1: spot.x,
      y1: spot.y,
      x2: Math.min(Math.max(spot.x, label.left), label.right),
      y2: Math.min(Math.max(spot.y, label.top), label.bottom),
    },
    style: { stroke: theme.muted, lineWidth: 0.75, opacity: 0.8 },
  }
  const text = {
    type: 'text' as const,
    style: {
      text: nameOf(point),
      ...sideOf(spot, label),
      y: (label.top + label.bottom) / 2,
      verticalAlign: 'middle' as const,
      fill: theme.text,
      // An outline keeps a name readable where it must cross a line.
      stroke: theme.background,
      lineWidth: 3,
      fontSize: 11,
      fontWeight: point.isOnFront ? ('bold' as const) : ('normal' as const),
      fontFamily: 'system-ui, sans-serif',
    },
  }
  return label.needsLine ? [line, text] : [text]
}

function obstaclesOf({ x, y, left, right, top, bottom }: Spot): Box[] {
  return [
    { left: x - MARKER_PX, right: x + MARKER_PX, top: y - MARKER_PX, bottom: y + MARKER_PX },
    { left: x - CAP_PX, right: x + CAP_PX, top, bottom },
    { left, right, top: y - CAP_PX, bottom: y + CAP_PX },
  ]
}

/** The dashed line's pieces: level from each point of the front to the next, then up. */
function frontLines(points: readonly FrontierPoint[], spots: readonly Spot[], end: number): Box[] {
  const front = spots.filter((_, index) => points[index]?.isOnFront).toSorted((a, b) => a.x - b.x)
  return front.flatMap(({ x, y }, index) => {
    const next = front[index + 1]
    const level = { left: x, right: next?.x ?? end, top: y - 2, bottom: y + 2 }
    return next
      ? [level, { left: next.x - 2, right: next.x + 2, top: Math.min(next.y, y), bottom: Math.max(next.y, y) }]
      : [level]
  })
}

/** A name keeps to the edge that is next to its point, whatever the font makes of its width. */
function sideOf({ x }: Spot, { left, right }: PlacedLabel) {
  if (left > x) return { x: left, align: 'left' as const }
  if (right < x) return { x: right, align: 'right' as const }
  return { x: (left + right) / 2, align: 'center' as const }
}

/** The custom series' own type knows only that there is a coordinate system. */
function boundsOf(system: unknown): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = system as Partial<Record<'x' | 'y' | 'width' | 'height', number>>
  return { left: x, top: y - 12, right: x + width + 20, bottom: y + height }
}

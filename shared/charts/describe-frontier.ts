import type { FrontierAxis } from './frontier-axis.ts'
import type { FrontierPoint } from './frontier-points.ts'

/** What the picture shows, for those who cannot see it. */
export function describeFrontier(points: readonly FrontierPoint[], axis: FrontierAxis): string {
  if (points.length === 0) return `No variant has both a score and a figure of ${axis.noun} yet.`
  const told = points.map((point) => describePoint(point, axis).replaceAll('\n', ', '))
  return [`Quality against ${axis.noun}.`, kneeSentence(points, axis), `${told.join('. ')}.`].filter(Boolean).join(' ')
}

/** Which point the front bends at, and what that means; null where it does not bend. */
export function kneeSentence(points: readonly FrontierPoint[], axis: FrontierAxis): string | null {
  const knee = points.find(({ isKnee }) => isKnee)
  return knee
    ? `The knee of the front is ${knee.label}: below its ${axis.text(knee.x)} quality falls fast, above it little is gained.`
    : null
}

/** A point in four lines; empty for none. */
export function describePoint(point: FrontierPoint | undefined, axis: FrontierAxis): string {
  if (!point) return ''
  const percent = (rate: number) => (rate * 100).toFixed(1)
  const what = point.isPassRate ? 'passed' : 'mean score'
  return [
    point.label + (point.isSimulation ? ' (simulation)' : ''),
    `${what} ${percent(point.quality)} % (95 %: ${percent(point.qualityLow)} to ${percent(point.qualityHigh)}), n = ${point.scored}`,
    `${axis.head}: ${axis.text(point.x)} (95 %: ${axis.text(point.xLow)} to ${axis.text(point.xHigh)})`,
    point.isOnFront
      ? `on the Pareto front${point.isKnee ? ', at its knee' : ''}`
      : `beaten: another is at least as good and ${axis.beatenBy}`,
  ].join('\n')
}

import { formatUsd } from '../cost/format-usd.ts'
import { usdToNano } from '../domain/money.ts'
import type { FrontierPoint } from './frontier-points.ts'

/** What the picture shows, for those who cannot see it. */
export function describeFrontier(points: readonly FrontierPoint[]): string {
  if (points.length === 0) return 'No variant has both a score and a price yet.'
  return `Quality against cost. ${points.map((point) => describePoint(point).replaceAll('\n', ', ')).join('. ')}.`
}

/** A point in four lines; empty for none. */
export function describePoint(point: FrontierPoint | undefined): string {
  if (!point) return ''
  const percent = (rate: number) => (rate * 100).toFixed(1)
  const cost = (usd: number) => formatUsd(usdToNano(usd))
  const what = point.isPassRate ? 'passed' : 'mean score'
  return [
    point.label + (point.isSimulation ? ' (simulation)' : ''),
    `${what} ${percent(point.quality)} % (95 %: ${percent(point.qualityLow)} to ${percent(point.qualityHigh)}), n = ${point.scored}`,
    `${cost(point.costUsd)} per 1,000 (95 %: ${cost(point.costLowUsd)} to ${cost(point.costHighUsd)})`,
    point.isOnFront ? 'on the Pareto front' : 'beaten: another is at least as good and costs no more',
  ].join('\n')
}

import type { Interval } from '../domain/results.ts'

export interface RateWithInterval {
  readonly rate: number
  readonly interval: Interval
}

/**
 * Confidence interval of the difference of two rates from the Wilson interval of each, at their level.
 *
 * Takes the two as independent; on the same cases it is wider than a paired interval wherever both tend to fail on
 * the same ones.
 *
 * @returns bounds of `after` − `before`, as fractions (−1 to 1)
 * @see R. G. Newcombe, Statist. Med. 17 (1998), 873–890, method 10
 */
export function newcombeInterval(before: RateWithInterval, after: RateWithInterval): Interval {
  const difference = after.rate - before.rate
  return {
    low: difference - Math.hypot(after.rate - after.interval.low, before.interval.high - before.rate),
    high: difference + Math.hypot(after.interval.high - after.rate, before.rate - before.interval.low),
  }
}

import { nonInferiority } from '../stats/non-inferiority.ts'
import { nonInferiorityCases } from '../stats/sample-size.ts'
import type { GateRule } from './gate-config.ts'

const MAX_CASES = 1_000_000
/** What share of cases two prompts often answer differently well; the sentence says so. */
const ASSUMED_SHARE = 0.1

/** What a margin asks of the number of cases, so that nobody takes "undecided" for a fault of the prompt. */
export function marginPower({ margin, alpha }: GateRule): string {
  const least = leastCases(margin, alpha)
  const usual = nonInferiorityCases({ variance: ASSUMED_SHARE, margin, alpha })
  const count = (cases: number | null) => (cases === null ? 'more' : cases.toLocaleString('en-US'))
  const terms = `A margin of ${Number((margin * 100).toFixed(2))} points at ${Number(((1 - alpha) * 100).toFixed(2))} %`
  return (
    `${terms} takes at least ${count(least)} cases even where no answer of another prompt scores differently, ` +
    `and about ${count(usual)} where one in ten does (power 80 %). With fewer, widen the margin in pithy.yaml.`
  )
}

/** Of paired cases that all score the same, how many show "not worse"; null = more than a million. */
export function leastCases(margin: number, alpha: number): number | null {
  const isEnough = (cases: number) =>
    nonInferiority(new Array<number>(cases).fill(0), { margin, alpha, random: () => 0.5 })?.decision === 'not-worse'
  let high = 2
  while (!isEnough(high)) {
    high *= 2
    if (high > MAX_CASES) return null
  }
  let low = high / 2
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}

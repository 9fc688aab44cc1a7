import type { NanoUsd } from '../domain/money.ts'

export const daysPerMonth = 365.25 / 12

/** What a call costs in an average month of 30.44 days; null = unpriced. */
export function monthlyCost(perCallNanoUsd: NanoUsd | null, callsPerDay: number): NanoUsd | null {
  return perCallNanoUsd === null ? null : Math.round(perCallNanoUsd * callsPerDay * daysPerMonth)
}

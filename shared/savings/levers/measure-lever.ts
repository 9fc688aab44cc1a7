import { monthlyCost } from '../../cost/monthly-cost.ts'
import type { NanoUsd } from '../../domain/money.ts'
import type { Interval } from '../../domain/results.ts'
import { meanInterval } from '../../stats/mean-interval.ts'
import { planCost } from '../plan-cost.ts'
import type { PlannedCall } from '../planned-call.ts'
import type { SavingsInput } from '../savings-input.ts'
import type { LeverOffer } from './lever.ts'

export interface MeasuredLever {
  readonly savedNanoUsd: NanoUsd
  /** 95 %, Student's t over clusters of cases, of the difference per request. */
  readonly savedInterval: Interval | null
}

/** What a lever saves per month on these calls; null where either bill is unpriced. */
export function measureLever(
  input: SavingsInput,
  calls: readonly PlannedCall[],
  { change }: Pick<LeverOffer, 'change'>,
): MeasuredLever | null {
  const before = planCost(input, calls)
  const after = planCost(input, change(calls))
  if (before.monthNanoUsd === null || after.monthNanoUsd === null) return null
  const savings: number[] = []
  const clusters: string[] = []
  for (const [caseNo, { cluster }] of input.cases.entries()) {
    const saved = (before.perCase[caseNo] ?? Number.NaN) - (after.perCase[caseNo] ?? Number.NaN)
    if (Number.isNaN(saved)) continue
    savings.push(saved)
    clusters.push(cluster)
  }
  const interval = meanInterval(savings, clusters)?.interval ?? null
  const perMonth = (nano: number) => monthlyCost(nano, input.profile.callsPerDay) ?? 0
  return {
    savedNanoUsd: before.monthNanoUsd - after.monthNanoUsd,
    savedInterval: interval && { low: perMonth(interval[0]), high: perMonth(interval[1]) },
  }
}

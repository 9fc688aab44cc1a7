import type { ProviderId } from '../../../shared/domain/ids.ts'
import type { Settings } from '../../../shared/domain/settings.ts'

/** Discounts as the form has them: 0.1 is 10. */
export function percentsOf(discounts: Settings['providerDiscounts']): ReadonlyMap<ProviderId, number> {
  // The record's keys are provider ids; Object.entries widens them to text.
  const entries = Object.entries(discounts) as [ProviderId, number][]
  return new Map(entries.map(([id, ratio]) => [id, Number((ratio * 100).toFixed(2))]))
}

/** Without the ones that take nothing off. */
export function discountsOf(percents: ReadonlyMap<ProviderId, number>): Settings['providerDiscounts'] {
  const given = [...percents].filter(([, percent]) => percent > 0)
  return Object.fromEntries(given.map(([id, percent]) => [id, Number((percent / 100).toFixed(4))]))
}

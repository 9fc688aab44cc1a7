import { serviceFactor } from '../cost/service-factor.ts'
import type { PriceRow } from '../domain/model.ts'
import type { ServiceTier } from '../domain/service-tier.ts'

/** How a call was bought, with what it cost of the list price: "flex, 50 % of the price"; null where it is not known. */
export function serviceText(service: ServiceTier | null, price: PriceRow | null): string | null {
  if (service === null) return null
  if (service === 'standard') return 'standard'
  const factor = price && serviceFactor(price, { service })
  const about = service === 'priority' ? '≈ ' : ''
  return factor === null ? service : `${service}, ${about}${percent(factor)} of the price`
}

/** "10 % off the list price"; null without a discount. */
export function discountText(price: PriceRow | null): string | null {
  return price?.discountRatio ? `${percent(price.discountRatio)} off the list price` : null
}

function percent(ratio: number): string {
  return `${Number((ratio * 100).toFixed(2))} %`
}

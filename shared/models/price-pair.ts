import { formatUsd } from '../cost/format-usd.ts'
import type { CatalogModel } from '../domain/model.ts'
import { usdToNano } from '../domain/money.ts'

/** "$0.150 / $0.600": per million tokens of input and of output. */
export function pricePair({ price }: Pick<CatalogModel, 'price'>): string {
  if (price === null) return 'unpriced'
  return `${formatUsd(usdToNano(price.prices.input))} / ${formatUsd(usdToNano(price.prices.output))}`
}

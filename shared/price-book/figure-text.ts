import { formatUsd } from '../cost/format-usd.ts'
import type { CatalogModel } from '../domain/model.ts'
import { usdToNano } from '../domain/money.ts'
import type { PriceChange } from '../domain/price-import.ts'

/** A figure of a price list in the unit of its kind: "$0.750", "272,000", "× 0.5"; unknown is "–". */
export function figureText(value: PriceChange['before'], unit: PriceChange['unit']): string {
  if (value === null) return '–'
  if (typeof value === 'string') return value
  if (unit === 'usd-per-million') return formatUsd(usdToNano(value))
  return unit === 'factor' ? `× ${value}` : value.toLocaleString('en-US')
}

/** "+25 %", "−4.2 %". */
export function percentText(changePercent: number): string {
  const size = Math.abs(changePercent)
  const digits = size >= 10 ? 0 : 1
  return `${changePercent < 0 ? '−' : '+'}${Number(size.toFixed(digits)).toLocaleString('en-US')} %`
}

/** What a new model costs and holds, in one line. */
export function newModelText({ price, contextTokens }: CatalogModel): string {
  const parts = [
    `${figureText(price?.prices.input ?? null, 'usd-per-million')} in`,
    `${figureText(price?.prices.output ?? null, 'usd-per-million')} out`,
    contextTokens === null ? 'context not known' : `context ${contextTokens.toLocaleString('en-US')}`,
  ]
  return parts.join(', ')
}

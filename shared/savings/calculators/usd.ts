import { formatUsd } from '../../cost/format-usd.ts'
import { usdToNano } from '../../domain/money.ts'

/** Dollars as people read them: "$1.42k". */
export function usd(amount: number): string {
  return Number.isFinite(amount) && Math.abs(amount) < 9e6
    ? formatUsd(usdToNano(amount))
    : amount > 0
      ? 'more than $9M'
      : '–'
}

/** "1,234"; a fraction below 10 keeps two digits. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return Math.abs(value) < 10 ? String(Number(value.toPrecision(2))) : Math.round(value).toLocaleString('en-US')
}

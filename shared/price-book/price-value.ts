import { SkipEntry } from './skip-entry.ts'

/** Above this a price is a slip of units: the dearest model ever listed (o1-pro) asked $600 per million. */
const MAX_USD_PER_MILLION = 10_000

/**
 * A price in USD per million tokens; null where the list gives none.
 *
 * @param scale what the file's unit is multiplied with: 1e6 for USD per token, 1 for USD per million
 * @throws SkipEntry for anything that is no plausible price, since what stands beside it cannot be trusted either
 */
export function priceValue(value: unknown, field: string, scale: number): number | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'number') throw new SkipEntry(`${field} is not a number`)
  if (!Number.isFinite(value)) throw new SkipEntry(`${field} is not a finite number`)
  if (value < 0) throw new SkipEntry(`${field} is negative`)
  const usdPerMillion = roundPrice(value * scale)
  if (usdPerMillion > MAX_USD_PER_MILLION) throw new SkipEntry(`${field} is above $10,000 per million tokens`)
  return usdPerMillion
}

/** 1.1e-7 × 1e6 is 0.10999999999999999; twelve digits are more than any price list has. */
export function roundPrice(usdPerMillion: number): number {
  return Number(usdPerMillion.toPrecision(12))
}

/** A limit in tokens; null for anything but a positive whole number, which some entries have as text. */
export function tokenLimit(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null
}

/**
 * One factor for all token classes from a service's own input and output prices: the larger of the two shares, so that no
 * bill is told too low. Null where either is missing, or where the service would be dearer than the normal one.
 */
export function discountFactor(
  normal: { readonly input: number; readonly output: number },
  special: { readonly input: number | null; readonly output: number | null },
): number | null {
  if (special.input === null || special.output === null) return null
  const shares = [share(special.input, normal.input), share(special.output, normal.output)]
  const factor = Number(Math.max(...shares).toPrecision(6))
  return factor > 0 && factor <= 1 ? factor : null
}

function share(special: number, normal: number): number {
  return normal === 0 ? 0 : special / normal
}

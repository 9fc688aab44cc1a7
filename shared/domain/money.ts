import { z } from 'zod'

/**
 * Money: an integer number of nano-dollars (1e-9 $).
 *
 * Not micro-dollars: a call of 100 tokens to a model at $0.10 per million costs 10 µ$, so whole micro-dollars would
 * blur the difference between two variants by up to 10 %. Safe integers reach $9 million.
 */
export const NanoUsd = z.number().int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)
export type NanoUsd = z.infer<typeof NanoUsd>

export const NANO_PER_USD = 1_000_000_000

export function usdToNano(usd: number): NanoUsd {
  return Math.round(usd * NANO_PER_USD)
}

export function nanoToUsd(nano: NanoUsd): number {
  return nano / NANO_PER_USD
}

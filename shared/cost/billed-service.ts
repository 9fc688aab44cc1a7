import type { ServiceTier } from '../domain/service-tier.ts'

/**
 * How a call was really bought, by what the reply says of itself: a flex request may be served, and billed, at the normal
 * tier, and a project's settings may raise a normal one to priority (OpenAI's API reference, `service_tier`, 2026-11).
 *
 * @param told the reply's own word; null when it has none, which counts as the full price
 */
export function billedService(told: string | null): ServiceTier {
  switch (told?.toLowerCase()) {
    case 'flex':
      return 'flex'
    case 'batch':
      return 'batch'
    case 'priority':
    case 'fast':
      return 'priority'
    default:
      return 'standard'
  }
}

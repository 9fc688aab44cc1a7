import { z } from 'zod'

/** How a call is bought: answered at once, at once but with less haste, over the batch API, or ahead of the others. */
export const ServiceTier = z.enum(['standard', 'flex', 'batch', 'priority'])
export type ServiceTier = z.infer<typeof ServiceTier>

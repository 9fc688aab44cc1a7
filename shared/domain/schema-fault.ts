import { z } from 'zod'

/** Why something is no JSON Schema. */
export const SchemaFault = z.object({
  /** JSON pointer of the place; "" = the whole. */
  pointer: z.string(),
  message: z.string(),
})
export type SchemaFault = z.infer<typeof SchemaFault>

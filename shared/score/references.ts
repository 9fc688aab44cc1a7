import { z } from 'zod'

/** What a metric that compares with texts takes: where it passes, and other texts that are as good as the value. */
export const ReferenceOptions = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.5).describe('Passes from'),
  references: z.array(z.string().max(100_000)).max(50).default([]).describe('More references: a list of texts'),
})

/** The value and the other references. */
export function referencesOf(value: string | null, options: z.infer<typeof ReferenceOptions>): readonly string[] {
  return [value ?? '', ...options.references]
}

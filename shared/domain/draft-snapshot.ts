import { z } from 'zod'
import { PromptId, VariantId } from './ids.ts'

/** What a tab said at a pause in typing. Times thin out with age: see keptMoments. */
export const DraftSnapshot = z.object({
  /** Rises with time. */
  no: z.number().int().positive(),
  promptId: PromptId,
  /** The tab that it was typed into. */
  letter: z.string(),
  /** The revision that the tab showed then. */
  variantId: VariantId,
  savedAt: z.iso.datetime(),
  characters: z.number().int().min(0),
  messageCount: z.number().int().positive(),
  /** Of all templates as written, o200k_base; null = not counted yet. */
  tokens: z.number().int().min(0).nullable(),
})
export type DraftSnapshot = z.infer<typeof DraftSnapshot>

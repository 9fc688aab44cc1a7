import { z } from 'zod'
import { CaseContent } from './eval-set.ts'
import { ModelId } from './ids.ts'
import { VariantContent } from './prompt.ts'
import { Assertion } from './score.ts'

/** What was not understood of a configuration, or not as it was meant, and where. */
export const ImportNote = z.object({ place: z.string(), message: z.string() })
export type ImportNote = z.infer<typeof ImportNote>

/** What an import of a promptfoo configuration would make. */
export const ConfigPreview = z.object({
  /** The configuration's path in the chosen folder. */
  file: z.string(),
  name: z.string(),
  prompts: z.array(z.object({ label: z.string(), content: VariantContent })),
  /** As the configuration names them; `modelId` null = nothing that Pithy could ask, `isKnown` = it is in the catalog. */
  providers: z.array(z.object({ id: z.string(), modelId: ModelId.nullable(), isKnown: z.boolean() })),
  caseCount: z.number().int().min(0),
  /** The first cases. */
  sample: z.array(CaseContent),
  assertions: z.array(Assertion),
  notes: z.array(ImportNote),
  filesRead: z.array(z.string()),
})
export type ConfigPreview = z.infer<typeof ConfigPreview>

/** What an import of a promptfoo result file would make. */
export const ResultsPreview = z.object({
  name: z.string(),
  prompts: z.array(z.object({ label: z.string(), content: VariantContent })),
  columns: z.array(
    z.object({
      promptLabel: z.string(),
      model: z.string(),
      answered: z.number().int(),
      passed: z.number().int(),
      failed: z.number().int(),
    }),
  ),
  caseCount: z.number().int().min(0),
  sample: z.array(CaseContent),
  assertions: z.array(Assertion),
  notes: z.array(ImportNote),
})
export type ResultsPreview = z.infer<typeof ResultsPreview>

import { z } from 'zod'
import { ProjectId } from './ids.ts'

/** Letters, digits, hyphens and underscores, beginning with a letter: `house-rules`. */
export const PartialName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]{0,63}$/i,
    'The name of a partial begins with a letter and holds letters, digits, "-" and "_" only, at most 64 of them.',
  )

export const MAX_PARTIAL_CHARACTERS = 1_000_000

/** A text that a project's prompts share: `{% render 'house-rules' %}` stands for it. */
export const PromptPartial = z.object({
  id: z.string().brand<'PartialId'>(),
  projectId: ProjectId,
  name: PartialName,
  text: z.string().max(MAX_PARTIAL_CHARACTERS),
  archivedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type PromptPartial = z.infer<typeof PromptPartial>

/** What a partial said at a pause in typing. */
export const PartialState = z.object({
  no: z.number().int(),
  characters: z.number().int().min(0),
  savedAt: z.iso.datetime(),
})
export type PartialState = z.infer<typeof PartialState>

/** Texts by name. Names are looked up as own properties only. */
export const PartialTexts = z.record(PartialName, z.string().max(MAX_PARTIAL_CHARACTERS))
export type PartialTexts = Readonly<z.infer<typeof PartialTexts>>

import { z } from 'zod'

/** Ids are opaque text, made by the host's id port (UUIDv7, so that they sort by time of creation). */
export const ProjectId = z.string().min(1).max(80).brand<'ProjectId'>()
export type ProjectId = z.infer<typeof ProjectId>

export const PromptId = z.string().min(1).max(80).brand<'PromptId'>()
export type PromptId = z.infer<typeof PromptId>

export const VariantId = z.string().min(1).max(80).brand<'VariantId'>()
export type VariantId = z.infer<typeof VariantId>

export const EvalSetId = z.string().min(1).max(80).brand<'EvalSetId'>()
export type EvalSetId = z.infer<typeof EvalSetId>

export const CaseId = z.string().min(1).max(80).brand<'CaseId'>()
export type CaseId = z.infer<typeof CaseId>

export const RunId = z.string().min(1).max(80).brand<'RunId'>()
export type RunId = z.infer<typeof RunId>

export const BatchId = z.string().min(1).max(80).brand<'BatchId'>()
export type BatchId = z.infer<typeof BatchId>

export const JobId = z.string().min(1).max(80).brand<'JobId'>()
export type JobId = z.infer<typeof JobId>

export const SqueezeId = z.string().min(1).max(80).brand<'SqueezeId'>()
export type SqueezeId = z.infer<typeof SqueezeId>

/** `openai`, `anthropic`, `sandbox`, or the id a user gave to a compatible endpoint: kebab-case. */
export const ProviderId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'A provider id is kebab-case: lower-case letters, digits and "-".')
  .brand<'ProviderId'>()
export type ProviderId = z.infer<typeof ProviderId>

/** `provider/model`, for instance `openai/gpt-5.4-mini`. The model's part may itself hold slashes. */
export const ModelId = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9-]{0,39}\/\S+$/, 'A model id is "provider/model", for instance "openai/gpt-5.4-mini".')
  .brand<'ModelId'>()
export type ModelId = z.infer<typeof ModelId>

/** Splits `provider/model` at the first slash. */
export function splitModelId(id: ModelId): { readonly providerId: ProviderId; readonly modelName: string } {
  const slash = id.indexOf('/')
  return { providerId: ProviderId.parse(id.slice(0, slash)), modelName: id.slice(slash + 1) }
}

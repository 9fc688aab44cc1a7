import { z } from 'zod'
import { ProjectId } from './ids.ts'
import { JsonValue } from './json.ts'
import { NanoUsd } from './money.ts'

export const UsageLogId = z.string().min(1).max(80).brand<'UsageLogId'>()
export type UsageLogId = z.infer<typeof UsageLogId>

/** How the rows of a usage log are written down; `json` = one document with a list of objects in it. */
export const UsageFileKind = z.enum(['csv', 'jsonl', 'json'])
export type UsageFileKind = z.infer<typeof UsageFileKind>

/**
 * What a column of a usage log says. `promptTokens` counts the whole prompt, as OpenAI does; `inputTokens` only what was neither read
 * from nor written to a cache, as Anthropic does. `promptHash` takes any text: a hash of it is kept, never the text.
 */
export const UsageUse = z.enum([
  'ignore',
  'time',
  'endTime',
  'model',
  'promptTokens',
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'outputTokens',
  'reasoningTokens',
  'costUsd',
  'costCents',
  'latencyMs',
  'latencySeconds',
  'calls',
  'status',
  'requestId',
  'promptHash',
  'tag',
])
export type UsageUse = z.infer<typeof UsageUse>

export const MAX_USAGE_TAGS = 6

/** What becomes of one column. */
export const UsageColumn = z.object({
  column: z.string().max(500),
  use: UsageUse,
  /** The tag's name, such as "feature"; for the other uses it is not looked at. */
  tagName: z.string().trim().max(100).default(''),
})
export type UsageColumn = z.infer<typeof UsageColumn>

/** A row that stayed out, by its number in the file, from 1. */
export const UsageProblem = z.object({ row: z.number().int().positive(), message: z.string() })
export type UsageProblem = z.infer<typeof UsageProblem>

/** How a usage log is read. */
export const UsageReading = z.object({
  formatId: z.string().max(60),
  kind: UsageFileKind,
  /** Of a CSV. */
  delimiter: z.string().length(1).nullable(),
  columns: z.array(UsageColumn).min(1).max(500),
})
export type UsageReading = z.infer<typeof UsageReading>

/** What a file's beginning shows, for the mapping step. */
export const UsagePreview = z.object({
  reading: UsageReading,
  /** Of every format that could read it. */
  formats: z.array(z.object({ id: z.string(), label: z.string() })),
  /** What is to be known of this format, such as rows that stand for many calls; null = nothing. */
  note: z.string().nullable(),
  /** The first rows by column, as the file has them. */
  sample: z.array(z.record(z.string(), JsonValue)),
  problems: z.array(UsageProblem),
})
export type UsagePreview = z.infer<typeof UsagePreview>

/** One imported file of usage. Its money is the log's own: the ledger, budgets and spending of this application know nothing of it. */
export const UsageLog = z.object({
  id: UsageLogId,
  projectId: ProjectId,
  name: z.string(),
  formatId: z.string(),
  tagNames: z.array(z.string()),
  state: z.enum(['reading', 'complete']),
  /** Rows stored; those that were there already and those that could not be read are counted beside. */
  rowCount: z.number().int().min(0),
  duplicateCount: z.number().int().min(0),
  badCount: z.number().int().min(0),
  /** The first of the rows that could not be read. */
  problems: z.array(UsageProblem),
  firstAtMs: z.number().int().nullable(),
  lastAtMs: z.number().int().nullable(),
  /** What the log says and, where it says nothing, what the catalog's prices at the time of the import make of it. */
  costNanoUsd: NanoUsd,
  unpricedCount: z.number().int().min(0),
  createdAt: z.iso.datetime(),
})
export type UsageLog = z.infer<typeof UsageLog>

import { z } from 'zod'
import type { CaseContent } from './eval-set.ts'
import { JsonValue } from './json.ts'
import type { Assertion } from './score.ts'

export const TableFormat = z.enum(['csv', 'jsonl', 'json', 'yaml'])
export type TableFormat = z.infer<typeof TableFormat>

/** What becomes of one column of an imported table. */
export const ColumnMapping = z.object({
  column: z.string(),
  /** `assertion`: cells such as `contains: Paris`, in promptfoo's way of writing. */
  use: z.enum(['variable', 'expected', 'assertion', 'tag', 'weight', 'ignore']),
  /** The variable's name; for the other uses it is not looked at. */
  variableName: z.string(),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

/** Where a table holds the answers of one model; what is null is not known. */
export const AnswerColumns = z.object({
  /** The model as the user calls it; in the run it is `recorded/name`. */
  model: z.string().trim().min(1).max(180),
  output: z.string(),
  /** 0 to 1, or true and false; null = the eval set's assertions score the answers. */
  score: z.string().nullable().default(null),
  costUsd: z.string().nullable().default(null),
  latencyMs: z.string().nullable().default(null),
  promptTokens: z.string().nullable().default(null),
  outputTokens: z.string().nullable().default(null),
})
export type AnswerColumns = z.infer<typeof AnswerColumns>

/** Something wrong at a place of the file; `row` counts lines of data from 1, `line` lines of the file from 1. */
export const ImportProblem = z.object({
  row: z.number().int().positive().nullable(),
  line: z.number().int().positive().nullable(),
  message: z.string(),
})
export type ImportProblem = z.infer<typeof ImportProblem>

export const TablePreview = z.object({
  format: TableFormat,
  /** The other tool whose shape the rows have, such as "OpenAI Evals"; null = plain columns. */
  shape: z.string().nullable(),
  /** The delimiter found in a CSV; null for the others. */
  delimiter: z.string().nullable(),
  columns: z.array(z.string()),
  /** The first rows, by column. */
  sample: z.array(z.record(z.string(), JsonValue)),
  rowCount: z.number().int().min(0),
  problems: z.array(ImportProblem),
  suggestedMapping: z.array(ColumnMapping),
})
export type TablePreview = z.infer<typeof TablePreview>

export interface ImportedCases {
  readonly cases: readonly CaseContent[]
  /** Of columns that hold assertions, for the eval set. */
  readonly assertions: readonly Assertion[]
  readonly problems: readonly ImportProblem[]
}

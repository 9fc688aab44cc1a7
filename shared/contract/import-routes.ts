import { z } from 'zod'
import { ConfigPreview, ResultsPreview } from '../domain/config-import.ts'
import { EvalSet } from '../domain/eval-set.ts'
import { EvalSetId, ProjectId, PromptId, RunId, VariantId } from '../domain/ids.ts'
import { AnswerColumns, ColumnMapping, ImportProblem, TableFormat, TablePreview } from '../domain/import.ts'
import { Assertion } from '../domain/score.ts'
import { Name } from './name.ts'
import { command, query, type Route } from './route.ts'

/** A pasted or dropped table; larger files come in by the command line. */
const TableText = z.string().max(64_000_000, 'A table of more than 64 million characters is too large to import here.')
const TableSource = { text: TableText, format: TableFormat.nullable(), delimiter: z.string().length(1).nullable() }

const ImportNo = z.number().int().positive()

/** The text files of a folder that the user chose, by their path in it. */
const ConfigSource = {
  files: z
    .array(z.object({ path: z.string().min(1).max(1000), text: TableText }))
    .min(1)
    .max(5000),
  /** Which of them is the configuration; null = the one that looks like it. */
  config: z.string().nullable().default(null),
}

/** What comes in from tables and other tools' files. */
export const importRoutes = {
  /** The table in an Excel workbook or a Parquet file as text, which the others then read. */
  'imports.table-of-bytes': query(
    z.object({
      /** At most 48 MB of them. */
      base64: z.base64().max(64_000_000, 'A file of more than 48 MB is too large to import here.'),
      kind: z.enum(['xlsx', 'parquet']),
      /** Of a workbook; null = the first that is not empty. */
      sheet: z.string().nullable().default(null),
    }),
    z.object({ text: z.string(), format: TableFormat, sheets: z.array(z.string()), sheet: z.string().nullable() }),
  ),
  'imports.preview': query(z.object(TableSource), TablePreview),
  /** Adds the rows to an eval set, or makes one named `name`; rows with problems stay out and are listed. */
  'imports.cases': command(
    z.object({
      ...TableSource,
      projectId: ProjectId,
      evalSetId: EvalSetId.nullable(),
      name: Name,
      mapping: z.array(ColumnMapping).min(1),
      /** Told back by `import.progressed`; absent = nobody listens. */
      importId: z.string().min(1).max(100).optional(),
    }),
    z.object({ evalSet: EvalSet, imported: z.number().int(), problems: z.array(ImportProblem) }),
  ),
  /** An import in pieces, for tables that no memory should hold whole: nobody sees it before `imports.finish`. */
  'imports.begin': command(z.object({ projectId: ProjectId, name: Name }), z.object({ importNo: ImportNo })),
  /** A piece: whole rows, with the header where the format has one. */
  'imports.add': command(
    z.object({ ...TableSource, importNo: ImportNo, mapping: z.array(ColumnMapping).min(1) }),
    z.object({ imported: z.number().int(), problems: z.array(ImportProblem) }),
  ),
  'imports.finish': command(z.object({ importNo: ImportNo, variableNames: z.array(z.string()).max(10_000) }), EvalSet),
  /** Takes back all that was added. */
  'imports.drop': command(z.object({ importNo: ImportNo }), z.object({})),
  /**
   * Makes a complete run of answers that a table holds, on an eval set of its cases: nothing is sent and nothing spent. Its models
   * are called `recorded/…`.
   */
  'imports.answers': command(
    z.object({
      ...TableSource,
      projectId: ProjectId,
      name: Name,
      mapping: z.array(ColumnMapping).min(1),
      /** The prompt that was answered, as far as it is known. */
      variantId: VariantId,
      answers: z.array(AnswerColumns).min(1).max(50),
      /** Of the new eval set; they score the answers of columns without a score. */
      assertions: z.array(Assertion).max(200).default([]),
    }),
    z.object({ runId: RunId, evalSet: EvalSet, imported: z.number().int(), problems: z.array(ImportProblem) }),
  ),
  /** What a promptfoo configuration says; nothing of it is run, and nothing stored. */
  'imports.preview-config': query(z.object(ConfigSource), ConfigPreview),
  /** Its prompts as the variants of one prompt, its tests as an eval set: all of it or nothing. */
  'imports.config': command(
    z.object({ ...ConfigSource, projectId: ProjectId, name: Name }),
    z.object({ promptId: PromptId.nullable(), evalSet: EvalSet.nullable() }),
  ),
  /** What a result file of promptfoo says; nothing is stored. */
  'imports.preview-results': query(z.object({ text: TableText }), ResultsPreview),
  /** Its answers as a complete run, with their scores, costs and times: nothing is sent and nothing spent. */
  'imports.results': command(
    z.object({ text: TableText, projectId: ProjectId, name: Name }),
    z.object({ runId: RunId, promptId: PromptId, evalSet: EvalSet }),
  ),
} as const satisfies Record<string, Route>

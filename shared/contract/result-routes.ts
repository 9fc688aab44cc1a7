import { z } from 'zod'
import { CaseId, JobId, RunId } from '../domain/ids.ts'
import { NanoUsd } from '../domain/money.ts'
import { PairedCases, RunSpread, SpendMinute, TrendRun } from '../domain/result-charts.ts'
import {
  ColumnOfRun,
  ColumnSummary,
  DistinctOutput,
  ResultQuestion,
  ResultRow,
  StreamingCell,
} from '../domain/results.ts'
import { AgainChoice, Cell, CellKey, CellMark, SentRequest } from '../domain/run.ts'
import { command, query, type Route } from './route.ts'

const RunRef = z.object({ runId: RunId })
const Page = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(1000).default(200) }

/** What can be asked about the cells of a run. */
export const resultRoutes = {
  'results.summary': query(RunRef, z.array(ColumnSummary)),
  'results.page': query(
    RunRef.extend({
      ...Page,
      ...ResultQuestion.shape,
      outputLimit: z.number().int().min(50).max(100_000).default(600),
      /** Only the cells of so many columns from this one are read; null = of all. */
      columnFrom: z.number().int().min(0).default(0),
      columnCount: z.number().int().min(1).max(2500).nullable().default(null),
    }),
    z.object({
      rows: z.array(ResultRow),
      matching: z.number().int(),
      total: z.number().int(),
      /** Rows that a search has looked at so far, while it is still under way: ask again. Null = all, or nothing is searched. */
      searched: z.number().int().nullable(),
    }),
  ),
  /** Tags of the cases, the most frequent first. */
  'results.tags': query(RunRef, z.array(z.object({ tag: z.string(), cases: z.number().int() }))),
  /** Of these cases, the cells whose answer is arriving right now; ask again when `cells.streamed` says so. */
  'results.streaming': query(RunRef.extend({ caseIds: z.array(CaseId).max(200) }), z.array(StreamingCell)),
  /** The different answers that the trials of one cell gave, the most frequent first. */
  'results.outputs': query(RunRef.extend({ key: CellKey.omit({ repeat: true }) }), z.array(DistinctOutput)),
  /** One cell in full, with its raw reply. */
  'results.cell': query(RunRef.extend({ key: CellKey }), Cell.extend({ raw: z.unknown() })),
  /** What a cell asked; tools, schemas and limits as the variant has them. */
  'results.request': query(RunRef.extend({ key: CellKey }), SentRequest),
  /**
   * Puts what a human notes in place of what was noted before, in the fields that are given; automatic scores stay. It is said of the answer
   * that stands in the cell, or of the earlier one with the number `replyNo`.
   */
  'results.mark': command(
    RunRef.extend({ key: CellKey, mark: CellMark.partial(), replyNo: z.number().int().optional() }),
    Cell,
  ),
  'results.spread': query(RunRef, RunSpread),
  'results.spend': query(RunRef, z.array(SpendMinute)),
  'results.pairs': query(RunRef.extend({ baseline: ColumnOfRun, candidate: ColumnOfRun }), PairedCases),
  /** The runs of the same eval set, the oldest first. */
  'results.trend': query(RunRef, z.array(TrendRun)),
  'results.preview-again': query(
    RunRef.extend({ cells: AgainChoice }),
    z.object({ cells: z.number().int().min(0), neededNanoUsd: NanoUsd.nullable() }),
  ),
  /** Asks cells once more, past the cache; an answer is replaced by the new one only when that has come. */
  'results.ask-again': command(RunRef.extend({ cells: AgainChoice }), z.object({ jobId: JobId })),
} as const satisfies Record<string, Route>

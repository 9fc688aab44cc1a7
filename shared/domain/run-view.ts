import { z } from 'zod'
import { ColumnOfRun, ResultQuestion } from './results.ts'

/** How many lines of an output a row shows at most; auto = four. */
export const Fold = z.enum(['auto', '1', '2', '4', '8', '16'])
export type Fold = z.infer<typeof Fold>

/** What the reader keeps apart from the view: a link, a file or a saved view brings it once. */
const Brought = z.object({
  baseline: ColumnOfRun.nullable(),
  fold: Fold,
  /** The open cell; its row counts under the view's filter and order, its column among all of the run. */
  cell: z.object({ rowIndex: z.number().int().min(0), columnIndex: z.number().int().min(0) }).nullable(),
})

/** How a run's grid is looked at: what a link to it holds, and what is saved under a name. */
export const RunView = ResultQuestion.extend({
  /** Indices of columns that are not shown. */
  hidden: z.array(z.number().int().min(0)).max(2500).default([]),
  /** Percent. */
  zoom: z.number().min(50).max(200).default(100),
  /** Null once it was taken over. */
  brought: Brought.nullable().default(null),
})
export type RunView = z.infer<typeof RunView>

/** Everything is shown, in the order of the eval set. */
export const wholeRun: RunView = {
  filter: 'all',
  baseline: null,
  search: '',
  isRegex: false,
  tags: [],
  conditions: [],
  sort: null,
  hidden: [],
  zoom: 100,
  brought: null,
}

import { z } from 'zod'
import { ResultQuestion } from './results.ts'

/** How a run's grid is looked at: what a link to it holds, and what is saved under a name. */
export const RunView = ResultQuestion.extend({
  /** Indices of columns that are not shown. */
  hidden: z.array(z.number().int().min(0)).max(2500).default([]),
  /** Percent. */
  zoom: z.number().min(50).max(200).default(100),
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
}

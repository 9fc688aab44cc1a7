import { columnPairOf } from '../compare/column-pair.ts'
import { startComparison } from '../compare/comparison-job.ts'
import { previewComparison } from '../compare/preview-comparison.ts'
import { readComparisons } from '../compare/read-comparisons.ts'
import { addChoice, nextReview, reviewStanding } from '../compare/read-reviews.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

type Names =
  | 'comparisons.preview'
  | 'comparisons.start'
  | 'comparisons.list'
  | 'reviews.next'
  | 'reviews.choose'
  | 'reviews.undo'
  | 'reviews.standing'

export function comparisonHandlers(core: CoreContext): Pick<Handlers, Names> {
  const { store, changed } = core
  return {
    'comparisons.preview': ({ runId, ...wish }) => previewComparison(core, store.runs.get(runId), wish),
    'comparisons.start': async ({ runId, ...wish }) => ({
      jobId: await startComparison(core, store.runs.get(runId), wish),
    }),
    'comparisons.list': ({ runId, ...wish }, { signal }) =>
      readComparisons(store, store.runs.get(runId), { ...wish, signal }),
    'reviews.next': ({ runId, ...wish }) => nextReview(store, store.runs.get(runId), wish),
    'reviews.choose': async ({ runId, ...wish }) => {
      await addChoice(store, store.runs.get(runId), wish)
      changed('runs')
      return {}
    },
    'reviews.undo': ({ runId, reviewer, ...columns }) => {
      store.comparisons.undoChoice(columnPairOf(store.runs.get(runId), columns).pair, reviewer)
      changed('runs')
      return {}
    },
    'reviews.standing': ({ runId, ...columns }) => reviewStanding(store, store.runs.get(runId), columns),
  }
}

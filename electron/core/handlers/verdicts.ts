import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { readCheapest } from '../evaluate/verdicts/read-cheapest.ts'
import { columnOf } from '../evaluate/verdicts/read-verdicts.ts'
import { splitCases } from '../evaluate/verdicts/split-cases.ts'
import { VerdictCache } from '../evaluate/verdicts/verdict-cache.ts'

type Names =
  | 'splits.get'
  | 'verdicts.list'
  | 'verdicts.cheapest'
  | 'verdicts.look'
  | 'verdicts.rule'
  | 'verdicts.save-rule'

export function verdictHandlers({ store, changed }: CoreContext): Pick<Handlers, Names> {
  const known = new VerdictCache()
  return {
    'splits.get': async ({ evalSetId }, { signal }) => {
      await splitCases(store, store.evalSets.get(evalSetId).id, { signal })
      return store.verdicts.statusOf(evalSetId)
    },
    'verdicts.list': ({ runId, baseline, part }, { signal }) =>
      known.read(store, store.runs.get(runId), { baseline, part, signal }),
    'verdicts.cheapest': ({ runId, baseline, part }, { signal }) =>
      readCheapest(store, store.runs.get(runId), { baseline, part, signal }),
    'verdicts.look': ({ runId, baseline, candidate }) => {
      const stored = store.runs.get(runId)
      const { evalSetId } = stored.run.spec
      const pair = { baseline: columnOf(stored, baseline), candidate: columnOf(stored, candidate) }
      store.verdicts.recordLook({ evalSetId, runId, ...pair })
      changed('runs')
      return store.verdicts.statusOf(evalSetId)
    },
    'verdicts.rule': ({ projectId }) => store.verdicts.ruleOf(store.projects.get(projectId).id),
    'verdicts.save-rule': ({ projectId, change }) => {
      const saved = store.verdicts.changeRule(store.projects.get(projectId).id, change)
      changed('runs')
      return saved
    },
  }
}

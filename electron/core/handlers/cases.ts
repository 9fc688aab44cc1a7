import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

type Names = 'cases.page' | 'cases.add' | 'cases.save' | 'cases.remove' | 'cases.restore'

export function caseHandlers({ store: { evalSets }, changed }: CoreContext): Pick<Handlers, Names> {
  return {
    'cases.page': ({ evalSetId, offset, limit, search }) => evalSets.page(evalSetId, { offset, limit, search }),
    'cases.add': ({ evalSetId, content }) => {
      const added = evalSets.addCase(evalSetId, content)
      changed('eval-sets')
      return added
    },
    'cases.save': ({ evalSetId, caseId, content }) => {
      const saved = evalSets.saveCase(evalSetId, caseId, content)
      changed('eval-sets')
      return saved
    },
    'cases.remove': ({ evalSetId, caseIds }) => {
      const removed = evalSets.removeCases(evalSetId, caseIds)
      changed('eval-sets')
      return removed
    },
    'cases.restore': ({ evalSetId, cases }) => {
      const ids = cases.map(({ id }) => id)
      const evalSet = evalSets.restoreCases(evalSetId, ids)
      changed('eval-sets')
      return evalSet
    },
  }
}

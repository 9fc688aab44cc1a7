import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

type Names =
  | 'eval-sets.list'
  | 'eval-sets.get'
  | 'eval-sets.create'
  | 'eval-sets.rename'
  | 'eval-sets.archive'
  | 'eval-sets.set-assertions'
  | 'eval-sets.allow-code'

export function evalSetHandlers({ store: { projects, evalSets }, changed }: CoreContext): Pick<Handlers, Names> {
  return {
    'eval-sets.list': ({ projectId, withArchived }) => evalSets.list(projects.get(projectId).id, { withArchived }),
    'eval-sets.get': ({ evalSetId }) => evalSets.get(evalSetId),
    'eval-sets.create': ({ projectId, name }) => {
      const evalSet = evalSets.create(projects.get(projectId).id, { name })
      changed('eval-sets')
      return evalSet
    },
    'eval-sets.rename': ({ evalSetId, name }) => {
      const evalSet = evalSets.rename(evalSetId, name)
      changed('eval-sets')
      return evalSet
    },
    'eval-sets.archive': ({ evalSetId, isArchived }) => {
      const evalSet = evalSets.setArchived(evalSetId, isArchived)
      changed('eval-sets')
      return evalSet
    },
    'eval-sets.allow-code': ({ evalSetId, mayRunCode }) => {
      const evalSet = evalSets.allowCode(evalSetId, mayRunCode)
      changed('eval-sets')
      return evalSet
    },
    'eval-sets.set-assertions': ({ evalSetId, assertions }) => {
      const evalSet = evalSets.setAssertions(evalSetId, assertions)
      changed('eval-sets')
      return evalSet
    },
  }
}

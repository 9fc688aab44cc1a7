import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

type Names = 'projects.list' | 'projects.create' | 'projects.rename' | 'projects.archive' | 'projects.set-budget'

export function projectHandlers({ store: { projects }, changed }: CoreContext): Pick<Handlers, Names> {
  return {
    'projects.list': ({ withArchived }) => projects.list({ withArchived }),
    'projects.create': ({ name }) => {
      const project = projects.create({ name })
      changed('projects')
      return project
    },
    'projects.rename': ({ projectId, name }) => {
      const project = projects.rename(projectId, name)
      changed('projects')
      return project
    },
    'projects.archive': ({ projectId, isArchived }) => {
      const project = projects.setArchived(projectId, isArchived)
      changed('projects')
      return project
    },
    'projects.set-budget': ({ projectId, budgetNanoUsd }) => {
      const project = projects.setBudget(projectId, budgetNanoUsd)
      changed('projects')
      return project
    },
  }
}

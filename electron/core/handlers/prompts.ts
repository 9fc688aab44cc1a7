import { defaultParameters, type VariantContent } from '../../../shared/domain/prompt.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

type Names = 'prompts.list' | 'prompts.create' | 'prompts.rename' | 'prompts.archive'

export function promptHandlers({ store: { projects, prompts }, changed }: CoreContext): Pick<Handlers, Names> {
  return {
    'prompts.list': ({ projectId, withArchived }) => prompts.list(projects.get(projectId).id, { withArchived }),
    'prompts.create': ({ projectId, name, content }) => {
      const first = { name: '', content: content ?? emptyContent(), origin: 'written', note: '' } as const
      const prompt = prompts.create(projects.get(projectId).id, name, first)
      changed('prompts')
      return prompt
    },
    'prompts.rename': ({ promptId, name }) => {
      const prompt = prompts.rename(promptId, name)
      changed('prompts')
      return prompt
    },
    'prompts.archive': ({ promptId, isArchived }) => {
      const prompt = prompts.setArchived(promptId, isArchived)
      changed('prompts')
      return prompt
    },
  }
}

function emptyContent(): VariantContent {
  return { messages: [{ role: 'user', template: '' }], parameters: defaultParameters }
}

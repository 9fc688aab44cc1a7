import { promptOfTag, providerOfTag } from '../../../../shared/domain/call-tag.ts'
import type { BudgetRule } from '../../../../shared/domain/spend.ts'
import type { Store } from '../../store/open-store.ts'

/** What a rule limits: `feature=search in project Work`, `prompt Answers`, `provider openai`, `project Work`. */
export function ruleLabel(
  { projects, prompts }: Pick<Store, 'projects' | 'prompts'>,
  { projectId, tag }: Pick<BudgetRule, 'projectId' | 'tag'>,
): string {
  const project = projectId === null ? null : `project ${projects.get(projectId).name}`
  if (tag === null) return project ?? 'all calls'
  const promptId = promptOfTag(tag)
  const prompt = promptId === null ? null : prompts.find(promptId)
  const providerId = providerOfTag(tag)
  const what = prompt ? `prompt ${prompt.name}` : providerId === null ? tag : `provider ${providerId}`
  return project === null ? what : `${what} in ${project}`
}

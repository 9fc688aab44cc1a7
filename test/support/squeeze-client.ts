import type { Client } from '../../shared/contract/client.ts'
import type { Input } from '../../shared/contract/routes.ts'
import { ModelId } from '../../shared/domain/ids.ts'

type Wish = Input<'squeeze.start'>

/** What a squeeze of a sample project asks for. */
export async function wishFor(client: Client, name: string, more: Partial<Wish> = {}): Promise<Wish> {
  const project = (await client.call('projects.list', {})).find((one) => one.name === name)
  if (!project) throw new Error(`There is no sample project ${name}.`)
  const [prompt] = await client.call('prompts.list', { projectId: project.id })
  const [evalSet] = await client.call('eval-sets.list', { projectId: project.id })
  const [variant] = prompt ? await client.call('variants.list', { promptId: prompt.id }) : []
  if (!variant || !evalSet) throw new Error(`The sample project ${name} is empty.`)
  return {
    variantId: variant.id,
    evalSetId: evalSet.id,
    mode: 'standard',
    modelId: ModelId.parse('sandbox/large'),
    rewriterId: ModelId.parse('sandbox/large'),
    budgetNanoUsd: 20_000_000_000,
    ...more,
  }
}

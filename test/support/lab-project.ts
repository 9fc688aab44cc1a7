import type { Client } from '../../shared/contract/client.ts'
import type { Output } from '../../shared/contract/routes.ts'
import { ProviderId } from '../../shared/domain/ids.ts'
import type { CatalogModel } from '../../shared/domain/model.ts'
import { defaultParameters, type Parameters } from '../../shared/domain/prompt.ts'
import { must } from './must.ts'
import { testModel } from './test-model.ts'

export interface LabProjectOptions {
  /** Where the provider listens. */
  readonly baseUrl: string
  /** `lab` with the model `lab/one` where none is named. */
  readonly provider?: { readonly id: string; readonly needsKey: boolean; readonly maxConcurrency: number }
  readonly model?: CatalogModel
  readonly name: string
  readonly template: string
  readonly parameters?: Parameters
  /** Values of `{{text}}`. */
  readonly cases: readonly string[]
}

export interface LabProject {
  readonly model: CatalogModel
  readonly project: Output<'projects.create'>
  readonly prompt: Output<'prompts.create'>
  readonly variant: Output<'variants.list'>[number]
  readonly evalSet: Output<'eval-sets.create'>
}

/** A project of one prompt and one eval set, with a model of a provider on this machine; the page opens on it. */
export async function createLabProject(
  { call }: Pick<Client, 'call'>,
  { baseUrl, name, template, parameters = defaultParameters, cases, ...options }: LabProjectOptions,
): Promise<LabProject> {
  const { id, ...rest } = options.provider ?? { id: 'lab', needsKey: false, maxConcurrency: 2 }
  await call('providers.save', { ...rest, providerId: ProviderId.parse(id), label: labelOf(id), baseUrl })
  const model = options.model ?? testModel({ id: 'lab/one' })
  await call('models.save', { model })
  const project = await call('projects.create', { name })
  await call('settings.save', { lastProjectId: project.id, chosenModelIds: [model.id] })
  const content = { messages: [{ role: 'user' as const, template }], parameters }
  const prompt = await call('prompts.create', { projectId: project.id, name: 'Prompt', content })
  const variant = must((await call('variants.list', { promptId: prompt.id }))[0])
  const evalSet = await call('eval-sets.create', { projectId: project.id, name: 'Set' })
  for (const text of cases)
    await call('cases.add', {
      evalSetId: evalSet.id,
      content: { variables: { text }, expected: null, tags: [], weight: 1 },
    })
  return { model, project, prompt, variant, evalSet }
}

function labelOf(id: string): string {
  return id === 'openai' ? 'OpenAI' : 'Lab'
}

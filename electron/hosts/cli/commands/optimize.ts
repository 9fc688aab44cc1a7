import type { Client } from '../../../../shared/contract/client.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { Input } from '../../../../shared/contract/routes.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { isOptimizeMode, SearchMode, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { followJob } from '../follow-job.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { readPlan } from '../read-plan.ts'
import { exitCodeOfSqueeze, squeezeJson, squeezeText } from '../squeeze-result.ts'
import { storePlan } from '../store-plan.ts'
import { parseBudget } from './run.ts'

export interface OptimizeOptions extends GlobalOptions {
  readonly mode: string
  readonly budget?: string
  readonly seed: string
  readonly base?: string
  readonly project?: string
  readonly model?: string
  readonly rewriter?: string
  readonly judge?: string
  readonly mayAddRules?: boolean
  readonly maxTokens?: string
}

/**
 * `pithy optimize PLAN`: squeezes the plan's first prompt against its cases, on its first model; `--project NAME` takes the
 * first prompt and eval set of a project of the library instead.
 */
export async function optimizeCommand(file: string | undefined, options: OptimizeOptions): Promise<number> {
  const mode = SearchMode.safeParse(options.mode)
  if (!mode.success)
    throw new AppError('bad-input', `--mode ${options.mode} is none of ${SearchMode.options.join(', ')}.`)
  const maxPromptTokens = options.maxTokens === undefined ? null : Number(options.maxTokens)
  if (maxPromptTokens !== null && !(Number.isSafeInteger(maxPromptTokens) && maxPromptTokens > 0))
    throw new AppError('bad-input', `--max-tokens ${options.maxTokens} is not a whole number above 0.`)
  const seed = Number(options.seed)
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new AppError('bad-input', `--seed ${options.seed} is not a whole number from 0 on.`)
  const budgetNanoUsd = options.budget === undefined ? null : parseBudget(options.budget)
  return await withClient(options, async (client) => {
    const subject =
      file === undefined ? await subjectOfProject(client, options) : await subjectOfPlan(client, file, options)
    const modelId = options.model === undefined ? subject.modelId : toModelId(options.model)
    const rewriterId = options.rewriter === undefined ? modelId : toModelId(options.rewriter)
    const { variantId, evalSetId } = subject
    const { mayAddRules = false } = options
    const judgeModelId = options.judge === undefined ? subject.judgeModelId : toModelId(options.judge)
    const models = { modelId, rewriterId, judgeModelId }
    const limits = { budgetNanoUsd, maxPromptTokens, mayAddRules }
    const wish = { variantId, evalSetId, ...models, mode: mode.data, ...limits, seed }
    for (const warning of (await client.call('squeeze.preview', wish)).warnings) console.error(`Note: ${warning}`)
    const { squeezeId, jobId } = await client.call('squeeze.start', wish)
    const job = await followJob(client, jobId, `${isOptimizeMode(mode.data) ? 'Optimize' : 'Squeeze'}, ${mode.data}`)
    const squeeze = await client.call('squeeze.get', { squeezeId })
    const messages = await winnerOf(client, squeeze)
    const { callsPerDay } = (await client.call('settings.get', {})).profile
    const model = (await client.call('models.list', {})).find(({ id }) => id === modelId) ?? null
    const profile = { model, callsPerDay }
    if (options.json) console.log(JSON.stringify(squeezeJson(squeeze, messages, profile), null, 2))
    else console.log(squeezeText(squeeze, messages, profile))
    if (job.error) console.error(`pithy: ${job.error.message}`)
    return exitCodeOfSqueeze(squeeze)
  })
}

type Subject = Pick<Input<'squeeze.start'>, 'variantId' | 'evalSetId' | 'modelId' | 'judgeModelId'>

async function subjectOfPlan(client: Client, file: string, options: OptimizeOptions): Promise<Subject> {
  const spec = await storePlan(client, await readPlan(file, options.base), new Map())
  const [variantId] = spec.variantIds
  const [modelId] = spec.modelIds
  if (!variantId || !modelId) throw new AppError('bad-input', `${file} names no prompt or no model.`)
  return { variantId, modelId, evalSetId: spec.evalSetId, judgeModelId: spec.judgeModelId ?? null }
}

async function subjectOfProject(client: Client, { project: name, model }: OptimizeOptions): Promise<Subject> {
  if (name === undefined || model === undefined)
    throw new AppError('bad-input', 'Name a plan file, or --project NAME with --model ID.')
  const project = (await client.call('projects.list', {})).find((one) => one.name === name)
  if (!project) throw new AppError('not-found', `There is no project "${name}" in the library.`)
  const [prompt] = await client.call('prompts.list', { projectId: project.id })
  const [evalSet] = await client.call('eval-sets.list', { projectId: project.id })
  const [variant] = prompt ? await client.call('variants.list', { promptId: prompt.id }) : []
  if (!variant) throw new AppError('not-found', `The project "${name}" has no prompt.`)
  return { variantId: variant.id, evalSetId: evalSet?.id ?? null, modelId: toModelId(model), judgeModelId: null }
}

async function winnerOf(client: Client, { winnerVariantId }: SqueezeSnapshot) {
  if (winnerVariantId === null) return null
  return (await client.call('variants.get', { variantId: winnerVariantId })).content.messages
}

function toModelId(text: string): ModelId {
  const parsed = ModelId.safeParse(text)
  if (!parsed.success) throw new AppError('bad-input', `"${text}" is not of the form provider/model.`)
  return parsed.data
}

import type { Client } from '../../../shared/contract/client.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { CallTag } from '../../../shared/domain/call-tag.ts'
import type { CaseContent, EvalSet } from '../../../shared/domain/eval-set.ts'
import { ModelId, type ProjectId, splitModelId, type VariantId } from '../../../shared/domain/ids.ts'
import type { ColumnMapping } from '../../../shared/domain/import.ts'
import { usdToNano } from '../../../shared/domain/money.ts'
import type { PartialTexts } from '../../../shared/domain/partial.ts'
import type { PlanProvider } from '../../../shared/domain/plan.ts'
import type { Prompt, Variant, VariantContent } from '../../../shared/domain/prompt.ts'
import { RunSpec } from '../../../shared/domain/run.ts'
import { readCases } from '../../../shared/import/read-cases.ts'
import { usedPartials } from '../../../shared/template/used-partials.ts'
import { parseTag } from './parse-tag.ts'
import { projectNamed } from './project-named.ts'
import type { LoadedPlan } from './read-plan.ts'
import { untilInterrupted } from './until-interrupted.ts'

/** Puts a plan into the library, using again what is there with the same content, and gives what to run. */
export async function storePlan(
  client: Client,
  loaded: LoadedPlan,
  addresses: ReadonlyMap<string, string>,
): Promise<RunSpec> {
  const { plan } = loaded
  for (const provider of plan.providers) await storeProvider(client, loaded, provider, addresses.get(provider.id))
  await checkModels(client, loaded)
  const projectId = await projectNamed(client, plan.project)
  await storePartials(client, projectId, loaded.partials)
  const variantIds = await storePrompts(client, projectId, loaded)
  const evalSet = await storeCases(client, projectId, loaded)
  if (plan.mayRunCode) await client.call('eval-sets.allow-code', { evalSetId: evalSet.id, mayRunCode: true })
  const tags = tagsOf(plan)
  return RunSpec.parse({
    projectId,
    name: plan.name,
    evalSetId: evalSet.id,
    variantIds,
    modelIds: plan.models,
    repeats: plan.repeats,
    caseLimit: plan.caseLimit ?? null,
    budgetNanoUsd: plan.budgetUsd === undefined ? null : usdToNano(plan.budgetUsd),
    mayUseCache: plan.mayUseCache,
    mayStopEarly: plan.mayStopEarly,
    keepsLogProbabilities: plan.keepsLogProbabilities,
    judgeModelId: plan.judge ?? null,
    mode: plan.mode === 'sync' ? 'live' : plan.mode,
    ...(tags.length > 0 ? { tags } : {}),
  })
}

/** @throws AppError `bad-input` for what is no tag */
function tagsOf({ tags }: LoadedPlan['plan']): CallTag[] {
  return Object.entries(tags).map(([name, value]) => parseTag(`${name}=${value}`, 'The plan'))
}

async function storeProvider(
  client: Client,
  loaded: LoadedPlan,
  provider: PlanProvider,
  address: string | undefined,
): Promise<void> {
  const { id, needsKey, maxConcurrency, prices } = provider
  await client.call('providers.save', {
    providerId: id,
    label: id,
    baseUrl: address ?? provider.baseUrl,
    maxConcurrency,
    needsKey,
  })
  for (const modelId of loaded.plan.models) {
    const { providerId, modelName } = splitModelId(modelId)
    if (providerId !== id) continue
    await client.call('models.save', {
      model: {
        id: ModelId.parse(modelId),
        providerId,
        label: modelName,
        contextTokens: null,
        maxOutputTokens: null,
        price: prices
          ? {
              prices: {
                input: prices.input,
                output: prices.output,
                cacheRead: null,
                cacheWrite5m: null,
                cacheWrite1h: null,
              },
              tiers: [],
              batchFactor: null,
              source: `plan file ${loaded.plan.name}`,
              readOn: new Date().toISOString().slice(0, 10),
            }
          : null,
        capabilities: { temperature: true, stop: true, efforts: [], structuredOutput: false, tools: false },
        isSimulation: false,
        origin: 'user',
      },
    })
  }
}

/** Before anything of a plan that cannot run is stored. */
async function checkModels(client: Client, { plan, file }: LoadedPlan): Promise<void> {
  const known = new Set((await client.call('models.list', {})).map(({ id }) => id))
  const missing = plan.models.filter((id) => !known.has(id))
  if (missing.length === 0) return
  throw new AppError(
    'not-found',
    `${file}: there is no model ${missing.join(', ')}. Add it on the page Models, or name its provider in the plan.`,
  )
}

/** What the plan's files say now; partials of the project that the plan does not name stay as they are. */
async function storePartials(client: Client, projectId: ProjectId, partials: PartialTexts): Promise<void> {
  const known = await client.call('partials.list', { projectId })
  for (const [name, text] of Object.entries(partials)) {
    const same = known.find((partial) => partial.name === name)
    if (!same) await client.call('partials.create', { projectId, name, text })
    else if (same.text !== text) await client.call('partials.save', { partialId: same.id, text })
  }
}

async function storePrompts(client: Client, projectId: ProjectId, { plan, prompts }: LoadedPlan): Promise<VariantId[]> {
  const [first] = prompts
  if (!first) throw new AppError('bad-input', 'The plan has no prompt.')
  const known = (await client.call('prompts.list', { projectId })).find((prompt) => prompt.name === plan.name)
  const prompt = known ?? (await client.call('prompts.create', { projectId, name: plan.name, content: first.content }))
  const ids: VariantId[] = []
  for (const { label, content } of prompts) ids.push(await storeVariant(client, prompt, label, content))
  return ids
}

async function storeVariant(
  client: Client,
  { id: promptId, projectId }: Prompt,
  label: string,
  content: VariantContent,
): Promise<VariantId> {
  const variants = await client.call('variants.list', { promptId })
  const text = JSON.stringify(content)
  const same = variants.find(
    (variant) => (variant.name === label || variant.name === '') && JSON.stringify(variant.content) === text,
  )
  if (same) {
    const current = await withPartialsOfNow(client, projectId, same)
    if (current.name !== label) await client.call('variants.rename', { variantId: current.id, name: label })
    return current.id
  }
  const named = variants.find((variant) => variant.name === label)
  if (named) return (await client.call('variants.save', { variantId: named.id, content })).id
  const [origin] = variants
  if (!origin) throw new AppError('not-found', `The prompt of the variant "${label}" has no variant to start from.`)
  const fork = await client.call('variants.fork', { variantId: origin.id, name: label })
  return (await client.call('variants.save', { variantId: fork.id, content })).id
}

/** A variant that ran keeps what its partials said; where they say something else now, its next revision is run. */
async function withPartialsOfNow(client: Client, projectId: ProjectId, variant: Variant): Promise<Variant> {
  if (!variant.isFrozen) return variant
  const live = await client.call('partials.list', { projectId })
  const now = usedPartials(
    variant.content.messages.map(({ template }) => template),
    Object.fromEntries(live.map(({ name, text }) => [name, text])),
  )
  const before = variant.partials ?? {}
  const names = [...Object.keys(before), ...Object.keys(now)]
  if (names.every((name) => before[name] === now[name])) return variant
  return await client.call('variants.renew-partials', { variantId: variant.id })
}

/** Cases and assertions with the content that an earlier run of the plan used are the same eval set. */
async function storeCases(client: Client, projectId: ProjectId, loaded: LoadedPlan): Promise<EvalSet> {
  const fresh = await importCases(client, projectId, loaded)
  const set = await client.call('eval-sets.set-assertions', {
    evalSetId: fresh.id,
    // The plan's own stand first: what a gate calls critical is counted among them.
    assertions: [...loaded.assertions, ...fresh.assertions],
  })
  const twin = (await client.call('eval-sets.list', { projectId })).find(
    (known) => known.id !== set.id && known.name === set.name && known.contentHash === set.contentHash,
  )
  if (!twin) return set
  await client.call('eval-sets.archive', { evalSetId: set.id, isArchived: true })
  return twin
}

async function importCases(client: Client, projectId: ProjectId, loaded: LoadedPlan): Promise<EvalSet> {
  const { plan, caseTable } = loaded
  if (Array.isArray(plan.cases)) return await addCases(client, projectId, loaded, plan.cases)
  if (!caseTable) throw new AppError('bad-input', 'The plan names no cases.')
  const source = { text: caseTable.text, format: caseTable.format, delimiter: null }
  const preview = await client.call('imports.preview', source).catch((cause: unknown) => {
    if (!(cause instanceof AppError)) throw cause
    throw new AppError(cause.code, `${caseTable.fileName}: ${cause.message}`, { cause })
  })
  const problem = preview.problems[0]
  if (problem)
    throw new AppError(
      'bad-input',
      `${caseTable.fileName}${problem.line ? `, line ${problem.line}` : ''}: ${problem.message}`,
    )
  const { columns } = plan.cases
  const stranger = Object.keys(columns).find((name) => !preview.columns.includes(name))
  if (stranger !== undefined)
    throw new AppError(
      'bad-input',
      `${caseTable.fileName} has no column "${stranger}". It has: ${preview.columns.join(', ')}.`,
    )
  const mapping = preview.suggestedMapping.map((row) => mapColumn(row, columns))
  if (loaded.shard) {
    const { cases, assertions } = readCases({ ...source, mapping })
    return { ...(await addCases(client, projectId, loaded, cases)), assertions: [...assertions] }
  }
  const request = { ...source, projectId, evalSetId: null, name: plan.name, mapping }
  const { evalSet } = await untilInterrupted((signal) => client.call('imports.cases', request, { signal }))
  return evalSet
}

/** @throws AppError `bad-input` when a shard has none */
async function addCases(
  client: Client,
  projectId: ProjectId,
  { plan, shard }: LoadedPlan,
  all: readonly CaseContent[],
): Promise<EvalSet> {
  const own = shard ? all.slice(0, plan.caseLimit).filter((_, index) => index % shard.count === shard.index - 1) : all
  if (own.length === 0)
    throw new AppError('bad-input', `Shard ${shard?.index}/${shard?.count} has no case: take fewer shards.`)
  const set = await client.call('eval-sets.create', { projectId, name: plan.name })
  for (const content of own) await client.call('cases.add', { evalSetId: set.id, content: { ...content } })
  return client.call('eval-sets.get', { evalSetId: set.id })
}

const USES: ReadonlySet<string> = new Set(['assertion', 'expected', 'tag', 'weight', 'ignore'])

/** What a column becomes: `expected`, `tag`, `weight`, `ignore`, or the variable of that name. */
export function mapColumn(suggested: ColumnMapping, columns: Readonly<Record<string, string>>): ColumnMapping {
  const wish = columns[suggested.column]
  if (wish === undefined) return suggested
  if (USES.has(wish)) return { ...suggested, use: wish as ColumnMapping['use'] } // the set holds just these words
  return { column: suggested.column, use: 'variable', variableName: wish }
}

import type { Client } from '../../shared/contract/client.ts'
import { ProviderId, type RunId } from '../../shared/domain/ids.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import { hostileTexts } from '../fixtures/hostile-outputs.ts'
import type { FakeProviderServer } from './fake-provider-server.ts'
import { must } from './must.ts'
import { testModel } from './test-model.ts'

const name = '<img src=x onerror="window.__hit=1">{{name}}'

/**
 * A project whose every text is hostile, open at the next load: a prompt of all of them, and a finished run of an echoing, judging
 * endpoint. Its first four cases hold all texts at once (plain, as Markdown, as JSON), each further one holds one.
 */
export async function writeHostileProject(
  { call }: Pick<Client, 'call'>,
  provider: FakeProviderServer,
): Promise<RunId> {
  provider.handle(({ body }, index) => ({ pieces: [answerTo(body, index)] }))
  const project = await call('projects.create', { name })
  const parameters = defaultParameters
  const template = `${hostileTexts.filter((text) => !/\{[{%]/.test(text) && text.isWellFormed()).join('\n')}\n{{input}}`
  const [echo] = await Promise.all(
    ['{{input}}', template].map(async (each) => {
      const content = { messages: [{ role: 'user' as const, template: each }], parameters }
      const prompt = await call('prompts.create', { projectId: project.id, name, content })
      const variant = must((await call('variants.list', { promptId: prompt.id }))[0])
      await call('variants.rename', { variantId: variant.id, name })
      return variant
    }),
  )
  const evalSet = await importCases({ call }, project.id)
  const assertions = [
    { scorer: 'equals', value: '{{expected}}', name },
    { scorer: 'llm-rubric', value: `Meets ${name.replace('{{name}}', '')} and {{expected}}` },
  ]
  await call('eval-sets.set-assertions', { evalSetId: evalSet.id, assertions })
  const providerId = ProviderId.parse('evil')
  const baseUrl = `${provider.url}/v1`
  await call('providers.save', { providerId, label: name, baseUrl, maxConcurrency: 16, needsKey: false })
  await call('providers.check', { providerId })
  const [a, b] = await Promise.all(
    ['evil/model-a', 'evil/model-b'].map(async (id) => (await call('models.save', { model: testModel({ id }) })).id),
  )
  const run = await call('runs.start', {
    projectId: project.id,
    name,
    evalSetId: evalSet.id,
    variantIds: [must(echo).id],
    modelIds: [must(a), must(b)],
    judgeModelId: must(a),
  })
  // Asks until it is done; the hook's own deadline ends a run that never is.
  while ((await call('jobs.get', { jobId: run.jobId })).state === 'running');
  await call('settings.save', { lastProjectId: project.id })
  return run.runId
}

async function importCases(
  { call }: Pick<Client, 'call'>,
  projectId: Parameters<typeof call<'imports.cases'>>[1]['projectId'],
) {
  const inputs = [...bundledTexts(), ...hostileTexts]
  const text = inputs.map((input) => JSON.stringify({ input, expected: input, tags: [input.slice(0, 60)] })).join('\n')
  const table = { text, format: 'jsonl' as const, delimiter: null }
  const { suggestedMapping: mapping } = await call('imports.preview', table)
  return (await call('imports.cases', { ...table, projectId, evalSetId: null, name, mapping })).evalSet
}

/** All texts in one: plain, each in a quotation of its own as Markdown, as names and as values of JSON. */
export function bundledTexts(): readonly string[] {
  // What is sent must be well-formed; halves of characters have cases of their own, which are refused.
  const texts = hostileTexts.map((text) => text.toWellFormed())
  const quotations = texts.map((text) => `> ${text.replaceAll(/[\n\r\u2028\u2029]/g, '\n> ')}\n`)
  // The tree shows the first hundred of each level.
  const size = 90
  const groups = Array.from({ length: Math.ceil(texts.length / size) }, (_, at) =>
    texts.slice(at * size, (at + 1) * size),
  )
  const names = groups.map((group) => Object.fromEntries(group.map((text) => [text, 1])))
  return [texts.join('\n'), quotations.join('\n'), JSON.stringify(names), JSON.stringify(groups)]
}

/** The question itself; of the second model with a text that differs; of a judge a verdict with a hostile reason. */
function answerTo(body: Record<string, unknown> | null, index: number): string {
  // What the engine sends.
  const messages = (body?.messages ?? []) as readonly { readonly role: string; readonly content: string }[]
  if (messages[0]?.role === 'system')
    return JSON.stringify({ reason: hostileTexts[index % hostileTexts.length], pass: index % 3 > 0 })
  const question = messages.at(-1)?.content ?? ''
  return body?.model === 'model-b' ? `<b>other</b> ${question}` : question
}

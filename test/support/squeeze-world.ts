import { createApp } from '../../electron/core/app.ts'
import { type JobId, ProviderId, type SqueezeId } from '../../shared/domain/ids.ts'
import { defaultParameters, type Message } from '../../shared/domain/prompt.ts'
import { Assertion } from '../../shared/domain/score.ts'
import type { SearchMode } from '../../shared/domain/squeeze.ts'
import { fakePorts, sequentialIds } from './fake-ports.ts'
import type { FakeReply } from './fake-provider-replies.ts'
import type { FakeProviderServer, RecordedRequest } from './fake-provider-server.ts'
import { clientOf } from './temp-app.ts'
import { testModel } from './test-model.ts'
import { until } from './until.ts'

const CASES = 40
/** Dollars per million tokens of `openai/bench`, which is the target model and the small model too. */
const PRICES = { input: 1, output: 10 }

const messages: Message[] = [
  {
    role: 'system',
    template: [
      'You are the clerk of a small post office. You do your work with great care, as everyone knows, and with patience, as everyone knows.',
      '# Rules',
      [
        '- You really must never open a letter that is marked as private by the one who sent it to us.',
        '- If a letter has no stamp at all, really always put it on the heap that is called left.',
        '- Really answer with exactly one word in lower-case letters, and with no full stop after it.',
      ].join('\n'),
      '# Background',
      'The office stands near the river, as everyone knows, and was built of grey stone by two brothers a long time ago.',
      'Letters come from many towns, as everyone knows, and most of them are carried here by the morning train.',
    ].join('\n\n'),
  },
  { role: 'user', template: 'Letter: {{letter}}' },
]

/** What a squeeze may ask of a model. */
export type Asked = 'case' | 'ledger' | 'rewrite' | 'verify' | 'repair' | 'reflection'

/** Which kind of request it is, by what its system message says. */
export function askedBy({ body }: Pick<RecordedRequest, 'body'>): Asked {
  const text = JSON.stringify(body)
  if (text.includes('You are a reader of prompts')) return 'ledger'
  if (text.includes('You are an editor of prompts')) return 'rewrite'
  if (text.includes('You compare rules with a text')) return 'verify'
  if (text.includes('You repair a shortened prompt')) return 'repair'
  return text.includes('You improve a prompt') ? 'reflection' : 'case'
}

/** The last user message of a request. */
export function userTextOf({ body }: Pick<RecordedRequest, 'body'>): string {
  const list = (body?.messages ?? body?.input ?? []) as readonly { readonly content: unknown }[]
  const content = list.at(-1)?.content
  return typeof content === 'string' ? content : ((content as readonly { text: string }[])[0]?.text ?? '')
}

/** A good answer of the kind that was asked for. Cases are always answered right, whatever the prompt says. */
export function goodReply(request: RecordedRequest): FakeReply {
  const text = answerTo(request)
  return { pieces: [text], usage: { input: JSON.stringify(request.body).length, output: text.length } }
}

function answerTo(request: RecordedRequest): string {
  const user = userTextOf(request)
  switch (askedBy(request)) {
    case 'case':
      return user.includes('blue') ? 'left' : 'right'
    case 'ledger':
      return JSON.stringify({
        constraints: [
          { quote: 'You do your work with great care', type: 'must', condition: null },
          { quote: 'You stand nowhere in the prompt', type: 'must', condition: null },
        ],
      })
    case 'rewrite':
      return JSON.stringify({ edits: itemsOf(user).map((item) => ({ ...item, new_text: shorter(item.text) })) })
    case 'verify':
      return JSON.stringify({ verdicts: [], added: [] })
    case 'repair':
      return JSON.stringify({ restore: [], reword: [], reason: '' })
    case 'reflection':
      return JSON.stringify({ edits: [], restore: [], reason: '' })
  }
}

export function itemsOf(user: string): { readonly segment_id: string; readonly text: string }[] {
  return user
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { readonly segment_id: string; readonly text: string })
}

function shorter(text: string): string {
  return text
    .replaceAll(', as everyone knows,', '')
    .replaceAll(', as everyone knows', '')
    .replaceAll(/\breally /gi, '')
}

/** What the server's bill comes to, in nano-dollars. */
export function billNanoUsd({ bill }: Pick<FakeProviderServer, 'bill'>): number {
  return bill.reduce((sum, { usage }) => sum + 1000 * (usage.input * PRICES.input + usage.output * PRICES.output), 0)
}

export interface SqueezeWorldOptions {
  readonly libraryPath: string
  readonly url: string
  /** Eight digits that no other opening of the library has. */
  readonly ids: string
}

/** The application on a library, with real fetch; the caller closes it. */
export async function openSqueezeWorld({ libraryPath, url, ids }: SqueezeWorldOptions) {
  const { ports, keys } = fakePorts(libraryPath, { fetch, now: Date.now, newId: sequentialIds(ids) })
  keys.set('openai', 'sk-openai')
  const app = await createApp(ports)
  const client = clientOf(app)
  const provider = { providerId: ProviderId.parse('openai'), label: 'openai', maxConcurrency: 4, needsKey: true }
  await client.call('providers.save', { ...provider, baseUrl: `${url}/v1` })
  keys.set('openai', 'sk-openai')
  return { app, client }
}

export type SqueezeWorld = Awaited<ReturnType<typeof openSqueezeWorld>>

/** Starts a squeeze of a prompt of its own on forty letters, every fifth of which is tagged desk=foreign where that is asked for. */
export async function startSqueeze(
  { client }: SqueezeWorld,
  mode: SearchMode,
  more: { readonly budgetNanoUsd?: number; readonly areTagged?: boolean } = {},
) {
  const model = testModel({ id: 'openai/bench', maxOutputTokens: 4000 })
  await client.call('models.save', {
    model: { ...model, capabilities: { ...model.capabilities, structuredOutput: true } },
  })
  const project = await client.call('projects.create', { name: 'Post' })
  const content = { messages, parameters: defaultParameters }
  const prompt = await client.call('prompts.create', { projectId: project.id, name: 'Heaps', content })
  const [variant] = await client.call('variants.list', { promptId: prompt.id })
  if (!variant) throw new Error('A prompt has a first variant.')
  const { id: evalSetId } = await client.call('eval-sets.create', { projectId: project.id, name: 'Letters' })
  const assertions = [Assertion.parse({ scorer: 'equals', value: '{{expected}}' })]
  await client.call('eval-sets.set-assertions', { evalSetId, assertions })
  for (let number = 0; number < CASES; number++) {
    const isBlue = number % 2 === 0
    const variables = { letter: `Number ${number}, in a ${isBlue ? 'blue' : 'white'} envelope` }
    const one = {
      variables,
      expected: isBlue ? 'left' : 'right',
      tags: more.areTagged && number % 5 === 0 ? ['desk=foreign'] : [],
      weight: 1,
    }
    await client.call('cases.add', { evalSetId, content: one })
  }
  return await client.call('squeeze.start', {
    variantId: variant.id,
    evalSetId,
    mode,
    modelId: model.id,
    rewriterId: model.id,
    budgetNanoUsd: more.budgetNanoUsd ?? 20_000_000_000,
  })
}

/** The squeeze once its job has ended. */
export async function endOfSqueeze(
  { client }: SqueezeWorld,
  { squeezeId, jobId }: { readonly squeezeId: SqueezeId; readonly jobId: JobId },
) {
  await until(client, jobId)
  return await client.call('squeeze.get', { squeezeId })
}

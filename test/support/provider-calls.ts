import { createNodePost } from '../../electron/core/platform/node-post.ts'
import type {
  Provider,
  ProviderContext,
  ProviderReply,
  ProviderRequest,
} from '../../electron/core/providers/provider.ts'
import { ProviderError } from '../../electron/core/providers/provider-error.ts'
import { type Deadlines, defaultDeadlines } from '../../shared/domain/deadlines.ts'
import { ModelId, ProviderId } from '../../shared/domain/ids.ts'
import type { CatalogModel } from '../../shared/domain/model.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import type { FakeProviderServer } from './fake-provider-server.ts'

const post = createNodePost()

/** A model that takes every parameter; override what a test is about. */
export function fakeModel(overrides: Partial<CatalogModel> = {}): CatalogModel {
  return {
    id: ModelId.parse('fake/model-a'),
    providerId: ProviderId.parse('fake'),
    label: 'Model A',
    contextTokens: 128_000,
    maxOutputTokens: 16_384,
    price: null,
    capabilities: { temperature: true, stop: true, efforts: ['low', 'high'], structuredOutput: true, tools: true },
    isSimulation: false,
    origin: 'user',
    ...overrides,
  }
}

export function fakeRequest(overrides: Partial<ProviderRequest> = {}): ProviderRequest {
  return {
    modelName: 'model-a',
    model: fakeModel(),
    messages: [
      { role: 'system', content: 'Answer briefly.' },
      { role: 'user', content: 'Say hello.' },
    ],
    parameters: defaultParameters,
    repeat: 0,
    ...overrides,
  }
}

export interface FakeCall {
  readonly context: ProviderContext
  readonly texts: string[]
  /** How often `onSend` was called. */
  readonly sends: () => number
}

/** A context that points a provider at the fake server. */
export function fakeCall(
  provider: Provider,
  server: Pick<FakeProviderServer, 'url'>,
  overrides: Partial<Omit<ProviderContext, 'deadlines'>> & { readonly deadlines?: Partial<Deadlines> } = {},
): FakeCall {
  const texts: string[] = []
  let sends = 0
  const context: ProviderContext = {
    signal: new AbortController().signal,
    fetch: globalThis.fetch,
    // As the hosts do; a test that gives a fetch of its own is asked by that.
    ...(overrides.fetch ? {} : { post }),
    key: 'sk-test-0123456789abcdef',
    baseUrl: provider.id === 'anthropic' ? server.url : `${server.url}/v1`,
    onSend: () => {
      sends += 1
    },
    onText: (text) => {
      texts.push(text)
    },
    ...overrides,
    deadlines: { ...defaultDeadlines, ...overrides.deadlines },
  }
  return { context, texts, sends: () => sends }
}

/** The ProviderError that a call ends in; fails when it does not. */
export async function failureOf(call: Promise<ProviderReply | readonly string[]>): Promise<ProviderError> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof ProviderError) return error
  throw new Error(`Expected a ProviderError, got ${String(error)}`, { cause: error })
}

import { expect } from 'vitest'
import { plugin as sandbox } from '../../electron/core/providers/plugins/sandbox.ts'
import type { Client } from '../../shared/contract/client.ts'
import { defaultDeadlines } from '../../shared/domain/deadlines.ts'
import { ModelId, ProviderId } from '../../shared/domain/ids.ts'
import { defaultParameters, type RenderedMessage } from '../../shared/domain/prompt.ts'
import type { FakeReply } from './fake-provider-replies.ts'
import { FakeProviderServer, type RecordedRequest } from './fake-provider-server.ts'
import { testModel } from './test-model.ts'
import { Valve } from './valve.ts'

/** What a provider over HTTP knows as `large` answers as `sandbox/large` does, but only when the valve lets it. */
export interface SandboxServer {
  readonly provider: FakeProviderServer
  readonly valve: Valve
  /** Lets answers through, some at a time, until what is asked is so; the valve is closed then. */
  readonly letUntil: (isSo: () => Promise<boolean>) => Promise<void>
  /** Puts the provider (`lab`) and its model (`lab/large`) into a library; $1 and $10 per million tokens. */
  readonly addTo: (client: Pick<Client, 'call'>) => Promise<ModelId>
  readonly close: () => Promise<void>
}

/** Answers between two looks: a race has hundreds, so that no look comes too late. */
const STEP = 8
/** The machine may be busy with other tests. */
const LONG_MS = 60_000

export async function startSandboxServer(): Promise<SandboxServer> {
  const provider = await FakeProviderServer.start()
  const valve = new Valve()
  provider.handle(async (request) => {
    await valve.pass(request.ended)
    return await answerOf(request)
  })
  return {
    provider,
    valve,
    async letUntil(isSo) {
      valve.close()
      await expect
        .poll(
          async () => {
            const isReached = await isSo()
            valve.let(isReached ? 0 : STEP)
            return isReached
          },
          { interval: 10, timeout: LONG_MS },
        )
        .toBe(true)
    },
    async addTo({ call }) {
      const lab = { providerId: ProviderId.parse('lab'), label: 'Lab', baseUrl: provider.url, needsKey: false }
      await call('providers.save', { ...lab, maxConcurrency: 4 })
      const modelId = ModelId.parse('lab/large')
      await call('models.save', { model: testModel({ id: modelId, maxOutputTokens: 8000 }) })
      return modelId
    },
    close: () => provider.close(),
  }
}

async function answerOf({ body }: RecordedRequest): Promise<FakeReply> {
  // The requests are those of our own provider plug-in.
  const { model, messages } = body as { readonly model: string; readonly messages: readonly RenderedMessage[] }
  const reply = await sandbox.complete(
    {
      modelName: model,
      model: testModel({ id: `lab/${model}`, maxOutputTokens: 8000 }),
      messages,
      parameters: defaultParameters,
      repeat: 0,
    },
    {
      signal: new AbortController().signal,
      fetch,
      key: null,
      baseUrl: null,
      deadlines: defaultDeadlines,
      onSend: () => undefined,
      onText: () => undefined,
    },
  )
  return {
    pieces: [reply.output],
    usage: { input: reply.usage?.inputTokens ?? 0, output: reply.usage?.outputTokens ?? 0 },
  }
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { promptTokenBound } from '../../../../electron/core/evaluate/calls/prompt-bound.ts'
import type { ProviderRequest } from '../../../../electron/core/providers/provider.ts'
import { providers } from '../../../../electron/core/providers/registry.ts'
import { defaultParameters, type Parameters } from '../../../../shared/domain/prompt.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { fakeCall, fakeModel, fakeRequest } from '../../../support/provider-calls.ts'

const loose = { type: 'object', properties: { city: { type: 'string' } } }
const strict = { ...loose, required: ['city'], additionalProperties: false }
const parameters: Parameters = {
  ...defaultParameters,
  tools: [
    { name: 'find_city', description: 'Finds a city.', parameters: strict },
    { name: 'weather', description: '', parameters: loose },
    { name: 'now', description: 'The time.', parameters: null },
  ],
}

let server: FakeProviderServer

beforeEach(async () => {
  server = await FakeProviderServer.start()
})

afterEach(() => server.close())

async function sentBy(id: string, request: ProviderRequest) {
  const provider = providers.get(id)
  await provider.complete(request, fakeCall(provider, server).context)
  const { tools, tool_choice } = server.requests.at(-1)?.body ?? {}
  return { tools, tool_choice }
}

const asking = (part: Partial<Parameters> = {}, model = fakeModel()) =>
  fakeRequest({ model, parameters: { ...parameters, ...part } })

describe('tools in a request', () => {
  it('to Chat Completions, each with a schema as it is, strict only where it can be', async () => {
    const tools = [
      {
        type: 'function',
        function: { name: 'find_city', description: 'Finds a city.', parameters: strict, strict: true },
      },
      { type: 'function', function: { name: 'weather', parameters: loose } },
      { type: 'function', function: { name: 'now', description: 'The time.' } },
    ]
    expect(await sentBy('openai', asking())).toEqual({ tools, tool_choice: undefined })
    expect(await sentBy('openai-compatible', asking({ toolChoice: 'required' }))).toEqual({
      tools,
      tool_choice: 'required',
    })
  })

  it('to Responses, where strict is on unless it is said', async () => {
    expect(await sentBy('openai', asking({ toolChoice: 'none' }, fakeModel({ api: 'responses' })))).toEqual({
      tools: [
        { type: 'function', name: 'find_city', description: 'Finds a city.', parameters: strict, strict: true },
        { type: 'function', name: 'weather', parameters: loose, strict: false },
        { type: 'function', name: 'now', description: 'The time.', parameters: null, strict: false },
      ],
      tool_choice: 'none',
    })
  })

  it('to Messages, where every tool has a schema of an object', async () => {
    expect(await sentBy('anthropic', asking({ toolChoice: 'required' }))).toEqual({
      tools: [
        { name: 'find_city', description: 'Finds a city.', input_schema: strict },
        { name: 'weather', input_schema: loose },
        { name: 'now', description: 'The time.', input_schema: { type: 'object', properties: {} } },
      ],
      tool_choice: { type: 'any' },
    })
  })

  it('go to no model that calls none, and are forced on none that refuses it', async () => {
    const capabilities = fakeModel().capabilities
    const deaf = fakeModel({ capabilities: { ...capabilities, tools: false } })
    expect(await sentBy('openai', asking({ toolChoice: 'required' }, deaf))).toEqual({})
    const free = fakeModel({ capabilities: { ...capabilities, forcedTools: false } })
    expect((await sentBy('anthropic', asking({ toolChoice: 'required' }, free))).tool_choice).toBeUndefined()
  })

  it('are in a batch as they are in a live call', () => {
    const { batches } = providers.get('anthropic')
    const line = JSON.parse(batches?.encode('a', asking(), null) ?? '{}')
    expect(line.params.tools).toHaveLength(3)
    const openai = JSON.parse(providers.get('openai').batches?.encode('a', asking(), null) ?? '{}')
    expect(openai.body.tools).toHaveLength(3)
  })

  it('are part of what a call may cost at most', () => {
    const without = promptTokenBound([], defaultParameters)
    expect(promptTokenBound([], parameters)).toBeGreaterThan(without + JSON.stringify(parameters.tools).length + 804)
  })
})

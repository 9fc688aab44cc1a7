import { describe, expect, it } from 'vitest'
import { createProviderDirectory } from '../../../../electron/core/models/provider-directory.ts'
import type { Secrets } from '../../../../electron/core/ports.ts'
import type { Provider } from '../../../../electron/core/providers/provider.ts'
import { ProviderId } from '../../../../shared/domain/ids.ts'
import { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { createRegistry } from '../../../../shared/plugin-registry.ts'
import { memorySecrets } from '../../../support/fake-ports.ts'
import { openTempStore } from '../../../support/temp-store.ts'

function pluginNamed(id: Provider['id'], keyVariable: string | null): Provider {
  return {
    id,
    label: id.toUpperCase(),
    needsKey: keyVariable !== null,
    keyVariable,
    defaultBaseUrl: null,
    complete: () => Promise.reject(new Error('not called')),
    listModels: async () => [],
  }
}

const plugins = createRegistry<Provider>('provider', {
  'sandbox.ts': pluginNamed('sandbox', null),
  'openai.ts': pluginNamed('openai', 'OPENAI_API_KEY'),
  'anthropic.ts': pluginNamed('anthropic', 'ANTHROPIC_API_KEY'),
  'openai-compatible.ts': pluginNamed('openai-compatible', null),
})

async function withDirectory(secrets: Secrets = memorySecrets(new Map())) {
  const { store } = await openTempStore()
  return { directory: createProviderDirectory({ plugins, store: store.providers, secrets }), saved: store.providers }
}

const own = {
  id: ProviderId.parse('my-box'),
  label: 'My box',
  baseUrl: 'http://localhost:8000/v1',
  needsKey: true,
  maxConcurrency: 2,
  requestsPerMinute: null,
  tokensPerMinute: null,
}

describe('ProviderDirectory', () => {
  it('lists what ships, vendors with a known address included, and then the own endpoints', async () => {
    const { directory, saved } = await withDirectory()
    saved.save(own)
    const ids = directory.all().map(({ id }) => id)
    expect(ids.slice(0, 3)).toEqual(['anthropic', 'openai', 'sandbox'])
    expect(ids).toContain('groq')
    expect(ids.at(-1)).toBe('my-box')
    expect(directory.get(own.id)).toEqual({
      ...own,
      kind: 'openai-compatible',
      keyVariable: 'PITHY_MY_BOX_API_KEY',
      isRemovable: true,
    })
    expect(directory.pluginOf(directory.get(own.id)).id).toBe('openai-compatible')
  })

  it('lets the user change address and concurrency of a shipped provider, and nothing else of it', async () => {
    const { directory, saved } = await withDirectory()
    const openai = ProviderId.parse('openai')
    const before = directory.get(openai)
    saved.save({
      ...own,
      id: openai,
      baseUrl: 'https://proxy.example.com/v1',
      needsKey: false,
      maxConcurrency: 3,
      requestsPerMinute: null,
      tokensPerMinute: null,
    })
    expect(directory.get(openai)).toEqual({
      ...before,
      baseUrl: 'https://proxy.example.com/v1',
      maxConcurrency: 3,
      requestsPerMinute: null,
      tokensPerMinute: null,
    })
    const sandbox = ProviderId.parse('sandbox')
    saved.save({ ...own, id: sandbox })
    expect(directory.get(sandbox).baseUrl).toBeNull()
  })

  it('tells whether there is a key and where it comes from, but never the key', async () => {
    const keys = new Map([['openai', 'sk-CANARY']])
    const { directory } = await withDirectory(memorySecrets(keys))
    const infos = await Promise.all(directory.all().map(directory.infoOf))
    const facts = infos.map(({ id, hasKey, keySource }) => [id, hasKey, keySource])
    expect(facts.slice(0, 3)).toEqual([
      ['anthropic', false, null],
      ['openai', true, 'session'],
      ['sandbox', false, null],
    ])
    expect(JSON.stringify(infos)).not.toContain('CANARY')
    for (const info of infos) ProviderInfo.parse(info)
  })

  it('sends no key to a provider that takes none, even if one was kept for it', async () => {
    const { directory, saved } = await withDirectory(memorySecrets(new Map([['my-box', 'sk-CANARY']])))
    saved.save({ ...own, needsKey: false })
    const provider = directory.get(own.id)
    expect(await directory.keyOf(provider)).toBeNull()
    expect(await directory.infoOf(provider)).toMatchObject({ hasKey: false, keyVariable: null })
  })

  it('says what to do about a provider that is not there', async () => {
    const { directory } = await withDirectory()
    expect(() => directory.get(ProviderId.parse('nobody'))).toThrow(
      'There is no provider "nobody". Add it in Settings.',
    )
  })
})

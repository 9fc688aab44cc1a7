import { AppError } from '../../../shared/contract/errors.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { checkBaseUrl } from '../models/check-base-url.ts'
import { discoverEndpoints, listModels } from '../models/list-models.ts'
import type { ProviderConfig } from '../models/provider-directory.ts'

type Names =
  | 'providers.list'
  | 'providers.save'
  | 'providers.remove'
  | 'providers.set-key'
  | 'providers.remove-key'
  | 'providers.check'
  | 'providers.discover'

export function providerHandlers(core: CoreContext): Pick<Handlers, Names> {
  const { store, providers, models, changed, ports } = core
  return {
    'providers.list': () => Promise.all(providers.all().map(providers.infoOf)),
    'providers.save': async ({ providerId, label, baseUrl, maxConcurrency, needsKey, ...limits }) => {
      const before = providers.has(providerId) ? providers.get(providerId) : null
      const checkedUrl = baseUrl === null ? null : checkBaseUrl(baseUrl)
      if (checkedUrl === null && (before === null || before.isRemovable)) {
        throw new AppError(
          'bad-input',
          `The provider "${label}" needs an address, for instance http://localhost:11434/v1.`,
        )
      }
      const { requestsPerMinute = before?.requestsPerMinute ?? null } = limits
      const { tokensPerMinute = before?.tokensPerMinute ?? null } = limits
      const calls = { maxConcurrency, requestsPerMinute, tokensPerMinute }
      const saved = { id: providerId, label, baseUrl: checkedUrl, needsKey, ...calls }
      const after = providers.preview(saved)
      // Before the new address is stored: a key goes only where it was meant to go.
      if (before !== null && originOf(before) !== originOf(after)) await forgetKey(before)
      store.providers.save(saved)
      changed('providers')
      return providers.infoOf(after)
    },
    'providers.remove': async ({ providerId }) => {
      const provider = providers.get(providerId)
      if (!provider.isRemovable) {
        throw new AppError(
          'conflict',
          `${provider.label} ships with Pithy and cannot be removed. Remove its key instead.`,
        )
      }
      await forgetKey(provider)
      store.providers.remove(providerId)
      models.setDiscovered(providerId, [])
      changed('providers')
      changed('models')
      return {}
    },
    'providers.set-key': async ({ providerId, key }) => {
      const provider = providers.get(providerId)
      if (!provider.needsKey) throw new AppError('conflict', `${provider.label} takes no key.`)
      await ports.secrets.set(providerId, key)
      changed('providers')
      return providers.infoOf(provider)
    },
    'providers.remove-key': async ({ providerId }) => {
      const provider = providers.get(providerId)
      await ports.secrets.remove(providerId)
      changed('providers')
      return providers.infoOf(provider)
    },
    'providers.check': async ({ providerId }, { signal }) => {
      const found = await listModels(core, providers.get(providerId), signal)
      models.setDiscovered(providerId, found)
      changed('models')
      return { models: [...found] }
    },
    'providers.discover': (_input, { signal }) => discoverEndpoints(core, signal),
  }

  /** Keys of the environment are not ours to forget. */
  async function forgetKey(provider: ProviderConfig): Promise<void> {
    if (ports.secrets.storage !== 'environment') await ports.secrets.remove(provider.id)
  }
}

function originOf({ baseUrl }: ProviderConfig): string | null {
  return baseUrl === null ? null : new URL(baseUrl).origin
}

import { AppError } from '../../../shared/contract/errors.ts'
import { ProviderId } from '../../../shared/domain/ids.ts'
import type { ProviderInfo, ProviderKind } from '../../../shared/domain/provider.ts'
import { providerPresets } from '../../../shared/models/provider-presets.ts'
import type { Registry } from '../../../shared/plugin-registry.ts'
import type { Secrets } from '../ports.ts'
import type { Provider } from '../providers/provider.ts'
import type { ProviderStore, SavedProvider } from '../store/provider-store.ts'

const NETWORK_CONCURRENCY = 8
/** In process: more at once would only lengthen each answer. */
const SANDBOX_CONCURRENCY = 4
const NO_LIMITS = { requestsPerMinute: null, tokensPerMinute: null } as const

/** A place that answers calls, with all that a call needs but the key. */
export interface ProviderConfig {
  readonly id: ProviderId
  readonly kind: ProviderKind
  readonly label: string
  /** Null = the vendor's own address. */
  readonly baseUrl: string | null
  readonly needsKey: boolean
  readonly keyVariable: string | null
  readonly maxConcurrency: number
  /** The user's own limits; null = none but what the provider says. */
  readonly requestsPerMinute: number | null
  readonly tokensPerMinute: number | null
  /** False for the ones that ship with Pithy. */
  readonly isRemovable: boolean
}

/** All providers: the shipped ones, vendors with a known compatible address, and the user's own endpoints. */
export interface ProviderDirectory {
  readonly all: () => ProviderConfig[]
  /** @throws AppError `not-found` */
  readonly get: (id: ProviderId) => ProviderConfig
  readonly has: (id: ProviderId) => boolean
  /** What a provider would be once this is saved. */
  readonly preview: (saved: SavedProvider) => ProviderConfig
  /** The code that speaks its protocol. */
  readonly pluginOf: (config: ProviderConfig) => Provider
  /** Null when none is set. @throws AppError when the keychain is locked */
  readonly keyOf: (config: ProviderConfig) => Promise<string | null>
  /** What a client may know. */
  readonly infoOf: (config: ProviderConfig) => Promise<ProviderInfo>
}

export interface ProviderDirectoryOptions {
  readonly plugins: Registry<Provider>
  readonly store: ProviderStore
  readonly secrets: Secrets
}

export function createProviderDirectory({ plugins, store, secrets }: ProviderDirectoryOptions): ProviderDirectory {
  const shipped = shippedProviders(plugins)
  const shippedById = new Map(shipped.map((one) => [one.id, one]))

  function all(): ProviderConfig[] {
    const saved = new Map(store.list().map((one) => [one.id, preview(one)]))
    const own = [...saved.values()].filter(({ id }) => !shippedById.has(id))
    return [...shipped.map((one) => saved.get(one.id) ?? one), ...own]
  }

  function preview(saved: SavedProvider): ProviderConfig {
    const base = shippedById.get(saved.id)
    return base ? withChanges(base, saved) : ownProvider(saved)
  }

  return {
    all,
    get(id) {
      const found = all().find((one) => one.id === id)
      if (found) return found
      throw new AppError('not-found', `There is no provider "${id}". Add it in Settings.`)
    },
    has: (id) => all().some((one) => one.id === id),
    preview,
    pluginOf: (config) => plugins.get(config.kind),
    // A provider that takes no key is not sent one that was once kept for it.
    keyOf: async ({ id, keyVariable, needsKey }) => (needsKey ? await secrets.get(id, keyVariable) : null),
    async infoOf(config) {
      const keySource = config.needsKey ? await secrets.sourceOf(config.id, config.keyVariable) : null
      const { batches, hasFlex, caching = 'none' } = plugins.get(config.kind)
      const services = { hasBatches: batches !== undefined, hasFlex: hasFlex ?? false, caching } as const
      return { ...config, ...services, hasKey: keySource !== null, keySource }
    },
  }
}

function shippedProviders(plugins: Registry<Provider>): readonly ProviderConfig[] {
  // Every plug-in is a provider of its own, but the one that only speaks a protocol and needs an address.
  const withOwnAddress = plugins.all.filter(({ id }) => id !== 'openai-compatible')
  const kinds = withOwnAddress.map(({ id: kind, label, needsKey, keyVariable }): ProviderConfig => {
    const maxConcurrency = kind === 'sandbox' ? SANDBOX_CONCURRENCY : NETWORK_CONCURRENCY
    const id = ProviderId.parse(kind)
    return { id, kind, label, baseUrl: null, needsKey, keyVariable, maxConcurrency, ...NO_LIMITS, isRemovable: false }
  })
  const presets = providerPresets.map(({ id, label, baseUrl, keyVariable }): ProviderConfig => {
    const common = { kind: 'openai-compatible', needsKey: true, maxConcurrency: NETWORK_CONCURRENCY } as const
    return { ...common, ...NO_LIMITS, id: ProviderId.parse(id), label, baseUrl, keyVariable, isRemovable: false }
  })
  return [...kinds, ...presets]
}

/** Of a shipped provider only the address and the limits can be changed. */
function withChanges(shipped: ProviderConfig, saved: SavedProvider): ProviderConfig {
  const baseUrl = shipped.kind === 'sandbox' ? null : (saved.baseUrl ?? shipped.baseUrl)
  const { maxConcurrency, requestsPerMinute, tokensPerMinute } = saved
  return { ...shipped, baseUrl, maxConcurrency, requestsPerMinute, tokensPerMinute }
}

function ownProvider(saved: SavedProvider): ProviderConfig {
  // Our prefix, so that an endpoint named "github" cannot be sent a variable that is meant for something else.
  const keyVariable = `PITHY_${saved.id.toUpperCase().replaceAll('-', '_')}_API_KEY`
  return { ...saved, kind: 'openai-compatible', keyVariable: saved.needsKey ? keyVariable : null, isRemovable: true }
}

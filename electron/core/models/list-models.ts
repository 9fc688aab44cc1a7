import { AppError } from '../../../shared/contract/errors.ts'
import { ProviderId } from '../../../shared/domain/ids.ts'
import type { CoreContext } from '../core-context.ts'
import type { ProviderConfig } from './provider-directory.ts'

const CHECK_DEADLINE_MS = 15_000
const DISCOVER_DEADLINE_MS = 1500

/** Programs that serve models on this machine, on the ports of their documentation. */
const LOCAL_ENDPOINTS = [
  { id: 'ollama', label: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { id: 'lm-studio', label: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1' },
] as const

/**
 * Asks a provider for the names of its models, within 15 seconds.
 *
 * @throws AppError `provider-auth` without a key, `timeout` when no answer came, and what the provider's plug-in throws
 */
export async function listModels(
  core: CoreContext,
  provider: ProviderConfig,
  caller: AbortSignal,
): Promise<readonly string[]> {
  const key = await core.providers.keyOf(provider)
  if (provider.needsKey && key === null) {
    throw new AppError('provider-auth', `${provider.label} has no key yet. ${keyRemedy(core, provider)}`)
  }
  return ask(core, { provider, key, caller, deadlineMs: CHECK_DEADLINE_MS })
}

/** The local programs that answer; one that is not there is left out, which is no error. */
export async function discoverEndpoints(core: CoreContext, caller: AbortSignal) {
  const found = await Promise.all(
    LOCAL_ENDPOINTS.map(async ({ id, label, baseUrl }) => {
      const provider: ProviderConfig = {
        id: ProviderId.parse(id),
        kind: 'openai-compatible',
        label,
        baseUrl,
        needsKey: false,
        keyVariable: null,
        maxConcurrency: 1,
        requestsPerMinute: null,
        tokensPerMinute: null,
        isRemovable: true,
      }
      const names = await ask(core, { provider, key: null, caller, deadlineMs: DISCOVER_DEADLINE_MS }).catch(() => null)
      return names && { label, baseUrl, models: [...names] }
    }),
  )
  return found.filter((one) => one !== null)
}

interface Question {
  readonly provider: ProviderConfig
  readonly key: string | null
  readonly caller: AbortSignal
  readonly deadlineMs: number
}

async function ask(core: CoreContext, { provider, key, caller, deadlineMs }: Question): Promise<readonly string[]> {
  const deadline = AbortSignal.timeout(deadlineMs)
  const signal = AbortSignal.any([caller, deadline])
  const plugin = core.providers.pluginOf(provider)
  try {
    return await plugin.listModels({ signal, fetch: core.ports.fetch, key, baseUrl: provider.baseUrl })
  } catch (cause) {
    if (!deadline.aborted) throw cause
    throw new AppError('timeout', `${provider.label} did not answer within ${deadlineMs / 1000} seconds.`, {
      retryable: true,
      cause,
    })
  }
}

function keyRemedy({ ports }: CoreContext, { keyVariable }: ProviderConfig): string {
  if (ports.secrets.storage !== 'environment') return 'Enter it in Settings.'
  return `Set the environment variable ${keyVariable ?? 'of its key'} and start Pithy again.`
}

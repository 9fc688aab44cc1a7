import type { Deadlines } from '../../../../shared/domain/deadlines.ts'

interface SdkTarget {
  readonly key: string | null
  readonly baseUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly deadlines: Deadlines
}

/**
 * Constructor options of the openai SDK that leave nothing to the environment or to the SDK: `null` stops it from reading
 * OPENAI_ORG_ID and the like, OPENAI_LOG=debug would print prompts, and its own retries would pay twice unseen.
 */
export function openaiOptions({ key, baseUrl, fetch, deadlines }: SdkTarget) {
  return {
    apiKey: key ?? 'none',
    baseURL: baseUrl,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: sdkTimeoutMs(deadlines),
    logLevel: 'off' as const,
    fetch,
  }
}

/** Headers of one request: they win over OPENAI_CUSTOM_HEADERS, and without a key none is sent. */
export function bearerHeaders(key: string | null): { readonly authorization: string | null } {
  return { authorization: key === null ? null : `Bearer ${key}` }
}

/** The same for the Anthropic SDK, which also looks for profiles on disk unless a key is given. */
export function anthropicOptions({ key, baseUrl, fetch, deadlines }: SdkTarget) {
  return {
    apiKey: key ?? 'none',
    authToken: null,
    webhookKey: null,
    baseURL: hostAddress(baseUrl),
    maxRetries: 0,
    timeout: sdkTimeoutMs(deadlines),
    logLevel: 'off' as const,
    openTelemetry: false as const,
    fetch,
  }
}

/** Without the `/v1` that some write and others leave out: Anthropic's paths begin with it. */
export function hostAddress(baseUrl: string): string {
  return baseUrl.replace(/\/(v1\/?)?$/, '')
}

/** Later than every deadline of ours, so that ours decides what an end means. */
function sdkTimeoutMs({ totalMs }: Deadlines): number {
  return Math.min(totalMs + 60_000, 2 ** 31 - 1)
}

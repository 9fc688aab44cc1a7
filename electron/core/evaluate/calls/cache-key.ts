import { hash } from 'node:crypto'
import type { ProviderId } from '../../../../shared/domain/ids.ts'
import type { Parameters, RenderedMessage } from '../../../../shared/domain/prompt.ts'
import { canonicalJson } from '../../json/canonical-json.ts'

/** Everything that can change the answer, and nothing secret. */
export interface CacheKeyInput {
  readonly providerId: ProviderId
  readonly baseUrl: string | null
  readonly modelName: string
  readonly messages: readonly RenderedMessage[]
  readonly parameters: Parameters
  readonly repeat: number
  /** An answer that came without them is no answer to a request for them; absent = not asked for. */
  readonly wantsLogProbabilities?: boolean
}

/** SHA-256 of the request's canonical JSON: equal requests give equal keys, whatever the order of their fields. */
export function cacheKey(input: CacheKeyInput): Buffer {
  const { providerId, baseUrl, modelName, messages, parameters, repeat, wantsLogProbabilities } = input
  const asked = wantsLogProbabilities ? { wantsLogProbabilities } : {}
  const json = canonicalJson({ providerId, baseUrl, modelName, messages, parameters, repeat, ...asked })
  return hash('sha256', json, 'buffer')
}

import { worstCaseCost } from '../../../../shared/cost/worst-case-cost.ts'
import type { CallTag } from '../../../../shared/domain/call-tag.ts'
import { type BatchId, splitModelId } from '../../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { ProviderRequest } from '../../providers/provider.ts'
import type { ProviderBatches } from '../../providers/provider-batches.ts'
import type { CellRef } from '../../store/ledger-store.ts'
import type { CallTarget } from '../calls/call-model.ts'
import { promptTokenBound } from '../calls/prompt-bound.ts'
import type { CellRequest } from '../cells/render-cell.ts'
import { customIdOf } from './custom-id.ts'

export interface PackedRequest {
  readonly ref: CellRef
  /** As it stands in the batch. */
  readonly text: string
  readonly worstNanoUsd: NanoUsd | null
  /** What it is for. */
  readonly tags: readonly CallTag[]
}

type PackedCell = Pick<PackedRequest, 'ref' | 'tags'>

/** Requests that will go in one batch, as long as the provider's limits bear one more. */
export class BatchPack {
  readonly id: BatchId
  readonly group: string
  readonly target: CallTarget
  readonly requests: PackedRequest[] = []
  readonly #api: ProviderBatches
  #bytes = 0

  constructor(about: { id: BatchId; group: string; target: CallTarget; api: ProviderBatches }) {
    this.id = about.id
    this.group = about.group
    this.target = about.target
    this.#api = about.api
  }

  /**
   * Takes a request in.
   *
   * @returns `full` when it would pass a limit; `too-large` when it would in an empty pack too
   * @throws ProviderError `bad-input` for what the provider cannot take
   */
  add({ ref, tags }: PackedCell, request: CellRequest): 'added' | 'full' | 'too-large' {
    const { limits, encode } = this.#api
    const text = encode(customIdOf(this.id, ref), toProviderRequest(request), this.target.baseUrl)
    // One byte more for what separates it from the next one.
    const bytes = Buffer.byteLength(text) + 1
    if (bytes > limits.maxBytes) return 'too-large'
    if (this.requests.length >= limits.maxRequests || this.#bytes + bytes > limits.maxBytes) return 'full'
    this.#bytes += bytes
    this.requests.push({ ref, text, worstNanoUsd: worstCaseOf(request), tags })
    return 'added'
  }
}

export function toProviderRequest({ target, ...asked }: CellRequest): ProviderRequest {
  const { model } = target
  return { modelName: splitModelId(model.id).modelName, model, ...asked }
}

function worstCaseOf({ target, messages, parameters }: CellRequest): NanoUsd | null {
  return worstCaseCost({
    promptTokens: promptTokenBound(messages, parameters),
    maxOutputTokens: parameters.maxOutputTokens,
    price: target.model.price,
    service: 'batch',
    mayWriteOneHourCache: parameters.cacheTtl === '1h',
  })
}

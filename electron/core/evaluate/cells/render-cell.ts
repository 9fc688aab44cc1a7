import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import { type ModelId, splitModelId, type VariantId } from '../../../../shared/domain/ids.ts'
import { renderParsedMessages } from '../../../../shared/template/render-messages.ts'
import type { NewCell } from '../../store/cell-store.ts'
import { cacheKey } from '../calls/cache-key.ts'
import type { CallTarget, ModelCall } from '../calls/call-model.ts'
import { logProbabilityWish } from '../calls/log-probability-wish.ts'
import { withOutputCap } from '../calls/output-cap.ts'
import type { QueuedCell } from './cell-queue.ts'
import { failedCell } from './failed-cell.ts'
import type { ParsedPrompt } from './run-cells.ts'

export interface CellSources {
  readonly targets: ReadonlyMap<ModelId, CallTarget>
  readonly prompts: ReadonlyMap<VariantId, ParsedPrompt>
  /** Models that can are asked how sure they are of an answer. */
  readonly wantsLogProbabilities: boolean
}

export type CellRequest = Pick<ModelCall, 'target' | 'messages' | 'parameters' | 'repeat' | 'wantsLogProbabilities'>

export type RenderedCell =
  | { readonly kind: 'request'; readonly request: CellRequest; readonly key: Buffer }
  /** The case does not fit the prompt. */
  | { readonly kind: 'failed'; readonly cell: NewCell }

/** What a cell asks, and the key under which its answer is kept. */
export function renderCell(sources: CellSources, { ref, column, evalCase }: QueuedCell): RenderedCell {
  const { targets, prompts } = sources
  const target = targets.get(column.modelId)
  const prompt = prompts.get(column.variantId)
  if (!target || !prompt) throw new Error(`There is no target for ${column.variantId} on ${column.modelId}.`)
  const parameters = withOutputCap(prompt.parameters, target.model)
  const repeat = ref.repeatNo
  const asked = sources.wantsLogProbabilities ? logProbabilityWish(target.provider, target.model, parameters) : {}
  try {
    const messages = renderParsedMessages(prompt.messages, evalCase.variables)
    const { providerId, baseUrl } = target
    const { modelName } = splitModelId(target.model.id)
    const key = cacheKey({ providerId, baseUrl, modelName, messages, parameters, repeat, ...asked })
    return { kind: 'request', request: { target, messages, parameters, repeat, ...asked }, key }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const why = new AppError(error.code, `Case ${evalCase.position}: ${error.message}`, { cause: error })
    return { kind: 'failed', cell: failedCell({ error: toWireError(why), attempts: 0, mayHaveBeenBilled: false }) }
  }
}

import type { CatalogModel } from '../domain/model.ts'
import type { Parameters } from '../domain/prompt.ts'
import { sentTools } from '../models/sent-tools.ts'
import type { RequestExtras } from './request-parts.ts'

/** What a variant's parameters add to the input of a call: only what the model is sent. */
export function extrasOf(parameters: Parameters, model: Pick<CatalogModel, 'capabilities'>): RequestExtras {
  return {
    responseSchema: model.capabilities.structuredOutput ? parameters.responseSchema : null,
    tools: sentTools(parameters, model)?.tools ?? [],
  }
}

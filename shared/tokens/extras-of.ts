import type { Parameters } from '../domain/prompt.ts'
import type { RequestExtras } from './request-parts.ts'

/** What a variant's parameters add to the input of a call. */
export function extrasOf({ responseSchema }: Pick<Parameters, 'responseSchema'>): RequestExtras {
  return { responseSchema, tools: [] }
}

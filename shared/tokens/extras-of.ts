import type { Parameters } from '../domain/prompt.ts'
import type { RequestExtras } from './request-parts.ts'

/** What a variant's parameters add to the input of a call. */
export function extrasOf({ responseSchema, tools = [] }: Pick<Parameters, 'responseSchema' | 'tools'>): RequestExtras {
  return { responseSchema, tools }
}

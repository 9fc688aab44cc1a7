import type { CellKey } from '../domain/run.ts'

/** A cell's key as one text, for sets and maps; different keys never give the same text. */
export function cellKeyText(key: CellKey): string {
  return JSON.stringify([key.variantId, key.modelId, key.caseId, key.repeat])
}

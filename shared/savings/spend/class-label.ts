import type { SpendClass } from '../../domain/spend-breakdown.ts'

/** A class of tokens in words. */
export function classLabel(name: SpendClass): string {
  switch (name) {
    case 'input':
      return 'Input'
    case 'cacheRead':
      return 'Cache read'
    case 'cacheWrite5m':
      return 'Cache write'
    case 'cacheWrite1h':
      return 'Cache write, 1 h'
    case 'reasoning':
      return 'Reasoning'
    case 'output':
      return 'Output'
    default:
      return name satisfies never
  }
}

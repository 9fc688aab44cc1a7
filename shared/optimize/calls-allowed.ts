import { isOptimizeMode, type SearchMode } from '../domain/squeeze.ts'
import { modePlan } from '../squeeze/squeeze-modes.ts'
import { optimizePlan } from './optimize-modes.ts'

/** How many calls a mode may make, and how many of them go to the small model at most. */
export function callsAllowed(mode: SearchMode): { readonly all: number; readonly small: number } {
  const { maxCalls, maxRewriteCalls } = isOptimizeMode(mode) ? optimizePlan(mode) : modePlan(mode)
  // Beside rewrites: the ledger, twice.
  return { all: maxCalls, small: Math.min(maxCalls, maxRewriteCalls + 2) }
}

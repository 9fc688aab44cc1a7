import type { CaseId } from '../domain/ids.ts'
import type { CellKey, RunSpec } from '../domain/run.ts'

type Plan = Pick<RunSpec, 'variantIds' | 'modelIds' | 'repeats' | 'caseLimit'>

/**
 * The cells of a run in the order of work: case by case, so that the rows of the grid fill one after the other and a run
 * that stops early has asked every column the same cases. Within a case all columns come before the next repeat.
 *
 * Lazy: a plan of a million cells takes no memory. A variant or model that is named twice is planned once.
 */
export function* planCells(spec: Plan, cases: Iterable<{ readonly id: CaseId }>): Generator<CellKey> {
  const variantIds = new Set(spec.variantIds)
  const modelIds = new Set(spec.modelIds)
  let taken = 0
  for (const { id: caseId } of cases) {
    if (spec.caseLimit !== null && taken >= spec.caseLimit) return
    taken++
    for (let repeat = 0; repeat < spec.repeats; repeat++) {
      for (const variantId of variantIds) {
        for (const modelId of modelIds) yield { variantId, modelId, caseId, repeat }
      }
    }
  }
}

/** How many cells planCells gives for so many cases. */
export function countCells(spec: Plan, caseCount: number): number {
  const cases = spec.caseLimit === null ? caseCount : Math.min(caseCount, spec.caseLimit)
  return cases * spec.repeats * new Set(spec.variantIds).size * new Set(spec.modelIds).size
}

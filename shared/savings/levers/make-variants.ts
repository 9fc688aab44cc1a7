import type { LeverAction, VersionSource } from '../../domain/savings.ts'
import type { SavingsInput } from '../savings-input.ts'

/** The button that makes versions of today's variant, to be run beside it on the cases of this run. */
export function makeVariants(input: SavingsInput, label: string, versions: VersionSource): LeverAction[] {
  const baseline = input.columns[input.baselineNo]
  if (!baseline) return []
  const { promptId, variantId, modelId } = baseline
  return [{ kind: 'make-variants', label, promptId, evalSetId: input.run.evalSetId, variantId, modelId, versions }]
}

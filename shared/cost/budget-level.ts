import type { NanoUsd } from '../domain/money.ts'
import type { BudgetLevel } from '../domain/spend.ts'

export interface BudgetUse {
  readonly limitNanoUsd: NanoUsd
  readonly settledNanoUsd: NanoUsd
  readonly heldNanoUsd: NanoUsd
}

/** What is spent and held as a share of the limit, and the warning that it calls for. A limit of 0 is always full. */
export function budgetLevel(use: BudgetUse): { readonly share: number; readonly level: BudgetLevel } {
  const { limitNanoUsd, settledNanoUsd, heldNanoUsd } = use
  const share = limitNanoUsd <= 0 ? 1 : Math.max(0, (settledNanoUsd + heldNanoUsd) / limitNanoUsd)
  if (share >= 1) return { share, level: 'full' }
  if (share >= 0.8) return { share, level: 'most' }
  return { share, level: share >= 0.5 ? 'half' : 'ok' }
}

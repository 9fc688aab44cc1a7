import type { OwnRule, OwnRulesReport } from '../../../shared/domain/own-rules.ts'
import type { SavingsWish } from '../../../shared/domain/savings.ts'
import { measureLever } from '../../../shared/savings/levers/measure-lever.ts'
import { plugin as lever } from '../../../shared/savings/levers/plugins/own-rules.ts'
import { replayOwnRules } from '../../../shared/savings/replays/own-rules.ts'
import type { CoreContext } from '../core-context.ts'
import { applyOwnRules } from './apply-own-rules.ts'
import type { SavingsDesk } from './savings-desk.ts'

/** What rules that are not saved would do, at the price that the lever will have. Null while the project has no run with answers. */
export async function tryOwnRules(
  core: CoreContext,
  desk: SavingsDesk,
  {
    wish,
    rules,
    signal,
  }: { readonly wish: SavingsWish; readonly rules: readonly OwnRule[]; readonly signal: AbortSignal },
): Promise<OwnRulesReport | null> {
  const found = await desk.find(wish)
  if (found === null) return null
  const ownRules = await applyOwnRules(core, found.input.cases, { rules, signal })
  const input = { ...found.input, ownRules }
  const { cases, total, precisionBound, rows } = replayOwnRules(input, ownRules)
  const finding = lever.find(input)
  const measured = finding.kind === 'offer' ? measureLever(input, found.levers.today, finding) : null
  return { cases, total, precisionBound, rows, savedNanoUsd: measured?.savedNanoUsd ?? null }
}

import { armStanding, caseTendencies, type HopePlan, holds, hopeOf, openCases } from './arm-hope.ts'
import type { FlowArm } from './flow-arm.ts'

export interface SettlePlan extends HopePlan {
  readonly arms: () => readonly FlowArm[]
  /** Calls that must be left for what comes after. */
  readonly reserveCalls: number
  readonly isStopAsked: () => boolean
  readonly onSettled: () => void
}

/** Cases that are asked before looking again. */
export const SETTLE_STEP = 12
/** Of the cost: an arm that may be expected to save less than this more is not worth its calls. */
const LEAST_GAIN = 0.003

/**
 * Asks more development cases of the arm that may be expected to save most beyond the cheapest one that holds: its saving,
 * times how likely it is to hold. A few at a time; only who answered all of them can be chosen. A few cases favour the bold,
 * and who was dropped by its rank was not found worse.
 */
export async function settleArms(plan: SettlePlan): Promise<void> {
  const { answers, margin } = plan
  while (!plan.isStopAsked()) {
    const tendencies = caseTendencies(plan)
    const arms = plan
      .arms()
      .map((arm) => ({ arm, now: armStanding(plan, arm), left: openCases(plan, arm, tendencies) }))
    const settled = arms.filter(({ now, left }) => left.length === 0 && holds(now, margin))
    const cheapest = Math.min(1, ...settled.map(({ now }) => now.costRatio ?? 1))
    const [next] = arms
      .filter(({ left }) => left.length > 0)
      .map((one) => ({ ...one, gain: (cheapest - (one.now.costRatio ?? 1)) * hopeOf(plan, one.arm, tendencies) }))
      .filter(({ gain }) => gain >= LEAST_GAIN)
      // Who has little left to answer tells sooner.
      .toSorted((a, b) => b.gain / Math.sqrt(b.left.length) - a.gain / Math.sqrt(a.left.length))
    if (!next) return
    const wanted = [{ messages: next.arm.messages, caseIndexes: next.left.slice(0, SETTLE_STEP) }]
    if (answers.missing(wanted) > answers.left - plan.reserveCalls) return
    await answers.ask(wanted)
    plan.onSettled()
  }
}

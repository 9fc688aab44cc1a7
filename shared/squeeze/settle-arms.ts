import type { Answers } from './answers.ts'
import type { FlowArm } from './flow-arm.ts'
import { type ArmStanding, standingOf } from './race/race-arms.ts'

export interface SettlePlan {
  readonly baseline: FlowArm
  readonly arms: () => readonly FlowArm[]
  readonly order: readonly number[]
  readonly margin: number
  readonly answers: Answers
  /** Calls that must be left for the confirmation. */
  readonly reserveCalls: number
  readonly isStopAsked: () => boolean
  readonly onSettled: () => void
}

/** Cases that are asked before looking again. */
const STEP = 20

/**
 * Asks more development cases of the cheapest arm that may still hold, a few at a time, until one that answered them all
 * does. A few cases favour the bold, and who was dropped by its rank was not found worse.
 */
export async function settleArms(plan: SettlePlan): Promise<void> {
  const { answers, order, margin } = plan
  while (!plan.isStopAsked()) {
    const [cheapest] = plan
      .arms()
      .map((arm) => ({
        arm,
        now: standing(plan, arm),
        left: order.filter((one) => !answers.of(arm.messages).has(one)),
      }))
      .filter(({ now }) => (now.costRatio ?? 1) < 1)
      .filter(({ now, left }) => (left.length === 0 ? holds(now, margin) : mayHold(now, margin)))
      .toSorted((a, b) => (a.now.costRatio ?? 1) - (b.now.costRatio ?? 1))
    if (!cheapest || cheapest.left.length === 0) return
    const wanted = [{ messages: cheapest.arm.messages, caseIndexes: cheapest.left.slice(0, STEP) }]
    if (answers.missing(wanted) > answers.left - plan.reserveCalls) return
    await answers.ask(wanted)
    plan.onSettled()
  }
}

type Loss = Pick<ArmStanding, 'difference' | 'standardError'>

/** How much of the margin may be used up on the development cases: the hold-out mostly shows some more. */
const DEVELOPMENT_SHARE = 0.75

/** With the benefit of half a standard error of doubt. */
function mayHold({ difference, standardError }: Loss, margin: number): boolean {
  return difference !== null && difference + (standardError ?? 0) / 2 >= -margin * DEVELOPMENT_SHARE
}

/** With half a standard error of doubt against it. */
export function holds({ difference, standardError }: Loss, margin: number): boolean {
  return difference !== null && difference - (standardError ?? 0) / 2 >= -margin * DEVELOPMENT_SHARE
}

function standing({ baseline, order, answers }: SettlePlan, arm: FlowArm) {
  const race = ({ id, messages }: FlowArm) => ({ id, results: answers.of(messages) })
  return standingOf(race(baseline), race(arm), order)
}

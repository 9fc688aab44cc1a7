import type { Answers } from './answers.ts'
import type { FlowArm } from './flow-arm.ts'
import { standingOf } from './race/race-arms.ts'

export interface RescuePlan {
  readonly baseline: FlowArm
  /** Dropped for their rank only. */
  readonly arms: readonly FlowArm[]
  readonly order: readonly number[]
  readonly margin: number
  readonly answers: Answers
  /** Calls that must be left for the confirmation. */
  readonly reserveCalls: number
}

/**
 * Where all who ran to the end turned out worse, asks all cases of those who were dropped early though they were not: the
 * boldest first, until one holds or the calls are used up.
 */
export async function rescueArms({ baseline, arms, order, margin, answers, reserveCalls }: RescuePlan): Promise<void> {
  const race = ({ id, messages }: FlowArm) => ({ id, results: answers.of(messages) })
  const standing = (arm: FlowArm) => standingOf(race(baseline), race(arm), order)
  const hopeful = arms
    .map((arm) => ({ arm, before: standing(arm) }))
    .filter(({ before }) => (before.difference ?? -1) >= -margin && (before.costRatio ?? 1) < 1)
    .toSorted(
      (a, b) =>
        (b.before.difference ?? 0) - (a.before.difference ?? 0) ||
        (a.before.costRatio ?? 1) - (b.before.costRatio ?? 1),
    )
  for (const { arm } of hopeful) {
    const wanted = [{ messages: arm.messages, caseIndexes: order }]
    if (answers.missing(wanted) > answers.left - reserveCalls) return
    await answers.ask(wanted)
    if ((standing(arm).difference ?? -1) >= -margin) return
  }
}

import { armStanding, type HopePlan, holds } from './arm-hope.ts'
import type { FlowArm } from './flow-arm.ts'
import { askWhileHopeful } from './grow-arm.ts'
import { pairsOf } from './race-arms.ts'

export interface FinalistPlan extends HopePlan {
  readonly best: FlowArm
  readonly arms: readonly FlowArm[]
  /** Calls that looking at one candidate on the hold-out takes; the original takes as many. */
  readonly holdOutCalls: number
  /** At most so many are looked at. */
  readonly most: number
  readonly isStopAsked: () => boolean
}

/** A second finalist costs the first one some of its level: it must have lost clearly less on the development cases. */
const SAFER = 0.005
/** Of the original's cost: a safer one that saves less is hardly worth a look. */
const MOST_COST = 0.95
/** Candidates that are tried on the cases that the best one lost. */
const MAX_TRIED = 6

/**
 * Who is looked at on the hold-out: the best, and where calls are left dearer ones that lost less. One that has not answered all
 * development cases is asked first what the best one lost. All of it is settled before any hold-out case is asked.
 */
export async function squeezeFinalists(plan: FinalistPlan): Promise<readonly FlowArm[]> {
  const { best, answers, holdOutCalls, most } = plan
  const room = () => Math.min(most, Math.floor(answers.left / Math.max(1, holdOutCalls)) - 1)
  if (room() < 2) return [best]
  if (saferArms(plan).length === 0) await askForSafer(plan)
  return [best, ...saferArms(plan)].slice(0, Math.max(1, room()))
}

function saferArms(plan: FinalistPlan): FlowArm[] {
  const { best, order, margin } = plan
  const own = armStanding(plan, best).difference ?? 0
  return dearerArms(plan).filter((arm) => {
    const { n, difference, standardError } = armStanding(plan, arm)
    return n === order.length && holds({ difference, standardError }, margin) && (difference ?? -1) >= own + SAFER
  })
}

/** Those that save something, the cheapest first. */
function dearerArms(plan: FinalistPlan): FlowArm[] {
  const costOf = (arm: FlowArm) => armStanding(plan, arm).costRatio ?? 1
  return plan.arms
    .filter((arm) => arm.id !== plan.best.id && costOf(arm) >= costOf(plan.best) && costOf(arm) < MOST_COST)
    .toSorted((a, b) => costOf(a) - costOf(b))
}

async function askForSafer(plan: FinalistPlan): Promise<void> {
  const { best, baseline, order, answers, holdOutCalls } = plan
  const lossOf = (arm: FlowArm, only: readonly number[]) =>
    pairsOf(
      { id: '', results: answers.of(baseline.messages) },
      { id: '', results: answers.of(arm.messages) },
      only,
    ).reduce((sum, { difference }) => sum - difference, 0)
  const lost = order.filter((index) => lossOf(best, [index]) > 0)
  // The original, the best and the safer one are still to be looked at.
  const reserveCalls = 3 * holdOutCalls
  if (lost.length === 0 || answers.left - reserveCalls < order.length) return
  for (const arm of dearerArms(plan).slice(0, MAX_TRIED)) {
    const wanted = [{ messages: arm.messages, caseIndexes: lost }]
    if (plan.isStopAsked() || answers.missing(wanted) > answers.left - reserveCalls) return
    await answers.ask(wanted)
    if (lossOf(arm, lost) >= lossOf(best, lost)) continue
    if ((await askWhileHopeful({ ...plan, reserveCalls }, arm)) === null) return
    if (saferArms(plan).length > 0) return
  }
}

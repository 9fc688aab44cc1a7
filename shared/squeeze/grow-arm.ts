import type { SqueezeEdit } from '../domain/squeeze.ts'
import type { Answers } from './answers.ts'
import { composeEdits } from './apply-changes.ts'
import { withoutFaults } from './candidates/build-arms.ts'
import type { FlowArm } from './flow-arm.ts'
import type { GateContext } from './gates/check-gates.ts'
import { standingOf } from './race/race-arms.ts'
import type { SqueezePrompt } from './read-squeeze-prompt.ts'

export interface GrowthPlan {
  readonly prompt: SqueezePrompt
  readonly baseline: FlowArm
  readonly best: FlowArm
  /** Cuts that passed the gates by themselves, in the order in which they should be tried. */
  readonly cuts: readonly SqueezeEdit[]
  readonly order: readonly number[]
  readonly margin: number
  readonly gates: GateContext
  readonly answers: Answers
  /** Calls that must be left for the confirmation. */
  readonly reserveCalls: number
  readonly isStopAsked: () => boolean
  readonly onGrown: (arm: FlowArm) => void
}

/**
 * Spends the calls that the race left on cuts that the best arm does not have yet: a few more at a time, fewer after a
 * failure, each time on the same cases. Half of the cases tell first whether the others are worth asking.
 */
export async function growArm(plan: GrowthPlan): Promise<void> {
  const { answers, order, margin, prompt } = plan
  let best = plan.best
  let untried = plan.cuts.filter((cut) => !best.edits.some(({ id }) => id === cut.id))
  let step = Math.ceil(untried.length / 2)
  for (let number = 1; untried.length > 0 && step > 0 && !plan.isStopAsked(); number++) {
    const some = untried.slice(0, step)
    const edits = withoutFaults(prompt, [...best.edits, ...some], plan.gates)
    const { messages } = composeEdits(prompt, edits)
    const arm: FlowArm = {
      id: `grown-${number}`,
      label: `${plan.best.label}, ${some.length} more cuts`,
      edits,
      messages,
    }
    const half = order.slice(0, Math.ceil(order.length / 2))
    if (answers.missing([{ messages, caseIndexes: order }]) > answers.left - plan.reserveCalls) return
    await answers.ask([{ messages, caseIndexes: half }])
    const early = standing(plan, arm)
    if ((early.difference ?? -1) >= -margin) await answers.ask([{ messages, caseIndexes: order }])
    const { difference, costRatio, n } = standing(plan, arm)
    const isBetter = (costRatio ?? 1) < (standing(plan, best).costRatio ?? 1)
    if (n > half.length && (difference ?? -1) >= -margin / 3 && isBetter) {
      best = arm
      plan.onGrown(arm)
      untried = untried.slice(step)
      step = Math.ceil(Math.min(step, untried.length))
    } else if (step === 1) untried = untried.slice(1)
    else step = Math.floor(step / 2)
  }
}

function standing({ baseline, order, answers }: GrowthPlan, arm: FlowArm) {
  const race = ({ id, messages }: FlowArm) => ({ id, results: answers.of(messages) })
  return standingOf(race(baseline), race(arm), order)
}

import type { SqueezeEdit } from '../../domain/squeeze.ts'
import { composeEdits } from '../apply-changes.ts'
import { withoutFaults } from '../candidates/build-arms.ts'
import type { GateContext } from '../gates/check-gates.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { armStanding, caseTendencies, type HopePlan, holds, hopeOf, openCases } from './arm-hope.ts'
import type { FlowArm } from './flow-arm.ts'
import { SETTLE_STEP } from './settle-arms.ts'

interface AskPlan extends HopePlan {
  /** Calls that must be left for the confirmation. */
  readonly reserveCalls: number
  readonly isStopAsked: () => boolean
}

export interface GrowthPlan extends AskPlan {
  readonly prompt: SqueezePrompt
  readonly best: FlowArm
  /** Cuts that passed the gates by themselves, in the order in which they should be tried. */
  readonly cuts: readonly SqueezeEdit[]
  readonly gates: GateContext
  readonly onGrown: (arm: FlowArm) => void
}

/** An arm that is less likely to hold is given up before it has answered all cases. */
const LEAST_HOPE = 0.2

/**
 * Looks for the last rung between the best arm and everything: by halves, how many more cuts it bears. Who loses too much is
 * given up after a few cases that change easily; who holds has answered all of them.
 */
export async function growArm(plan: GrowthPlan): Promise<void> {
  const { prompt, margin, best } = plan
  const has = new Set(best.edits.map(({ id }) => id))
  const untried = plan.cuts.filter(({ id }) => !has.has(id))
  let [low, high] = [0, untried.length + 1]
  let cheapest = armStanding(plan, best).costRatio ?? 1
  while (high - low > 1 && !plan.isStopAsked()) {
    const middle = Math.floor((low + high) / 2)
    const edits = withoutFaults(prompt, [...best.edits, ...untried.slice(0, middle)], plan.gates)
    const { messages } = composeEdits(prompt, edits)
    const arm: FlowArm = { id: `grown-${middle}`, label: `${best.label}, ${middle} more cuts`, edits, messages }
    const isWhole = await askWhileHopeful(plan, arm)
    if (isWhole === null) return
    const now = armStanding(plan, arm)
    if (isWhole && holds(now, margin)) {
      low = middle
      if ((now.costRatio ?? 1) >= cheapest) continue
      cheapest = now.costRatio ?? 1
      plan.onGrown(arm)
    } else high = middle
  }
}

/** True once all cases are answered, false when it is given up, null when the calls do not suffice. */
export async function askWhileHopeful(plan: AskPlan, arm: FlowArm): Promise<boolean | null> {
  const { answers } = plan
  for (;;) {
    const tendencies = caseTendencies(plan)
    const open = openCases(plan, arm, tendencies)
    if (open.length === 0) return true
    if (hopeOf(plan, arm, tendencies) < LEAST_HOPE) return false
    const wanted = [{ messages: arm.messages, caseIndexes: open.slice(0, SETTLE_STEP) }]
    if (plan.isStopAsked() || answers.missing(wanted) > answers.left - plan.reserveCalls) return null
    if (!(await answers.ask(wanted))) return null
  }
}

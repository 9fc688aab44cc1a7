import type { SqueezeEdit } from '../domain/squeeze.ts'
import type { Answers } from './answers.ts'
import { composeEdits } from './apply-changes.ts'
import { checkGates, type GateContext } from './gates/check-gates.ts'
import { askRepair } from './model/ask-repair.ts'
import { compareStandings, type Pair, pairsOf, standingOf } from './race/race-arms.ts'
import type { SqueezePrompt } from './read-squeeze-prompt.ts'
import type { FlowArm } from './squeeze-flow.ts'
import type { SqueezeCase } from './squeeze-ports.ts'

export interface RepairPlan {
  readonly prompt: SqueezePrompt
  readonly baseline: FlowArm
  readonly arms: () => readonly FlowArm[]
  readonly order: readonly number[]
  readonly cases: readonly SqueezeCase[]
  readonly harm: ReadonlyMap<string, number>
  readonly margin: number
  readonly rounds: number
  readonly gates: GateContext
  readonly answers: Answers
  /** Calls that must be left for the confirmation. */
  readonly reserveCalls: number
  readonly isStopAsked: () => boolean
  readonly onRepaired: (arm: FlowArm) => void
}

/**
 * At most so many rounds: of the best two arms, looks at the cases that they lost, puts the text back that did it, and keeps
 * the result only if it is better on the same cases. Ends when nothing is lost, or nothing helped.
 */
export async function repairArms(plan: RepairPlan): Promise<void> {
  let number = 0
  for (let round = 0; round < plan.rounds; round++) {
    let hasHelped = false
    for (const arm of bestTwo(plan)) {
      if (plan.isStopAsked()) return
      const lost = pairs(plan, arm).filter(({ difference }) => difference < 0)
      if (lost.length === 0) continue
      const restored = await chooseRestored(plan, arm, lost)
      const edits = arm.edits.filter((edit) => !restored.includes(edit))
      if (restored.length === 0 || edits.length === 0 || checkGates(plan.prompt, edits, plan.gates).length > 0) continue
      number += 1
      const repaired: FlowArm = {
        id: `repair-${number}`,
        label: `${arm.label}, repaired`,
        edits,
        messages: composeEdits(plan.prompt, edits).messages,
      }
      const cases = pairs(plan, arm).map(({ caseIndex }) => caseIndex)
      const wanted = [{ messages: repaired.messages, caseIndexes: cases }]
      if (plan.answers.missing(wanted) > plan.answers.left - plan.reserveCalls) return
      await plan.answers.ask(wanted)
      if (meanDifference(plan, repaired) > meanDifference(plan, arm)) {
        plan.onRepaired(repaired)
        hasHelped = true
      }
    }
    if (!hasHelped) return
  }
}

function bestTwo(plan: RepairPlan): FlowArm[] {
  const standing = (arm: FlowArm) => standingOf(toRace(plan, plan.baseline), toRace(plan, arm), plan.order)
  return plan
    .arms()
    .filter((arm) => standing(arm).n > 0)
    .toSorted((a, b) => compareStandings(standing(a), standing(b), plan.margin))
    .slice(0, 2)
}

/** The small model's choice; where it has none, the edit whose text was worth most. */
async function chooseRestored(plan: RepairPlan, arm: FlowArm, lost: readonly Pair[]): Promise<readonly SqueezeEdit[]> {
  const risky = arm.edits.filter(({ risk }) => risk === 'R2')
  const byIndex = new Map(plan.cases.map((one) => [one.index, one]))
  const cases = lost.map(({ caseIndex, baseline, arm: after }) => {
    const { text = '', expected = null } = byIndex.get(caseIndex) ?? {}
    return { text, expected, outputBefore: baseline.output, outputAfter: after.output }
  })
  const room = plan.answers.left > plan.reserveCalls
  const chosen = room ? await askRepair(risky, cases, (request) => plan.answers.complete(request)) : null
  if (chosen !== null && chosen.length > 0) return chosen
  const harmOf = ({ segmentIds }: SqueezeEdit) => Math.max(0, ...segmentIds.map((id) => plan.harm.get(id) ?? 0))
  const [worst] = risky.toSorted((a, b) => harmOf(b) - harmOf(a) || a.savedTokens - b.savedTokens)
  return worst ? [worst] : []
}

function pairs(plan: RepairPlan, arm: FlowArm): Pair[] {
  return pairsOf(toRace(plan, plan.baseline), toRace(plan, arm), plan.order)
}

function meanDifference(plan: RepairPlan, arm: FlowArm): number {
  return standingOf(toRace(plan, plan.baseline), toRace(plan, arm), plan.order).difference ?? -1
}

function toRace({ answers }: RepairPlan, { id, messages }: FlowArm) {
  return { id, results: answers.of(messages) }
}

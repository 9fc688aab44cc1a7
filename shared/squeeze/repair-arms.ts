import type { SqueezeEdit } from '../domain/squeeze.ts'
import type { Answers } from './answers.ts'
import { composeEdits } from './apply-changes.ts'
import type { FlowArm } from './flow-arm.ts'
import { checkGates, type GateContext } from './gates/check-gates.ts'
import { askRepair } from './model/ask-repair.ts'
import { compareStandings, type Pair, pairsOf, standingOf } from './race/race-arms.ts'
import type { SqueezePrompt } from './read-squeeze-prompt.ts'
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

const MAX_SUSPECTS = 14
const MAX_LOST_CASES = 6
const MAX_RESTORED = 3

/**
 * At most so many rounds: of the best two arms, looks at the cases that they lost, puts the text back that did it, and keeps
 * the result only if it is better on the same cases. Ends when nothing is lost, or nothing helped.
 */
export async function repairArms(plan: RepairPlan): Promise<void> {
  let number = 0
  const tried = new Set<string>()
  for (let round = 0; round < plan.rounds; round++) {
    let hasHelped = false
    for (const arm of bestTwo(plan)) {
      if (plan.isStopAsked()) return
      const lost = pairs(plan, arm).filter(({ difference }) => difference < 0)
      if (lost.length === 0) continue
      const restored = await chooseRestored(plan, arm, lost)
      const edits = arm.edits.filter((edit) => !restored.includes(edit))
      if (restored.length === 0 || edits.length === 0 || checkGates(plan.prompt, edits, plan.gates).length > 0) continue
      const { messages } = composeEdits(plan.prompt, edits)
      const key = JSON.stringify(messages)
      if (tried.has(key)) continue
      tried.add(key)
      number += 1
      const repaired: FlowArm = { id: `repair-${number}`, label: `${arm.label}, repaired`, edits, messages }
      const wanted = [{ messages, caseIndexes: pairs(plan, arm).map(({ caseIndex }) => caseIndex) }]
      if (!hasRoom(plan, plan.answers.missing(wanted))) return
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

/**
 * The edits to take back: those of the ones suspected, by the small model or by what was measured, without which the lost
 * cases go well again. Only the lost cases are asked, so that every suspect costs a handful of calls.
 */
async function chooseRestored(plan: RepairPlan, arm: FlowArm, lost: readonly Pair[]): Promise<readonly SqueezeEdit[]> {
  const risky = arm.edits.filter(({ risk }) => risk === 'R2')
  const named = hasRoom(plan, 1)
    ? await askRepair(risky, describe(plan, lost), (request) => plan.answers.complete(request))
    : null
  const harmOf = ({ segmentIds }: SqueezeEdit) => Math.max(0, ...segmentIds.map((id) => plan.harm.get(id) ?? 0))
  const suspects =
    named !== null && named.length > 0
      ? named
      : risky.toSorted((a, b) => harmOf(b) - harmOf(a) || a.savedTokens - b.savedTokens).slice(0, MAX_SUSPECTS)
  const worst = lost.toSorted((a, b) => a.difference - b.difference).slice(0, MAX_LOST_CASES)
  const caseIndexes = worst.map(({ caseIndex }) => caseIndex)
  const guilty: { readonly edit: SqueezeEdit; readonly gain: number }[] = []
  for (const edit of suspects) {
    if (plan.isStopAsked()) break
    const { messages } = composeEdits(
      plan.prompt,
      arm.edits.filter((other) => other !== edit),
    )
    const wanted = [{ messages, caseIndexes }]
    if (!hasRoom(plan, plan.answers.missing(wanted))) break
    await plan.answers.ask(wanted)
    const results = plan.answers.of(messages)
    const gain = worst.reduce(
      (sum, pair) => sum + (results.get(pair.caseIndex)?.score ?? pair.arm.score) - pair.arm.score,
      0,
    )
    if (gain > 1e-9) guilty.push({ edit, gain })
  }
  return guilty
    .toSorted((a, b) => b.gain / Math.max(1, b.edit.savedTokens) - a.gain / Math.max(1, a.edit.savedTokens))
    .slice(0, MAX_RESTORED)
    .map(({ edit }) => edit)
}

function describe(plan: RepairPlan, lost: readonly Pair[]) {
  const byIndex = new Map(plan.cases.map((one) => [one.index, one]))
  return lost.map(({ caseIndex, baseline, arm: after }) => {
    const { text = '', expected = null } = byIndex.get(caseIndex) ?? {}
    return { text, expected, outputBefore: baseline.output, outputAfter: after.output }
  })
}

function hasRoom({ answers, reserveCalls }: RepairPlan, calls: number): boolean {
  return calls <= answers.left - reserveCalls
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

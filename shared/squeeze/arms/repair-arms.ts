import type { SqueezeEdit } from '../../domain/squeeze.ts'
import type { Answers } from '../answers.ts'
import { composeEdits } from '../apply-changes.ts'
import { strongest } from '../candidates/build-arms.ts'
import { editOf } from '../candidates/edit-of.ts'
import { tokensOf } from '../flow-report.ts'
import { checkGates, type GateContext } from '../gates/check-gates.ts'
import { askRepair } from '../model/ask-repair.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import type { SqueezeCase } from '../squeeze-ports.ts'
import type { FlowArm } from './flow-arm.ts'
import { compareStandings, type Pair, pairsOf, standingOf } from './race-arms.ts'

export interface RepairPlan {
  readonly prompt: SqueezePrompt
  readonly baseline: FlowArm
  readonly arms: () => readonly FlowArm[]
  readonly order: readonly number[]
  readonly cases: readonly SqueezeCase[]
  readonly harm: ReadonlyMap<string, number>
  readonly margin: number
  /** The small model's rewrites that passed the gates. */
  readonly rewrites: readonly SqueezeEdit[]
  /** Above so many tokens a repaired arm would be no gain. */
  readonly mostTokens: () => number
  readonly gates: GateContext
  readonly answers: Answers
  /** Calls that must be left for the confirmation. */
  readonly reserveCalls: number
  readonly isStopAsked: () => boolean
  readonly onRepaired: (arm: Omit<FlowArm, 'id'>) => void
}

const MAX_SUSPECTS = 10
const MAX_LOST_CASES = 6
const MAX_RESTORED = 3

/**
 * Of the best two arms, looks at the cases that they lost, puts the text back that did it, in fewer words where these do as
 * well, and keeps the result only if it is better on the same cases. False when nothing helped.
 */
export async function repairArms(plan: RepairPlan): Promise<boolean> {
  let hasHelped = false
  for (const arm of bestTwo(plan)) {
    if (plan.isStopAsked()) return false
    const lost = pairs(plan, arm).filter(({ difference }) => difference < 0)
    const remedies = lost.length === 0 ? [] : await chooseRemedies(plan, arm, lost)
    const edits = withRemedies(arm.edits, remedies)
    if (remedies.length === 0 || edits.length === 0 || checkGates(plan.prompt, edits, plan.gates).length > 0) continue
    const { messages } = composeEdits(plan.prompt, edits)
    if (tokensOf(plan.prompt, messages) >= plan.mostTokens()) continue
    const known = plan.answers.of(messages)
    const wanted = pairs(plan, arm).map(({ caseIndex }) => caseIndex)
    if (wanted.every((index) => known.has(index))) continue
    const calls = [{ messages, caseIndexes: wanted }]
    if (!hasRoom(plan, plan.answers.missing(calls))) return hasHelped
    await plan.answers.ask(calls)
    const repaired = { label: `${arm.label}, repaired`, edits, messages }
    if (meanDifference(plan, { id: '', ...repaired }) > meanDifference(plan, arm)) {
      plan.onRepaired(repaired)
      hasHelped = true
    }
  }
  return hasHelped
}

function bestTwo(plan: RepairPlan): FlowArm[] {
  const standing = (arm: FlowArm) => standingOf(toRace(plan, plan.baseline), toRace(plan, arm), plan.order)
  return plan
    .arms()
    .filter((arm) => standing(arm).n > 0)
    .toSorted((a, b) => compareStandings(standing(a), standing(b), plan.margin))
    .slice(0, 2)
}

/** A cut to take back, and what stands in the place of its text: null = the text as it was. */
interface Remedy {
  readonly edit: SqueezeEdit
  readonly instead: SqueezeEdit | null
}

function withRemedies(edits: readonly SqueezeEdit[], remedies: readonly Remedy[]): readonly SqueezeEdit[] {
  const gone = new Set(remedies.map(({ edit }) => edit))
  return [...edits.filter((edit) => !gone.has(edit)), ...remedies.flatMap(({ instead }) => instead ?? [])]
}

/**
 * The edits to take back: those of the ones suspected, by the small model or by what was measured, without which the lost
 * cases go well again. Only the lost cases are asked, so that every suspect costs a handful of calls.
 */
async function chooseRemedies(plan: RepairPlan, arm: FlowArm, lost: readonly Pair[]): Promise<readonly Remedy[]> {
  const risky = arm.edits.filter(({ risk }) => risk === 'R2')
  // One more for an answer that is no JSON.
  const advice = hasRoom(plan, 2)
    ? await askRepair(risky, describe(plan, lost), (request) => plan.answers.complete(request))
    : null
  const harmOf = ({ segmentIds }: SqueezeEdit) => Math.max(0, ...segmentIds.map((id) => plan.harm.get(id) ?? 0))
  const suspects =
    advice !== null && advice.edits.length > 0
      ? advice.edits
      : risky.toSorted((a, b) => harmOf(b) - harmOf(a) || a.savedTokens - b.savedTokens).slice(0, MAX_SUSPECTS)
  const worst = lost.toSorted((a, b) => a.difference - b.difference).slice(0, MAX_LOST_CASES)
  const found: (Remedy & { readonly gain: number })[] = []
  for (const edit of suspects) {
    const gain = await gainOf(plan, arm, { edit, instead: null }, worst)
    if (gain === null) break
    if (gain <= 1e-9) continue
    let remedy: Remedy = { edit, instead: null }
    for (const instead of wordingsFor(plan, edit, advice?.wordings.get(edit.id))) {
      const shorter = await gainOf(plan, arm, { edit, instead }, worst)
      if (shorter === null || shorter < gain - 1e-9) continue
      remedy = { edit, instead }
      break
    }
    found.push({ ...remedy, gain })
  }
  const costOf = ({ edit, instead }: Remedy) => Math.max(1, edit.savedTokens - (instead?.savedTokens ?? 0))
  const ranked = found.toSorted((a, b) => b.gain / costOf(b) - a.gain / costOf(a))
  // No more than is needed: every cut taken back costs what it saved.
  let missing = -pairs(plan, arm).reduce((sum, { difference }) => sum + difference, 0) - allowedLoss(plan)
  return ranked.slice(0, MAX_RESTORED).filter(({ gain }, index) => {
    const isNeeded = index === 0 || missing > 0
    missing -= gain
    return isNeeded
  })
}

/** Shorter words for a text that comes back: the small model's own for these cases, then its rewrites of the segment. */
function wordingsFor({ prompt, gates, rewrites }: RepairPlan, edit: SqueezeEdit, wording = ''): SqueezeEdit[] {
  const [change] = edit.changes
  const own =
    change === undefined || wording === '' || edit.changes.length > 1
      ? null
      : editOf(prompt, {
          id: `repair-${edit.id}-${wording.length}`,
          kind: 'repair',
          risk: 'R2',
          label: 'Put back in fewer words',
          reason: 'Cases went wrong without it; these words do for them.',
          segmentIds: edit.segmentIds,
          changes: [{ ...change, replacement: withEnds(change.original, wording) }],
        })
  const ids = new Set(edit.segmentIds)
  const known = rewrites.filter(({ segmentIds }) => segmentIds.some((id) => ids.has(id)) && edit.kind !== 'rewrite')
  return [...(own ? [own] : []), ...strongest(known)].filter(
    (one) =>
      one.savedTokens > 0 &&
      one.savedTokens < edit.savedTokens &&
      checkGates(prompt, [one], { ...gates, isPart: true }).length === 0,
  )
}

/** New words with the white space around the old ones. */
function withEnds(original: string, wording: string): string {
  const [before = ''] = /^\s*/.exec(original) ?? []
  const [after = ''] = /\s*$/.exec(original) ?? []
  return before + wording + after
}

/** Score that a remedy wins back on the lost cases; null when they cannot be asked. */
async function gainOf(plan: RepairPlan, arm: FlowArm, remedy: Remedy, lost: readonly Pair[]): Promise<number | null> {
  const { messages } = composeEdits(plan.prompt, withRemedies(arm.edits, [remedy]))
  const wanted = [{ messages, caseIndexes: lost.map(({ caseIndex }) => caseIndex) }]
  if (plan.isStopAsked() || !hasRoom(plan, plan.answers.missing(wanted))) return null
  await plan.answers.ask(wanted)
  const results = plan.answers.of(messages)
  return lost.reduce(
    (sum, { caseIndex, arm: before }) => sum + (results.get(caseIndex)?.score ?? before.score) - before.score,
    0,
  )
}

/** In cases: what may be lost of all of them, with some room for what the hold-out shows. */
function allowedLoss({ margin, order }: RepairPlan): number {
  return (margin / 2) * order.length
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

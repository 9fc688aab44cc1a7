import type { EditEvidence, SegmentWorth, SqueezeEdit } from '../../domain/squeeze.ts'
import type { Answers } from '../answers.ts'
import { composeEdits } from '../apply-changes.ts'
import { isCut } from '../candidates/example-edits.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { attribute, type MaskScore } from './attribute.ts'
import { type DeletionMask, deletionMasks, leaveOneOutMasks } from './deletion-masks.ts'
import { priorChurn } from './likely-harm.ts'
import { churnObservations, unitChurn, withTestimony } from './unit-churn.ts'

export interface WorthPlan {
  /** random: several cuts at once; one-out: each of the dearest units alone. */
  readonly plan: {
    readonly method: 'random' | 'one-out'
    readonly masks: number
    readonly cases: number
    /** Calls that may go into asking which cut of several changed an answer. */
    readonly confirmCalls: number
  }
  readonly maxCalls: number
  /** Development cases in the order that all arms take them. */
  readonly order: readonly number[]
  readonly seed: number
  readonly answers: Answers
  readonly isStopAsked: () => boolean
  readonly onMask: () => void
}

export interface MeasuredWorth {
  readonly editId: string
  /** Null where the cut is no segment of its own, such as headings. */
  readonly worth: SegmentWorth | null
  readonly evidence: EditEvidence
  /** Share of cases, 0 to 1, that it decides, for better or worse. */
  readonly churn: number
}

const MAX_UNITS = 24

/** What the segments that may be cut are worth to the score, in points, within a number of calls. */
export async function measureWorth(
  prompt: SqueezePrompt,
  edits: readonly SqueezeEdit[],
  { plan, maxCalls, order, seed, answers, isStopAsked, onMask }: WorthPlan,
): Promise<readonly MeasuredWorth[]> {
  const isRandom = plan.method === 'random'
  const units = edits
    .filter(isCut)
    .toSorted((a, b) => b.savedTokens - a.savedTokens || (a.id < b.id ? -1 : 1))
    .slice(0, isRandom ? MAX_UNITS : plan.masks)
  if (units.length === 0) return []
  const perMask = Math.min(plan.cases, order.length, Math.max(1, Math.floor(maxCalls / plan.masks)))
  // More cases than one mask takes, and each mask another part of them, so that no few cases decide.
  const cases = isRandom ? order : order.slice(0, perMask)
  const masks = isRandom ? deletionMasks(units.length, Math.max(plan.masks, 2), seed) : leaveOneOutMasks(units.length)
  const scores: MaskScore[] = []
  if (!(await answers.ask([{ messages: prompt.messages, caseIndexes: cases }]))) return []
  collect(answers, prompt.messages, { maskIndex: null, only: cases }, scores)
  let asked = 0
  for (const [maskIndex, mask] of masks.entries()) {
    if (isStopAsked()) break
    const own = balanced(cases, perMask, maskIndex)
    const { messages } = composeEdits(
      prompt,
      units.filter((_, unit) => mask[unit]),
    )
    if (asked + own.length > maxCalls || !(await answers.ask([{ messages, caseIndexes: own }]))) break
    asked += own.length
    collect(answers, messages, { maskIndex, only: own }, scores)
    onMask()
  }
  const compared = scores.filter(({ caseIndex }) => !answers.leftOut.has(caseIndex))
  const found = attribute(masks, compared, seed)
  const churn = await confirmedChurn(prompt, units, {
    masks,
    scores: compared,
    answers,
    isStopAsked,
    maxCalls: plan.confirmCalls,
  })
  return units.flatMap((unit, index): MeasuredWorth[] => {
    const own = found[index]
    const [segmentId] = unit.segmentIds
    if (!own) return []
    const figures = { points: own.worth * 100, low: own.low * 100, high: own.high * 100 }
    const method = isRandom ? 'random deletion' : 'leave one out'
    return [
      {
        editId: unit.id,
        worth: segmentId === undefined ? null : { segmentId, tokens: Math.max(0, unit.savedTokens), ...figures },
        evidence: { ...figures, cases: cases.length, method },
        churn: churn[index] ?? 1,
      },
    ]
  })
}

const CONFIRM_ROUNDS = 5

interface ChurnPlan extends Pick<WorthPlan, 'answers' | 'isStopAsked' | 'maxCalls'> {
  readonly masks: readonly DeletionMask[]
  readonly scores: readonly MaskScore[]
}

/**
 * Where a version without several units changed an answer, asks that case again without the likeliest of them alone, then
 * without the next: a handful of calls tells which ones decide nothing.
 */
async function confirmedChurn(
  prompt: SqueezePrompt,
  units: readonly SqueezeEdit[],
  { masks, scores, answers, isStopAsked, maxCalls }: ChurnPlan,
): Promise<readonly number[]> {
  const priors = units.map(priorChurn)
  let observations = churnObservations(masks, scores)
  const before = answers.of(prompt.messages)
  const until = answers.used + maxCalls
  const asked = new Set<string>()
  for (let round = 0; round < CONFIRM_ROUNDS && !isStopAsked(); round++) {
    const { mostLikely } = unitChurn(priors, observations)
    const open = new Map<string, { readonly unit: number; readonly caseIndex: number }>()
    for (const [index, { isProven, caseIndex }] of observations.entries()) {
      const unit = mostLikely[index] ?? null
      const key = `${unit} ${caseIndex}`
      if (unit !== null && !isProven && !asked.has(key)) open.set(key, { unit, caseIndex })
    }
    // What saves most is worth knowing first.
    const savedBy = ({ unit }: { readonly unit: number }) => units[unit]?.savedTokens ?? 0
    const some = [...open]
      .toSorted(([, a], [, b]) => savedBy(b) - savedBy(a))
      .slice(0, Math.max(0, until - answers.used))
    const trials = some.map(([key, { unit, caseIndex }]) => {
      asked.add(key)
      const { messages } = composeEdits(prompt, units.slice(unit, unit + 1))
      return { unit, caseIndex, messages }
    })
    if (trials.length === 0 || !(await answers.ask(trials.map((one) => ({ ...one, caseIndexes: [one.caseIndex] })))))
      break
    for (const { unit, caseIndex, messages } of trials) {
      const [whole, without] = [before.get(caseIndex), answers.of(messages).get(caseIndex)]
      if (whole && without)
        observations = withTestimony(observations, { unit, caseIndex, isGuilty: whole.score !== without.score })
    }
  }
  return unitChurn(priors, observations).units
}

function collect(
  answers: Answers,
  messages: SqueezePrompt['messages'],
  { maskIndex, only }: { readonly maskIndex: number | null; readonly only: readonly number[] },
  scores: MaskScore[],
): void {
  const results = answers.of(messages)
  for (const caseIndex of only) {
    const result = results.get(caseIndex)
    if (result) scores.push({ maskIndex, caseIndex, score: result.score })
  }
}

/** Another part of the cases for each mask, so that all cases are used about equally often. */
function balanced(cases: readonly number[], count: number, turn: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => cases[(turn * count + index) % cases.length] ?? 0)
}

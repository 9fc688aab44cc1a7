import type { EditEvidence, SegmentWorth, SqueezeEdit } from '../../domain/squeeze.ts'
import type { Answers } from '../answers.ts'
import { composeEdits } from '../apply-changes.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { attribute, type MaskScore } from './attribute.ts'
import { deletionMasks, leaveOneOutMasks } from './deletion-masks.ts'

export interface WorthPlan {
  /** random: several cuts at once; one-out: each of the dearest units alone. */
  readonly plan: { readonly method: 'random' | 'one-out'; readonly masks: number; readonly cases: number }
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
  readonly worth: SegmentWorth
  readonly evidence: EditEvidence
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
    .filter(({ kind }) => kind === 'delete' || kind === 'few-shot' || kind === 'trim')
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
  const found = attribute(masks, scores, seed)
  return units.flatMap((unit, index): MeasuredWorth[] => {
    const own = found[index]
    const [segmentId] = unit.segmentIds
    if (!own || segmentId === undefined) return []
    const figures = { points: own.worth * 100, low: own.low * 100, high: own.high * 100 }
    const method = isRandom ? 'random deletion' : 'leave one out'
    return [
      {
        editId: unit.id,
        worth: { segmentId, tokens: Math.max(0, unit.savedTokens), ...figures },
        evidence: { ...figures, cases: cases.length, method },
      },
    ]
  })
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

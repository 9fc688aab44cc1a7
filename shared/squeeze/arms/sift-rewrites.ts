import type { SqueezeEdit } from '../../domain/squeeze.ts'
import type { Answers } from '../answers.ts'
import { composeEdits } from '../apply-changes.ts'
import { isWhole, strongest } from '../candidates/build-arms.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { pairsOf, type RaceArm } from './race-arms.ts'

export interface SiftPlan {
  readonly edits: readonly SqueezeEdit[]
  readonly order: readonly number[]
  readonly answers: Answers
  readonly maxCalls: number
  readonly isStopAsked: () => boolean
}

const CASES = 60
const MAX_LOST_CASES = 6
const MAX_ROUNDS = 3

/**
 * The rewrites that alone turn a case wrong, which all of them together turned wrong: every arm is built on rewrites, so that
 * one bad one would cost them all. Only lost cases are asked, by halves, so that a culprit costs a handful of calls.
 *
 * @returns ids of edits that should not be used
 */
export async function siftRewrites(prompt: SqueezePrompt, plan: SiftPlan): Promise<ReadonlySet<string>> {
  const { answers, edits } = plan
  const guilty = new Set<string>()
  const cases = plan.order.slice(0, CASES)
  const limit = answers.left - plan.maxCalls
  const ask = async (messages: SqueezePrompt['messages'], caseIndexes: readonly number[]) => {
    const wanted = [{ messages, caseIndexes }]
    if (plan.isStopAsked() || answers.left - answers.missing(wanted) < limit) return null
    return (await answers.ask(wanted)) ? { id: '', results: answers.of(messages) } : null
  }
  const baseline: RaceArm | null = await ask(prompt.messages, cases)
  // A gentler rewrite of the same text takes the place of a guilty one, and is looked at in the next round.
  for (let round = 0; baseline !== null && round < MAX_ROUNDS; round++) {
    const rewrites = strongest(
      edits.filter((edit) => edit.kind === 'rewrite' && !isWhole(edit) && !guilty.has(edit.id)),
    )
    const whole = await ask(composeEdits(prompt, rewrites).messages, cases)
    if (whole === null) break
    const pairs = pairsOf(baseline, whole, cases)
    const lost = pairs.filter(({ difference }) => difference < 0).slice(0, MAX_LOST_CASES)
    if (lost.length === 0 || pairs.reduce((sum, { difference }) => sum + difference, 0) >= 0) break
    const before = guilty.size
    for (const { caseIndex } of lost) {
      const culprit = await bisect(rewrites, async (some) => {
        const own = await ask(composeEdits(prompt, some).messages, [caseIndex])
        return own === null ? null : pairsOf(baseline, own, [caseIndex]).some(({ difference }) => difference < 0)
      })
      if (culprit !== null) guilty.add(culprit.id)
    }
    if (guilty.size === before) break
  }
  return guilty
}

/** The one of the suspects that does it, by halves; null where only several together do, or the calls are used up. */
async function bisect(
  suspects: readonly SqueezeEdit[],
  doIt: (some: readonly SqueezeEdit[]) => Promise<boolean | null>,
): Promise<SqueezeEdit | null> {
  let open = suspects
  while (open.length > 1) {
    const middle = Math.ceil(open.length / 2)
    const halves = [open.slice(0, middle), open.slice(middle)]
    let guilty: readonly SqueezeEdit[] | null = null
    for (const half of halves) {
      const does = await doIt(half)
      if (does === null) return null
      if (does) {
        guilty = half
        break
      }
    }
    if (guilty === null) return null
    open = guilty
  }
  return open[0] ?? null
}

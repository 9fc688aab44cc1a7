import { z } from 'zod'
import type { JsonObject } from '../../domain/json.ts'
import { askJudge, Reason, reasonText } from './ask-judge.ts'
import type { JudgePort } from './judge-port.ts'

const Answer = z.object({ reason: Reason, winner: z.enum(['first', 'second', 'tie']) })

export const usualCriteria = 'The more correct and complete answer is better.'

export interface PairToJudge {
  readonly judge: JudgePort | null | undefined
  readonly options: JsonObject
  /** What better means; empty = the more correct and complete answer. */
  readonly criteria: string
  /** What both answered to, by name: the case and what was expected of it; absent = not told. */
  readonly about?: Readonly<Record<string, string>>
  readonly baseline: string
  readonly candidate: string
}

export interface JudgedPair {
  /** Of the candidate: 1 better, −1 worse in both orders; 0 = a tie, or the order decided. */
  readonly outcome: -1 | 0 | 1
  /** Whether the judge said the same in both orders. */
  readonly isConsistent: boolean
  /** The judge's own, where the candidate stood first. */
  readonly reason: string
}

/** Questions for one pair. */
export const callsPerPair = 2

/**
 * Asks a judge which of two answers is better, in both orders, since a judge may prefer what stands first: a win needs both.
 *
 * @throws AppError like askJudge
 */
export async function judgePair(pair: PairToJudge): Promise<JudgedPair> {
  const { judge, options, criteria, about = {}, baseline, candidate } = pair
  const task = 'Which of the two answers meets the criteria better? "winner" is "first", "second", or "tie".'
  const wanted = criteria.trim() === '' ? usualCriteria : criteria
  const compare = (first: string, second: string) =>
    askJudge({ judge, options, task, parts: { criteria: wanted, ...about, first, second }, answer: Answer })
  const shown = await compare(candidate, baseline)
  const swapped = await compare(baseline, candidate)
  const isWin = shown.winner === 'first' && swapped.winner === 'second'
  const isLoss = shown.winner === 'second' && swapped.winner === 'first'
  const isConsistent = isWin || isLoss || (shown.winner === 'tie' && swapped.winner === 'tie')
  return { outcome: isWin ? 1 : isLoss ? -1 : 0, isConsistent, reason: reasonText(shown.reason) }
}

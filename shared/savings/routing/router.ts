import type { GridCase } from '../paired/answer-grid.ts'
import type { RoutingRule } from './routing-rule.ts'

/** What an option is expected to do on a case. */
export interface Expected {
  readonly score: number
  readonly cost: number
}

export interface LearntRouter {
  /** By option. */
  readonly expect: (caseIndex: number) => readonly Expected[]
  /** The choices at a price: so much score is worth one unit of cost less. Chooses as `expect` does. */
  readonly rule: (price: number) => RoutingRule
}

/** A way to tell, before any model is asked, which option a case is sent to. */
export interface Router {
  readonly id: string
  readonly label: string
  /** What it looks at, as a sentence goes on after "Chooses by". */
  readonly looksAt: string
  /** Fewer cases do not carry what it learns. */
  readonly fewestCases: number
  /**
   * Looks at all cases once, at what is known before an answer only; then learns the answers of some of them, by their places.
   *
   * @returns null where the cases lack what it looks at
   */
  readonly prepare: (cases: readonly GridCase[]) => ((train: readonly number[]) => LearntRouter) | null
}

/** Cases that stand for the overall mean beside those seen: a bin of two says little. */
const SHRINKAGE = 10

/** Mean score and cost by option, drawn towards an overall mean. */
export function shrunkMeans(
  cases: readonly GridCase[],
  members: readonly number[],
  overall: readonly Expected[] | null,
): readonly Expected[] {
  const options = cases[0]?.answers.length ?? 0
  return Array.from({ length: options }, (_, option) => {
    const towards = overall?.[option] ?? null
    const weight = towards === null ? 0 : SHRINKAGE
    let score = weight * (towards?.score ?? 0)
    let cost = weight * (towards?.cost ?? 0)
    for (const index of members) {
      score += cases[index]?.answers[option]?.score ?? 0
      cost += cases[index]?.answers[option]?.cost ?? 0
    }
    const count = weight + members.length
    return count === 0 ? { score: 0, cost: 0 } : { score: score / count, cost: cost / count }
  })
}

/** What an option is worth at a price. */
export function worthOf({ score, cost }: Expected, price: number): number {
  return score - price * cost
}
